"""The answers of a section as cards, each with the way to change it."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from drafting import checking, progress, together
from drafting.outline import OutlineSection, Question
from drafting.views.desk import Desk, Place
from dsaformat import editing
from dsaformat.shape import shape
from dsaformat.values import Part, Row
from foundation.paging import page_of
from foundation.verdicts import Finding

MANY = 50
"""Rows that a card shows, and a page of the question's own list."""
FEW = 3
"""Parties that are named one by one; more of them stand together where they say the same."""
LONG = 1_500
"""So much of one answer stands on a card; the rest is a link away, so that a phone reaches the end of the page."""


def of_section(desk: Desk, section: OutlineSection) -> list[dict[str, Any]]:
    return [_card(Place(desk, section, question)) for question in section.asked]


def _card(place: Place) -> dict[str, Any]:
    link = [{"text": "Change", "href": place.back, "hidden": place.question.label}] if place.desk.may_fill_in else []
    return {"title": place.question.label, "actions": link, "rows": list(_shortened(place)) or [_nothing(place)]}


def _nothing(place: Place) -> dict[str, Any]:
    value: Any = {"text": "Not provided", "href": place.back} if place.desk.may_fill_in else ""
    return {"key": place.question.noun or "Answer", "value": value}


def _shortened(place: Place) -> Iterator[dict[str, Any]]:
    for row in _lines(place):
        value = row["value"]
        whole = value if isinstance(value, str) else "\n".join(value["lines"])
        if len(whole) <= LONG:
            yield row
            continue
        begins = f"{whole[:LONG].rsplit(maxsplit=1)[0]} …".split("\n")
        place_of_all = place.back if place.desk.may_fill_in else place.desk.link("preview")
        link = {"text": "Read all of it", "href": place_of_all, "hidden": row["key"]}
        yield row | {"value": {"lines": begins}, "actions": [link]}


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
        case _ if together.names_party(question) == "party" and len(desk.document.parties) > FEW:
            for group in [one for one in together.groups(desk.document, question) if one.said][:MANY]:
                yield {"key": _names(group), "value": {"lines": [_summed(desk, row, question) for row in group.said]}}
        case "parties":
            for party in desk.document.parties[:MANY]:
                yield {"key": party.name, "value": _columns(desk, party, question) or "–"}
        case _:
            for row in progress.rows(desk.document, question)[:MANY]:
                yield {"key": desk.words.title(row), "value": _columns(desk, row, question) or "–"}


def _names(group: together.Group) -> str:
    names = [party.name for party in group.parties]
    return ", ".join(names) if len(names) <= FEW else f"{len(names)} organisations: {names[0]} and others"


def _summed(desk: Desk, row: Part, question: Question) -> str:
    said = _columns(desk, row, question, aside=frozenset({"party"}))
    return ": ".join(filter(None, (desk.words.title(row) if question.path == "lawful_basis" else "", said))) or "–"


def _fields(desk: Desk, part: Part, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for name in names:
        field = shape(type(part), name)
        yield {"key": field.title, "value": desk.words.value(field, getattr(part, name))}


def _columns(desk: Desk, part: Part, question: Question, aside: frozenset[str] = frozenset()) -> str:
    names = [name for name in question.columns or question.names if name not in aside]
    return "; ".join(words for name in names if (words := desk.words.field(part, name)))


def table(place: Place, rows: Sequence[tuple[str, Part]], title: Callable[[str, Part], str]) -> dict[str, Any]:
    """A page of rows or parties: (path, the part whose columns are shown), one's own first.

    Only what the page shows is put into words.
    """
    question, here = place.question, place.desk
    model = editing.model_at(question.path.replace("*", "x"))
    columns = [name for name in question.columns if name not in _named(place)]
    ordered = rows if here.leads else sorted(rows, key=lambda row: not may_write(here, *row))
    page = page_of(ordered, here.request.GET.get("page"), MANY)
    return {
        "head": [
            question.noun or "Organisation",
            *(shape(model, name).title for name in columns),
            "Change",
        ],
        "rows": [
            [called, *(here.words.field(part, name) or "–" for name in columns), _way_in(place, path, called, part)]
            for path, part in page
            for called in [title(path, part)]
        ],
        "page": page,
        "ways": list(_ways(place)),
    }


def _ways(place: Place) -> Iterator[dict[str, str]]:
    """Other pages for the same rows."""
    asked = place.question
    if together.names_party(asked):
        yield {"text": "See and change by organisation", "href": place.desk.link("together", *place.address)}
    if asked.path == "datasets":
        yield {"text": "See by supplier", "href": place.desk.link("supplied", *place.address)}
    if not place.desk.may_fill_in:
        return
    if together.names_party(asked):
        words = "Say the same for several organisations"
        yield {"text": words, "href": place.desk.link("together_add", *place.address)}
    if asked.kind == "rows":
        yield {"text": "Paste from a spreadsheet", "href": place.link("paste", asked.path)}
    if asked.fields == ("contacts",):
        yield {"text": "Paste from a spreadsheet", "href": place.link("paste", f"{asked.path}/contacts")}


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
    top = part if len(steps) == 2 else editing.found(desk.document, "/".join(steps[:2])) if len(steps) > 1 else None
    row = top or part
    return (checking.row_owner(steps[0], row) if isinstance(row, Row) else "") in desk.own


def findings(desk: Desk, section: OutlineSection) -> list[Finding]:
    """What the checks say of this section that nobody has answered with a reason."""
    homes = progress.Homes(desk.outline, desk.document)
    found = ((finding, homes.of(finding.path)) for finding in desk.checked() if not finding.waived)
    return [finding for finding, home in found if home is not None and home[0].key == section.key]
