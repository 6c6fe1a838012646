"""The guide: every picture that is kept is shown, every one that is shown is there, and links lead somewhere."""

import re
from pathlib import Path

from tests.journeys.browser import ROOT

GUIDE = ROOT / "docs" / "guide"
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


def linked() -> dict[Path, set[Path]]:
    """By page, the files beside it that it names."""
    return {
        page: {(page.parent / to).resolve() for to in LINK.findall(page.read_text()) if ":" not in to}
        for page in [*GUIDE.glob("*.md"), ROOT / "README.md"]
    }


def test_pictures_and_links_are_there():
    assert {page.name: lost for page, to in linked().items() if (lost := {one for one in to if not one.exists()})} == {}


def test_every_picture_is_shown():
    assert set((GUIDE / "pictures").iterdir()) - set().union(*linked().values()) == set()
