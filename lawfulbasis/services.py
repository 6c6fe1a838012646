"""Loading the law, and asking it."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from simple_history.utils import bulk_create_with_history

from dsaformat.document import AgreementDocument
from foundation.verdicts import Finding
from lawfulbasis import rules
from lawfulbasis.catalogue import Catalogue, Provision
from lawfulbasis.models import ALWAYS, Entry, LoadedFile

CATALOGUE = "catalogue.yaml"

_PLAIN = ("code", "regime", "order", "label", "help", "reference", "extent", "flags")
_DATES = ("in_force_from", "in_force_to", "current_wording_from")


def law_folder() -> Path:
    return Path(settings.BASE_DIR) / "fixtures" / "law"


def load_catalogue(*, at: dt.datetime, path: Path | None = None) -> tuple[int, int]:
    """Bring the table to what the file says; answers how many entries are new and how many changed.

    Keyed on code and first day of the wording. Nothing is ever deleted. A file that was loaded before
    is recognised by its digest.
    """
    content = (path or law_folder() / CATALOGUE).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if LoadedFile.objects.filter(name=CATALOGUE, digest=digest).exists():
        return 0, 0
    with transaction.atomic():
        new: list[Entry] = []
        changed = 0
        present = {(entry.code, entry.valid_from): entry for entry in Entry.objects.all()}
        for raw in yaml.load(content, Loader=yaml.CSafeLoader)["entries"]:
            values = _columns(raw)
            entry = present.get((values["code"], values["valid_from"]))
            if entry is None:
                new.append(Entry(**values))
            elif any(getattr(entry, name) != value for name, value in values.items()):
                for name, value in values.items():
                    setattr(entry, name, value)
                entry.save()
                changed += 1
        bulk_create_with_history(new, Entry)
        LoadedFile.objects.update_or_create(name=CATALOGUE, defaults={"digest": digest, "loaded_at": at})
    return len(new), changed


def _columns(raw: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {name: raw[name] for name in _PLAIN}
    for name in _DATES:
        values[name] = dt.date.fromisoformat(raw[name]) if raw[name] else None
    values["valid_from"] = values["current_wording_from"] or values["in_force_from"] or ALWAYS
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


def catalogue_from(path: Path) -> Catalogue:
    """The law as a file has it. Needs no database."""
    raw = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)["entries"]
    entries = [Entry(**_columns(values)) for values in raw]
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
            selectable=entry.selectable,
            flags={**entry.details, **entry.flags},
        )
        found[entry.code] = (*found.get(entry.code, ()), provision)
    return Catalogue(found)


def check(*, document: AgreementDocument, on: dt.date) -> tuple[Finding, ...]:
    """Every finding of every rule about the document on that day."""
    return rules.check(document, catalogue(), on)
