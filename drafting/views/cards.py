"""The answers of a section as cards, each with the way to change it."""

from collections.abc import Iterator
from typing import Any

from agreements import services as agreements
from agreements.ownership import owner
from drafting import progress
from drafting.outline import OutlineSection, Question
from drafting.views.desk import Desk, Place
from dsaformat import editing
from dsaformat.shape import shape
from dsaformat.values import Part, Row
from foundation.verdicts import Finding

MANY = 50
"""Rows that a card shows; the question's own page shows them all."""


def of_section(desk: Desk, section: OutlineSection) -> list[dict[str, Any]]:
    return [_card(Place(desk, section, question)) for question in section.asked]


def _card(place: Place) -> dict[str, Any]:
    link = [{"text": "Change", "href": place.back, "hidden": place.question.label}] if place.desk.may_fill_in else []
    return {"title": place.question.label, "actions": link, "rows": list(_lines(place)) or [_nothing(place)]}


def _nothing(place: Place) -> dict[str, Any]:
    value: Any = {"text": "Not provided", "href": place.back} if place.desk.may_fill_in else ""
    return {"key": place.question.one.capitalize() or "Answer", "value": value}


def _lines(place: Place) -> Iterator[dict[str, Any]]:
    desk, question = place.desk, place.question
    match question.kind:
        case "answer":
            text = progress.answer(desk.document, place.section.key, question.key)
            if text:
                yield {"key": "Answer", "value": {"lines": text.split("\n")}}
        case "part":
            part = editing.found(desk.document, question.path)
            if part is not None and progress.filled(desk.document, place.section, question):
                yield from _fields(desk, part, question.names)
        case "each":
            for party, part in list(progress.each(desk.document, question))[:MANY]:
                words = _columns(desk, part, question)
                if words:
                    yield {"key": party.name, "value": words}
        case _:
            for row in progress.rows(desk.document, question)[:MANY]:
                yield {"key": desk.words.title(row), "value": _columns(desk, row, question) or "–"}


def _fields(desk: Desk, part: Part, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for name in names:
        field = shape(type(part), name)
        yield {"key": field.title, "value": desk.words.value(field, getattr(part, name))}


def _columns(desk: Desk, part: Part, question: Question) -> str:
    names = question.columns or question.names
    return "; ".join(words for name in names if (words := desk.words.field(part, name)))


def table(place: Place, rows: list[tuple[str, str, Part]]) -> dict[str, Any]:
    """A list of rows or parties: (path, what it is called, the part whose columns are shown)."""
    question = place.question
    model = editing.model_at(question.path.replace("*", "x"))
    columns = [name for name in question.columns if name not in _named(place)]
    return {
        "head": [
            question.one.capitalize() or "Organisation",
            *(shape(model, name).title for name in columns),
            "Change",
        ],
        "rows": [
            [title, *(place.desk.words.field(part, name) or "–" for name in columns), _way_in(place, path, title, part)]
            for path, title, part in rows
        ],
    }


def _named(place: Place) -> frozenset[str]:
    return frozenset({"name", "title"} if place.question.kind == "rows" else ())


def _way_in(place: Place, path: str, title: str, part: Part) -> Any:
    if not may_write(place.desk, path, part):
        return ""
    return {"text": "Change", "href": place.link("change", path), "hidden": title}


def may_write(desk: Desk, path: str, part: Part) -> bool:
    """Whether to offer the way in; whether it may be written is asked again when it is."""
    if desk.leads:
        return True
    if not desk.own:
        return False
    steps = path.split("/")
    top = editing.found(desk.document, "/".join(steps[:2])) if len(steps) > 1 else None
    value = (top or part).model_dump(mode="json", exclude_defaults=True) if isinstance(top or part, Row) else None
    return owner(steps[0], value) in desk.own


def findings(desk: Desk, section: OutlineSection) -> list[Finding]:
    """What the checks say of this section."""
    every = agreements.check(document=desk.document, on=desk.on)
    found = ((finding, progress.home(desk.outline, desk.document, finding.path)) for finding in every)
    return [finding for finding, home in found if home is not None and home[0].key == section.key]
