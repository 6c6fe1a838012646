"""Parties that say the same: which they are, and what they say. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from drafting import progress
from drafting.outline import Question
from dsaformat import editing, parts
from dsaformat.document import AgreementDocument
from dsaformat.shape import shapes
from dsaformat.values import Part, Row


@dataclass(frozen=True, slots=True)
class Group:
    parties: tuple[parts.Party, ...]
    said: tuple[Part, ...]
    """What each of them says, in the rows of the first; nothing when they say nothing."""

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(party.key for party in self.parties)


def names_party(question: Question) -> str:
    """The field in which a row says whose it is: `party`, `parties`, `*` for a part of every party, or nothing."""
    if question.kind == "each":
        return "*"
    if question.kind != "rows" or "/" in question.path:
        return ""
    known = {shape.name for shape in shapes(editing.model_at(question.path))}
    return next((name for name in ("party", "parties") if name in known), "")


def groups(document: AgreementDocument, question: Question) -> tuple[Group, ...]:
    """Every party once, the largest group first; those of which nothing is said stand last."""
    said = _said(document, question)
    found: dict[tuple[str, ...], list[parts.Party]] = {}
    for party in document.parties:
        if question.kind != "each" or progress.matches(party, question):
            words = tuple(sorted(content(row) for row in said.get(party.key, ())))
            found.setdefault(words, []).append(party)
    made = (Group(tuple(members), tuple(said.get(members[0].key, ()))) for members in found.values())
    return tuple(sorted(made, key=lambda group: (not group.said, -len(group.parties), group.parties[0].name)))


def _said(document: AgreementDocument, question: Question) -> dict[str, list[Part]]:
    field = names_party(question)
    found: dict[str, list[Part]] = {}
    if field == "*":
        for party, part in progress.each(document, question):
            if any(getattr(part, name) not in (None, "", ()) for name in question.names):
                found[party.key] = [part.model_copy(update=_blanked(part, question.names))]
        return found
    for row in progress.rows(document, question):
        named = getattr(row, field)
        everybody = field == "parties" and not named
        for key in document_keys(document) if everybody else (named,) if isinstance(named, str) else named:
            found.setdefault(key, []).append(row)
    return found


def _blanked(part: Part, names: tuple[str, ...]) -> dict[str, Any]:
    """What the question does not ask, as nothing: two parties say the same whatever else they say."""
    return {shape.name: shape.default for shape in shapes(type(part)) if shape.name not in names and shape.optional}


def document_keys(document: AgreementDocument) -> tuple[str, ...]:
    return tuple(party.key for party in document.parties)


def content(part: Part) -> str:
    """What a row says, whosever it is."""
    aside = {"party", "organisation", *(("key",) if isinstance(part, Row) else ())}
    return editing.digest(part, (name for name in type(part).model_fields if name not in aside))


def same(document: AgreementDocument, question: Question, row: Part, names: Iterable[str]) -> tuple[str, ...]:
    """Keys of the parties that say exactly what this row says."""
    wanted = editing.digest(row, names)
    if question.kind == "each":
        return tuple(p.key for p, part in progress.each(document, question) if editing.digest(part, names) == wanted)
    return tuple(
        held.party  # type: ignore[attr-defined]
        for held in progress.rows(document, question)
        if editing.digest(held, names) == wanted
    )
