"""The changes between two documents, with their class, their words and whom they concern."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from dsaformat.diff import sentences, subjects
from dsaformat.diff.change import Change
from dsaformat.diff.differences import Difference, differences
from dsaformat.diff.naming import Sides
from dsaformat.document import AgreementDocument
from dsaformat.references import named
from dsaformat.values import Part

_NO_LABELS: Mapping[str, str] = MappingProxyType({})


def changes(
    before: AgreementDocument, after: AgreementDocument, *, labels: Mapping[str, str] = _NO_LABELS
) -> tuple[Change, ...]:
    """Every change that leads from one document to the other, in the order of the document.

    `labels` says what codes of the law are called, where neither document carries their wording.
    """
    sides = Sides(before, after, labels)
    return tuple(_change(difference, sides) for difference in differences(before, after))


def _change(difference: Difference, sides: Sides) -> Change:
    return Change(
        path=difference.path,
        kind=difference.kind,
        subject=subjects.subject(difference.path, sides.before, sides.after),
        before=_plain(difference.before),
        after=_plain(difference.after),
        sentence=sentences.sentence(difference, sides),
        parties=_concerned(difference),
        follows=difference.follows,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Part):
        return value.model_dump(mode="json", exclude_defaults=True)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(member) for member in value]
    return str(value) if isinstance(value, str) else value


def _concerned(difference: Difference) -> tuple[str, ...]:
    """The parties that the row names, before or now; none when it is about every party."""
    top = difference.steps[0] if difference.steps else None
    if top is None or not top.key:
        return ()
    sides = [row for row in (top.before, top.after) if row is not None]
    if top.field.name == "parties":
        return tuple(sorted({top.key} | _other_parties(difference, sides)))
    if any(getattr(row, "parties", None) == () for row in sides):
        return ()
    return tuple(sorted(set().union(*(named(row, "parties") for row in sides))))


def _other_parties(difference: Difference, sides: list[Part]) -> set[str]:
    field = difference.field
    if field is None:
        return set().union(*(named(row, "parties") for row in sides)) if len(difference.steps) == 1 else set()
    return {*difference.before, *difference.after} if field.points_at == "parties" and field.several else set()
