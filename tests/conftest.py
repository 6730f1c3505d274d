"""What every test shares: one hypothesis profile, one chromium, and no settings leaking in from outside."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.browser.chromium import browser, new_page

__all__ = ["browser", "new_page"]

# A loaded machine is slow, not wrong; a failure prints the blob that repeats it.
settings.register_profile("layso", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("layso")

# Whole files go to one process each, in this order: what takes long must not be what is left for the end.
LONG = (
    "test_bench.py",
    "hall/test_fairness.py",
    "hall/test_machine.py",
    "days/",
    "chaos/",
    "browser/",
    "faults/",
    "ops/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    path = item.path.relative_to(Path(__file__).parent).as_posix()
    return next((place for place, long in enumerate(LONG) if path.startswith(long)), len(LONG))


for name in [name for name in os.environ if name.startswith("LAYSO_")]:
    del os.environ[name]
