"""Where an agreement's text departs from the template that it came from, in sentences. Pure.

Answers are no departure: a template is there to be answered. What counts is what the template itself says.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from drafting import beginning, progress
from drafting.outline import Outline, OutlineSection
from dsaformat import parts, redline
from dsaformat.document import AgreementDocument
from dsaformat.redline import Run


class Kind(Enum):
    """What a departure is about; the order in which they are told."""

    FIXED = "Fixed wording"
    ADDED = "Sections that the template does not have"
    LEFT_OUT = "Sections that are left out"
    PROPOSED = "Text that the template proposes"
    SET_OUT = "Headings, numbers, tables and order"


@dataclass(frozen=True, slots=True)
class Departure:
    kind: Kind
    section: str
    """Its key in the agreement, or in the template where the agreement does not have it."""
    sentence: str
    runs: tuple[Run, ...] = ()
    """From the template's words to the agreement's; empty where the sentence says it all."""


def departures(outline: Outline, document: AgreementDocument) -> tuple[Departure, ...]:
    """Every departure, by what it is about and then in the order of the text."""
    begun = {str(values["key"]): parts.Section.model_validate(values) for values in beginning.sections(outline)}
    found = [*_of_sections(outline, begun, document), *_missing(begun, document), *_order(begun, document)]
    return tuple(sorted(found, key=lambda one: list(Kind).index(one.kind)))


def _of_sections(
    outline: Outline, begun: Mapping[str, parts.Section], document: AgreementDocument
) -> Iterator[Departure]:
    for section in document.sections:
        asked = outline.section(section.key)
        if asked is None:
            yield _added(section)
            continue
        if section.not_needed:
            yield Departure(
                Kind.LEFT_OUT, section.key, f"{_name(section)} is left out. The reason given: {section.not_needed}"
            )
        yield from _within(begun.get(section.key) or _bare(asked), section)


def _bare(asked: OutlineSection) -> parts.Section:
    """A section that stands in no new agreement: it comes with its first answer."""
    return parts.Section(key=asked.key, number=asked.number, heading=asked.heading)


def _added(section: parts.Section) -> Departure:
    words = "\n\n".join(filter(None, (section.fixed, section.text, *(answer.text for answer in section.answers))))
    return Departure(Kind.ADDED, section.key, f"{_name(section)} was added.", _runs("", words))


def _within(template: parts.Section, section: parts.Section) -> Iterator[Departure]:
    name = _name(section)
    for kind, what, before, after in (
        (Kind.FIXED, "fixed wording", template.fixed, section.fixed),
        (Kind.PROPOSED, "proposed text", template.text, section.text),
    ):
        # Text where the template proposes none is an answer like any other.
        if before == after or (kind is Kind.PROPOSED and not before):
            continue
        verb = "was taken out" if not after else ("was changed" if before else "was added")
        yield Departure(kind, section.key, f"{name}: the {what} {verb}.", _runs(before, after))
    if template.heading != section.heading:
        yield _set_out(section, f"{name}: the template calls it “{template.heading}”.")
    if template.number != section.number:
        yield _set_out(section, f"{name}: in the template it has {_numbered(template.number)}.")
    for verb, blocks in (
        ("was taken out", [one for one in template.blocks if one not in section.blocks]),
        ("was added", [one for one in section.blocks if one not in template.blocks]),
    ):
        yield from (_set_out(section, f"{name}: the table “{block.label}” {verb}.") for block in blocks)


def _numbered(number: str) -> str:
    return f"the number {number}" if number else "no number"


def _missing(begun: Mapping[str, parts.Section], document: AgreementDocument) -> Iterator[Departure]:
    """What a new agreement would have begun with, and this one no longer has."""
    for key, section in begun.items():
        if progress.text_of(document, key) is None:
            sentence = f"{_name(section)} is in the template and not in the agreement."
            yield Departure(Kind.LEFT_OUT, key, sentence, _runs(section.fixed, ""))


def _order(begun: Mapping[str, parts.Section], document: AgreementDocument) -> Iterator[Departure]:
    here = [section.key for section in document.sections if section.key in begun]
    there = [key for key in begun if key in here]
    if here != there:
        moved = _moved(there, here)
        names = [_name(section) for section in document.sections if section.key in moved]
        sentence = f"In another place than in the template: {'; '.join(names)}."
        yield Departure(Kind.SET_OUT, min(moved), sentence)


def _moved(there: list[str], here: list[str]) -> set[str]:
    """The fewest that one must take out so that the rest stands in the template's order."""
    place = {key: index for index, key in enumerate(there)}
    chains: list[list[str]] = []
    for key in here:
        fitting = [chain for chain in chains if place[chain[-1]] < place[key]]
        chains.append([*_longest(fitting), key])
    return set(here) - set(_longest(chains))


def _longest(chains: list[list[str]]) -> list[str]:
    return max(chains, key=len) if chains else []


def _set_out(section: parts.Section, sentence: str) -> Departure:
    return Departure(Kind.SET_OUT, section.key, sentence)


def _name(section: parts.Section) -> str:
    return f"{section.number} {section.heading}".strip()


def _runs(before: str, after: str) -> tuple[Run, ...]:
    return redline.redline(before, after) if before or after else ()


def by_kind(found: Iterable[Departure]) -> dict[Kind, list[Departure]]:
    told: dict[Kind, list[Departure]] = {}
    for one in found:
        told.setdefault(one.kind, []).append(one)
    return told
