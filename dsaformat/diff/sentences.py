"""One difference, said in one sentence that names its place as readers know it."""

from collections import Counter

from dsaformat.diff.change import Kind
from dsaformat.diff.differences import Difference, known_by
from dsaformat.diff.naming import NAME_LENGTH, Names, Sides, listed, lowered, shortened
from dsaformat.redline import count
from dsaformat.shape import Form, Shape, shapes
from dsaformat.values import Part


def sentence(difference: Difference, sides: Sides) -> str:
    match difference.kind:
        case Kind.ADDED:
            return _row(difference, sides.names_after, difference.after)
        case Kind.REMOVED:
            return _row(difference, sides.names_before, difference.before)
        case Kind.MOVED:
            return _moved(difference, sides.names_after)
    return _changed(difference, sides)


def _row(difference: Difference, names: Names, row: Part) -> str:
    verb = "added" if difference.kind is Kind.ADDED else "removed"
    return f"{_list(difference, names)}: {names.row(row)} was {verb}{_with(row)}."


def _list(difference: Difference, names: Names) -> str:
    """What readers call the list in which a row came, went or moved."""
    *outer, last = difference.steps
    if not outer:
        return names.home(last.field)
    return f"{names.place(tuple(outer), last.field)}, {lowered(last.field.title)}"


def _with(row: Part) -> str:
    """How many rows came or went along with it."""
    counts = ((field, len(getattr(row, field.name))) for field in shapes(type(row)) if known_by(field))
    said = listed(f"{lowered(field.title)} ({number})" for field, number in counts if number)
    return f", with {said}" if said else ""


def _moved(difference: Difference, names: Names) -> str:
    row = difference.steps[-1].after
    assert row is not None
    where = f"after {_sibling(difference, names)}" if difference.after else "first"
    return f"{_list(difference, names)}: {names.row(row)} now stands {where}."


def _sibling(difference: Difference, names: Names) -> str:
    """The row that the moved one stands behind now."""
    *outer, last = difference.steps
    if not outer:
        return names.keyed(last.field.name, difference.after)
    rows = getattr(outer[-1].after, last.field.name)
    return names.row(next(row for row in rows if row.key == difference.after))


def _changed(difference: Difference, sides: Sides) -> str:
    field = difference.field
    assert field is not None
    where = sides.names_before.place(difference.steps, field) if difference.steps else "The document"
    if field.several:
        return f"{where}: {lowered(field.title)}: {_members(difference, field, sides)}."
    if field.form in {Form.LINE, Form.TEXT} and _long(difference):
        return _text(difference, field, where)
    old = sides.names_before.value(difference.before, field)
    new = sides.names_after.value(difference.after, field)
    if not old:
        return f"{where}: {lowered(field.title)} set to {new}."
    if not new:
        return f"{where}: {lowered(field.title)} is no longer stated (it was {old})."
    return f"{where}: {lowered(field.title)} changed from {old} to {new}."


def _long(difference: Difference) -> bool:
    longest = max(len(difference.before), len(difference.after))
    return longest > NAME_LENGTH or "\n" in difference.before + difference.after


def _text(difference: Difference, field: Shape, where: str) -> str:
    in_section = difference.steps[0].field.name == "sections"
    subject = f"The {lowered(field.title)} of {where}" if in_section else f"{where}: {lowered(field.title)}"
    added, removed = count(difference.before, difference.after)
    if not difference.before:
        return f"{subject} was added ({_words(added)})."
    if not difference.after:
        return f"{subject} was removed ({_words(removed)})."
    if not added and not removed:
        return f"{subject} was changed (the same words, with other order, spaces or punctuation)."
    return f"{subject} was changed ({_words(added)} added, {removed:,} removed)."


def _words(number: int) -> str:
    return f"{number:,} {'word' if number == 1 else 'words'}"


def _members(difference: Difference, field: Shape, sides: Sides) -> str:
    old, new = Counter(difference.before), Counter(difference.after)
    gone = listed(shortened(sides.names_before.value(member, field)) for member in (old - new).elements())
    come = listed(shortened(sides.names_after.value(member, field)) for member in (new - old).elements())
    said = [f"added {come}" if come else "", f"removed {gone}" if gone else ""]
    return "; ".join(filter(None, said)) or "the order changed"
