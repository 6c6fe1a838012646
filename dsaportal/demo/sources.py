"""The demonstration's files in ``fixtures/demo``, as they stand."""

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

Entry = dict[str, Any]


def organisations() -> list[Entry]:
    """Each organisation with the facts of its profile filled in."""
    source = _read("organisations")
    profiles: dict[str, Entry] = source["profiles"]
    return [{**profiles.get(entry.get("like", ""), {}), **entry} for entry in source["organisations"]]


def people() -> Entry:
    return _read("people")


def collectives() -> list[Entry]:
    return list(_read("collectives")["collectives"])


def mandates() -> list[Entry]:
    return list(_read("collectives")["mandates"])


def _read(name: str) -> Entry:
    path = Path(settings.BASE_DIR) / "fixtures" / "demo" / f"{name}.yaml"
    found: Entry = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found
