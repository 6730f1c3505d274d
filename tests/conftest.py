"""What every test shares: one hypothesis profile, one chromium, and no settings leaking in from outside."""

import os

from hypothesis import HealthCheck, settings

from tests.browser.chromium import browser, new_page

__all__ = ["browser", "new_page"]

# A loaded machine is slow, not wrong; a failure prints the blob that repeats it.
settings.register_profile("layso", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("layso")

for name in [name for name in os.environ if name.startswith("LAYSO_")]:
    del os.environ[name]
