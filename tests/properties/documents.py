"""Documents of every shape that the format allows, for hypothesis. The format itself says what to make."""

import datetime as dt
from typing import Any, Literal, get_args, get_origin

from hypothesis import strategies as st

from dsaformat import parts, reading
from dsaformat.document import AgreementDocument
from dsaformat.shape import Form, Shape, shapes
from dsaformat.values import Part

MOST_FIELDS = 4
MOST_LISTS = 9
MOST_ROWS = 3

WORDS = st.text(alphabet='aeé ñôŵŷ£—’0189()[]{}<>&"\\/ß한', max_size=20)
LINES = WORDS.map(str.strip)
TITLES = LINES.map(lambda line: line or "Untitled")
TEXTS = st.lists(LINES, max_size=3).map("\n\n".join).map(str.strip)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))
CODES = ("art6_1_e_public_task", "art6_1_f_legitimate_interests", "pd_name", "sc_health", "uk_gdpr_art6")
KEYS = ("a", "b", "c-c", "4")
POINTED_AT = {"parties": ("alpha", "beta", "gamma"), "datasets": ("one", "two"), "purposes": ("aim", "goal")}

Known = dict[str, tuple[str, ...]]
"""The keys of the rows that a document has."""

# What a pattern asks of a line; the rest may be any.
PATTERNED = {
    "key": st.sampled_from(KEYS),
    "code": st.sampled_from(CODES),
    "regime": st.sampled_from(CODES),
    "sha256": st.sampled_from(["", "0f" * 32]),
}
SINGLE: dict[Form, st.SearchStrategy[Any]] = {
    Form.LINE: TITLES,
    Form.TEXT: TEXTS.map(lambda text: text or "Nothing"),
    Form.DAY: DAYS.map(dt.date.isoformat),
    Form.COUNT: st.integers(1, 200),
    Form.FLAG: st.booleans(),
    Form.CODE: st.sampled_from(CODES),
}


FIELDS = {field.name: field for field in shapes(AgreementDocument)}
LISTS = st.lists(
    st.sampled_from([name for name, field in FIELDS.items() if field.optional and name != "parties"]),
    max_size=MOST_LISTS,
    unique=True,
)
"""Which fields of a document are filled, besides its name and its parties."""


@st.composite
def documents(draw: st.DrawFn) -> AgreementDocument:
    return _document(draw, draw(LISTS))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[AgreementDocument, AgreementDocument]:
    """Two documents that fill the same fields, so that many of their rows match."""
    chosen = draw(LISTS)
    return _document(draw, chosen), _document(draw, chosen)


def _document(draw: st.DrawFn, chosen: list[str]) -> AgreementDocument:
    known = {name: POINTED_AT[name] if name in chosen else () for name in ("datasets", "purposes")}
    known["parties"] = tuple(draw(st.permutations(POINTED_AT["parties"])))
    values = {name: _field(draw, FIELDS[name], known) for name in ("identity", "parties", *chosen)}
    return reading.parse({"format_version": 1, **values})


def _part(draw: st.DrawFn, model: type[Part], known: Known) -> dict[str, Any]:
    optional = [field.name for field in shapes(model) if field.optional]
    chosen = draw(st.lists(st.sampled_from(optional), max_size=MOST_FIELDS, unique=True)) if optional else ()
    wanted = [field for field in shapes(model) if not field.optional or field.name in chosen]
    values = {field.name: _fixed(model, field) or _field(draw, field, known) for field in wanted}
    return _consistent(model, {name: value for name, value in values.items() if value is not None})


def _fixed(model: type[Part], field: Shape) -> Any:
    annotation = model.model_fields[field.name].annotation
    return get_args(annotation)[0] if get_origin(annotation) is Literal else None


def _field(draw: st.DrawFn, field: Shape, known: Known) -> Any:
    if field.form is Form.PART:
        return _rows(draw, field, known) if field.several else _one_part(draw, field, known)
    if field.form is Form.KEY and not known[field.points_at]:
        return [] if field.several else None
    one = _single(field, known)
    return draw(st.lists(one, max_size=MOST_ROWS, unique=True)) if field.several else draw(one)


def _one_part(draw: st.DrawFn, field: Shape, known: Known) -> dict[str, Any]:
    return _part(draw, draw(st.sampled_from(field.models)), known)


def _rows(draw: st.DrawFn, field: Shape, known: Known) -> list[dict[str, Any]]:
    name = "key" if field.rows else "code" if field.name == "law" else ""
    if not name:
        return [_one_part(draw, field, known) for _ in range(draw(st.integers(0, 2)))]
    if field.name in {*POINTED_AT, "signatures"}:
        pool: tuple[str, ...] = known.get(field.name, known["parties"])
    else:
        pool = CODES if name == "code" else KEYS
    least = len(pool) if field.name in POINTED_AT else 0
    keys = draw(st.lists(st.sampled_from(pool), min_size=least, max_size=max(least, MOST_ROWS), unique=True))
    return [_one_part(draw, field, known) | _named(field, name, key) for key in keys]


def _named(field: Shape, name: str, key: str) -> dict[str, Any]:
    """Nobody signs twice."""
    return {name: key} | ({"party": key} if field.name == "signatures" else {})


def _single(field: Shape, known: Known) -> st.SearchStrategy[Any]:
    if field.name in PATTERNED and field.form is Form.LINE:
        return PATTERNED[field.name]
    if field.vocabulary is not None:
        return st.sampled_from([str(choice) for choice in field.vocabulary])
    return st.sampled_from(known[field.points_at]) if field.form is Form.KEY else SINGLE[field.form]


def _consistent(model: type[Part], values: dict[str, Any]) -> dict[str, Any]:
    """What parts ask of their fields together."""
    if model is parts.Term:
        if values.get("ongoing") or values.get("ends_on", "9") < values.get("starts_on", "0"):
            values.pop("ends_on", None)
    elif model is parts.IntoForce and values.get("rule", "all") == "all":
        return {}
    return values


DOCUMENTS = documents()
PAIRS = pairs()
