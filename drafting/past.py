"""What a draft said at each of its revisions, put together again from the history of its pieces.

Everything that one save changed carries the same instant. A revision is such an instant.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Max, QuerySet

from agreements import assembly
from agreements.assembly import Place
from agreements.models import Agreement, Piece
from drafting.outline import OutlineSection
from dsaformat.document import AgreementDocument

State = dict[Place, Any]
"""The row of history that holds each piece."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One save: its number, when and by whom."""

    number: int
    at: dt.datetime
    by_id: int | None
    before: AgreementDocument | None = None
    after: AgreementDocument | None = None


def rows(agreement: Agreement) -> QuerySet[Any]:
    found: QuerySet[Any] = Piece.history.filter(agreement_id=agreement.pk).order_by()
    return found


def instants(agreement: Agreement) -> list[dt.datetime]:
    """When the text changed, oldest first; the place in this list is the revision's number less one."""
    return list(rows(agreement).values_list("changed_at", flat=True).distinct().order_by("changed_at"))


def of_section(found: QuerySet[Any], section: OutlineSection) -> QuerySet[Any]:
    """Only what stands in the pieces that the section's questions are about, and its own text."""
    tables = {question.path.partition("/")[0] for question in section.asked if question.path} - {"sections"}
    return found.filter(part__in=tables) | found.filter(part="sections", key=section.key)


def state_at(agreement: Agreement, at: dt.datetime, *, including: bool = True) -> State:
    """Every piece as it stood at the instant, or just before it."""
    until = {"changed_at__lte": at} if including else {"changed_at__lt": at}
    last = rows(agreement).filter(**until).values("part", "key").annotate(last=Max("history_id")).values("last")
    held = Piece.history.filter(history_id__in=last).order_by()
    return {Place(row.part, row.key): row for row in held if row.history_type != "-"}


def document_at(agreement: Agreement, at: dt.datetime) -> AgreementDocument:
    return assembly.together(state_at(agreement, at).values())


def moments(agreement: Agreement, wanted: Iterable[Moment]) -> Iterator[Moment]:
    """Each of the moments with the text before and after it, newest first. Three queries for any number."""
    asked = {moment.at: moment for moment in wanted}
    if not asked:
        return
    first, last = min(asked), max(asked)
    state = state_at(agreement, first, including=False)
    told: list[Moment] = []
    for at, changed in _by_instant(agreement, first, last):
        before = _document(state) if at in asked else None
        for row in changed:
            place = Place(row.part, row.key)
            if row.history_type == "-":
                state.pop(place, None)
            else:
                state[place] = row
        if at in asked:
            told.append(replace(asked[at], before=before, after=_document(state)))
    yield from reversed(told)


def _by_instant(agreement: Agreement, first: dt.datetime, last: dt.datetime) -> Iterator[tuple[dt.datetime, list[Any]]]:
    held: list[Any] = []
    for row in rows(agreement).filter(changed_at__range=(first, last)).order_by("changed_at", "history_id"):
        if held and held[0].changed_at != row.changed_at:
            yield held[0].changed_at, held
            held = []
        held.append(row)
    if held:
        yield held[0].changed_at, held


def _document(state: Mapping[Place, Any]) -> AgreementDocument | None:
    return assembly.together(state.values()) if state else None


@dataclass(frozen=True, slots=True)
class Text:
    """What one answer said from one save on."""

    row: Any
    values: Mapping[str, Any]
    """The fields that the question asks for, as plain values; None where nothing was stated."""

    @property
    def id(self) -> int:
        return int(self.row.history_id)


def answers(agreement: Agreement, path: str, names: Iterable[str]) -> list[Text]:
    """What the fields of the part at `path` said, newest first; once for each time they came to say something else."""
    part, _, rest = path.partition("/")
    key, _, inner = rest.partition("/")
    held = rows(agreement).filter(part=part, key=key).select_related("changed_by").order_by("changed_at", "history_id")
    fields = tuple(names)
    told: list[Text] = []
    for row in held:
        values = _values({} if row.history_type == "-" else json.loads(row.value), inner, fields)
        if (told and told[-1].values != values) or (not told and any(values.values())):
            told.append(Text(row, values))
    return told[::-1]


def _values(value: Any, inner: str, names: tuple[str, ...]) -> dict[str, Any]:
    for step in inner.split("/") if inner else ():
        if isinstance(value, list):
            value = next((row for row in value if row.get("key") == step), {})
        else:
            value = value.get(step, {})
    return {name: value.get(name) for name in names}
