"""The table of capabilities names every one of them, once, in order."""

import re
from pathlib import Path

from django.conf import settings

LAST = {"A": 23, "B": 17, "C": 26, "D": 35, "E": 38}


def test_each_capability_has_its_row():
    text = Path(settings.BASE_DIR, "docs", "guide", "capabilities.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([A-E]-\d+) \| (.+) \| (.+) \|$", text, re.MULTILINE)
    assert [row[0] for row in rows] == [f"{source}-{n}" for source, last in LAST.items() for n in range(1, last + 1)]
