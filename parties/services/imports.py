"""Organisations from a spreadsheet: first what would happen, then, when it is confirmed, that and nothing else."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from django.db import transaction

from accounts.models import User
from foundation import text
from foundation.verdicts import Refused
from parties import activity_words
from parties.facts import Facts
from parties.importing import COLUMNS
from parties.models import Organisation, Upload
from parties.policies import organisations as policies
from parties.services import organisations

KEPT_FOR = dt.timedelta(days=30)
MOST_AT_ONCE = 500
"""What one request can do before its web server loses patience; the rest waits for the next one."""
_BATCH = 100


class Checked(Protocol):
    """A row that has been cleaned; ``forms.imports`` makes them."""

    @property
    def number(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def facts(self) -> Facts: ...
    @property
    def problems(self) -> tuple[str, ...]: ...
    @property
    def notes(self) -> tuple[str, ...]: ...


class Outcome(StrEnum):
    BAD = "bad"
    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Planned:
    """What would become of one row."""

    row: Checked
    outcome: Outcome
    existing: Organisation | None = None
    problems: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    """What would change, column by column, in words."""


@dataclass(frozen=True, slots=True)
class Plan:
    rows: tuple[Planned, ...]

    def of(self, outcome: str) -> list[Planned]:
        return [planned for planned in self.rows if planned.outcome == outcome]

    @property
    def has_work(self) -> bool:
        return any(planned.outcome in {Outcome.CREATE, Outcome.UPDATE} for planned in self.rows)


@dataclass(frozen=True, slots=True)
class Report:
    created: int
    updated: int
    refused: tuple[str, ...]
    left: int
    """Rows that are ready and were not reached this time."""


def keep(*, file_name: str, content: bytes, by: User, at: dt.datetime) -> Upload:
    """Keep the file until it is imported or thrown away, so that nobody has to choose it twice."""
    policies.can_add(by).enforce()
    upload: Upload = Upload.objects.create(
        reference=uuid.uuid4(),
        file_name=text.single_line(file_name)[:255] or "organisations",
        content=content,
        uploaded_by=by,
        uploaded_at=at,
    )
    return upload


def discard(*, upload: Upload, by: User) -> None:
    policies.can_add(by).enforce()
    upload.delete()


def plan(rows: Iterable[Checked]) -> Plan:
    """What an import would do now. Two queries, whatever the number of rows."""
    known = _Known(Organisation.objects.all())
    seen: dict[str, int] = {}
    return Plan(tuple(_planned(row, known, seen) for row in rows))


def run(*, upload: Upload, rows: Iterable[Checked], by: User, at: dt.datetime) -> Report:
    """Add and change what the plan says, row by row; a row that is refused stops none of the others.

    It stops after ``MOST_AT_ONCE`` rows; running it again does only what is still to be done.
    """
    policies.can_add(by).enforce()
    work = [planned for planned in plan(rows).rows if planned.outcome in {Outcome.CREATE, Outcome.UPDATE}]
    done = {Outcome.CREATE: 0, Outcome.UPDATE: 0}
    refused: list[str] = []
    now = work[:MOST_AT_ONCE]
    for start in range(0, len(now), _BATCH):
        with transaction.atomic():
            for planned in now[start : start + _BATCH]:
                try:
                    _do(planned, by, at)
                    done[planned.outcome] += 1
                except Refused as refusal:
                    refused.append(f"Row {planned.row.number}: {' '.join(refusal.reasons)}")
    left = len(work) - len(now)
    if not left:
        Upload.objects.filter(pk=upload.pk).update(imported_at=at)
    return Report(done[Outcome.CREATE], done[Outcome.UPDATE], tuple(refused), left)


def _do(planned: Planned, by: User, at: dt.datetime) -> None:
    facts: Any = dict(planned.row.facts)
    if planned.existing is None:
        organisations.create(by=by, at=at, **facts)
    else:
        # The file finds the organisation by a name that may be written otherwise; it does not rename it.
        facts.pop("legal_name", None)
        organisations.update(organisation=planned.existing, by=by, at=at, **facts)


class _Known:
    """Every organisation by the names that it goes by."""

    def __init__(self, found: Iterable[Organisation]) -> None:
        self.by_name: dict[str, Organisation] = {}
        self.by_likeness: dict[str, Organisation] = {}
        short: dict[str, list[Organisation]] = {}
        for organisation in found:
            self.by_name[text.folded(organisation.legal_name)] = organisation
            self.by_likeness[organisation.name_skeleton] = organisation
            if organisation.short_name:
                short.setdefault(text.folded(organisation.short_name), []).append(organisation)
                self.by_likeness.setdefault(text.skeleton(organisation.short_name), organisation)
        for name, those in short.items():
            if len(those) == 1:
                self.by_name.setdefault(name, those[0])


def _planned(row: Checked, known: _Known, seen: dict[str, int]) -> Planned:
    problems = list(row.problems)
    likeness = text.skeleton(row.name)[:400]
    existing = known.by_name.get(text.folded(row.name))
    key = f"#{existing.pk}" if existing else likeness
    if key and key in seen:
        problems.append(f"Row {seen[key]} is about the same organisation")
    seen.setdefault(key, row.number)
    if existing is None and row.name:
        problems += _lacks(row, known.by_likeness.get(likeness))
    if problems:
        return Planned(row, Outcome.BAD, existing, tuple(problems))
    if existing is None:
        return Planned(row, Outcome.CREATE)
    changes = tuple(_changes(row.facts, existing))
    return Planned(row, Outcome.UPDATE if changes else Outcome.UNCHANGED, existing, (), changes)


def _lacks(row: Checked, twin: Organisation | None) -> Sequence[str]:
    """Why a row that matches nothing cannot become a new organisation."""
    if twin is not None:
        return [f"This looks like {twin.legal_name} – write that name, or another one"]
    return [f"Enter a {name} for a new organisation" for name in ("kind", "nation") if not row.facts.get(name)]


def _changes(facts: Facts, existing: Organisation) -> Iterable[str]:
    for name, value in facts.items():
        if name == "legal_name":
            continue
        old, new = getattr(existing, name), organisations.cleaned(name, value)
        if new != old:
            yield f"{COLUMNS[name]}: {activity_words.shown(name, old)} → {activity_words.shown(name, new)}"
