"""Loading the law, and asking it."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from simple_history.utils import bulk_create_with_history

from dsaformat.document import AgreementDocument
from foundation.verdicts import Finding, Refused
from lawfulbasis import places, rules
from lawfulbasis.catalogue import Catalogue, Provision
from lawfulbasis.models import ALWAYS, Entry, LoadedFile

CATALOGUE = "catalogue.yaml"

_PLAIN = ("code", "regime", "order", "label", "help", "reference", "extent", "flags")
_DATES = ("in_force_from", "in_force_to", "current_wording_from")
_ABOUT_ITS_END = frozenset({"in_force_to", "changed_by"})

Change = tuple[Entry, dict[str, Any]]
"""An entry, and the values that the file has otherwise."""


def law_folder() -> Path:
    return Path(settings.BASE_DIR) / "fixtures" / "law"


def load_catalogue(*, at: dt.datetime, path: Path | None = None) -> tuple[int, int]:
    """Bring the table to what the file says; answers how many entries are new and how many changed.

    Keyed on code and first day of the wording. Nothing is ever deleted. A file that was loaded before
    is recognised by its digest. Refuses as a whole to reword an entry that a frozen text quotes.
    """
    content = (path or law_folder() / CATALOGUE).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if LoadedFile.objects.filter(name=CATALOGUE, digest=digest).exists():
        return 0, 0
    with transaction.atomic():
        new, changed = _compared(_entries(content))
        _refuse_rewording(changed)
        for entry, values in changed:
            for name, value in values.items():
                setattr(entry, name, value)
            entry.save()
        bulk_create_with_history(new, Entry)
        LoadedFile.objects.update_or_create(name=CATALOGUE, defaults={"digest": digest, "loaded_at": at})
    return len(new), len(changed)


def _compared(entries: Iterable[dict[str, Any]]) -> tuple[list[Entry], list[Change]]:
    """Entries that the table lacks, and those that differ with the values that would change."""
    new: list[Entry] = []
    changed: list[Change] = []
    present = {(entry.code, entry.valid_from): entry for entry in Entry.objects.all()}
    for raw in entries:
        values = _columns(raw)
        entry = present.get((values["code"], values["valid_from"]))
        if entry is None:
            new.append(Entry(**values))
        elif differing := {name: value for name, value in values.items() if getattr(entry, name) != value}:
            changed.append((entry, differing))
    return new, changed


def _refuse_rewording(changed: Iterable[Change]) -> None:
    reworded = [(entry, values) for entry, values in changed if not _leaves_the_wording(entry, values)]
    used = places.in_use({entry.code for entry, _ in reworded})
    refused = [
        f"{entry.code} ({', '.join(values)})"
        for entry, values in reworded
        if (entry.code, entry.current_wording_from) in used
    ]
    if refused:
        raise Refused(
            [
                f"Frozen agreements rely on these entries, so they stay as they are: {'; '.join(refused)}. "
                "To say something new, give the entry a later valid_from: it then stands beside the old one."
            ]
        )


def _leaves_the_wording(entry: Entry, values: Mapping[str, Any]) -> bool:
    """Its place in the list may change, and its last day may be recorded once Parliament has set one."""
    free = _ABOUT_ITS_END | {"order"} if entry.in_force_to is None and values.get("in_force_to") else {"order"}
    return values.keys() <= free


def _columns(raw: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {name: raw[name] for name in _PLAIN}
    for name in _DATES:
        values[name] = dt.date.fromisoformat(raw[name]) if raw[name] else None
    own = dt.date.fromisoformat(raw["valid_from"]) if raw.get("valid_from") else None
    values["valid_from"] = own or values["current_wording_from"] or values["in_force_from"] or ALWAYS
    values["official_heading"] = raw.get("official_heading") or ""
    values["changed_by"] = raw.get("changed_by") or ""
    values["selectable"] = raw.get("selectable", True) and "commencement_status" not in raw
    known = {*values, "selectable", "changed_by", "official_heading"}
    values["details"] = {name: value for name, value in raw.items() if name not in known}
    return values


def catalogue() -> Catalogue:
    """The law as this portal holds it. Read from the tables once for each edition and process."""
    loaded = LoadedFile.objects.filter(name=CATALOGUE).values_list("digest", flat=True).first()
    return _read(loaded) if loaded else _from_tables()


@lru_cache(maxsize=2)
def _read(digest: str) -> Catalogue:
    return _from_tables()


def _from_tables() -> Catalogue:
    return _catalogue(Entry.objects.order_by("code", "valid_from"))


@lru_cache(maxsize=1)
def _entries(content: bytes) -> tuple[dict[str, Any], ...]:
    """What the file says of each entry; nobody changes it."""
    return tuple(yaml.load(content, Loader=yaml.CSafeLoader)["entries"])


def catalogue_from(path: Path) -> Catalogue:
    """The law as a file has it. Needs no database."""
    entries = [Entry(**_columns(values)) for values in _entries(path.read_bytes())]
    return _catalogue(sorted(entries, key=lambda entry: (entry.code, entry.valid_from)))


def _catalogue(entries: Iterable[Entry]) -> Catalogue:
    found: dict[str, tuple[Provision, ...]] = {}
    for entry in entries:
        provision = Provision(
            code=entry.code,
            regime=entry.regime,
            label=entry.label,
            reference=entry.reference,
            in_force_from=entry.in_force_from,
            in_force_to=entry.in_force_to,
            wording_from=entry.current_wording_from,
            first_day=entry.valid_from,
            selectable=entry.selectable,
            flags={**entry.details, **entry.flags, "extent": entry.extent},
        )
        found[entry.code] = (*found.get(entry.code, ()), provision)
    return Catalogue(found)


def check(*, document: AgreementDocument, on: dt.date, facts: rules.Facts | None = None) -> tuple[Finding, ...]:
    """Every finding of every rule about the document on that day."""
    return rules.check(document, catalogue(), on, facts)
