"""A citizen's phone."""

from collections.abc import Callable

from playwright.sync_api import Page

PHONE = {"width": 390, "height": 844}
Phone = Callable[..., Page]
"""Opens an address on a phone; anything more is for its browser."""
