"""From one page to the next, however busy the machine is."""

from typing import Any

from playwright.sync_api import Locator, Page

from tests.journeys.officer import put

PATIENCE = 60_000
"""Milliseconds: the rest of the run may keep the machine busy."""


def follow(page: Page, link: Locator) -> None:
    """To the page behind it, until it is there.

    A click alone returns when the new page has begun. Its fields cannot be asked for then, and whoever waits for the
    next page meets this one.
    """
    with page.expect_navigation():
        link.click()


def fill(page: Page, name: str, value: Any) -> None:
    """Into a field that must be there."""
    assert put(page, name, value), f"{page.url} asks for no {name}"
