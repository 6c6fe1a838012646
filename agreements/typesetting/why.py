"""Why data may be shared: purposes, benefits and the law. Pure."""

from collections.abc import Iterator

from agreements.pictures import coverage
from agreements.typesetting import who
from agreements.typesetting.shown import Cell, Piece, Shown, Table
from agreements.typesetting.tables import Column, facts, merged, table, text_cell
from agreements.typesetting.words import Words, bullets, day, lowered, paragraph
from dsaformat.choices import BenefitTo
from dsaformat.parts import BasisRow, ScheduleEntry, SeriousViolenceAuthority
from dsaformat.shape import shape
from lawfulbasis.catalogue import REGIMES

Columns = tuple[tuple[str, int], ...]
Rows = tuple[tuple[Cell, ...], ...]
_REGIMES = tuple(REGIMES)


def purposes(words: Words) -> Iterator[Shown]:
    columns = (
        Column("Purpose", 28, ("title",)),
        Column("What it means", 44, ("text",), ("question",), rest=True),
        Column("For", 28, ("parties",)),
    )
    yield from table(words, "Purposes", columns, words.document.purposes)


def benefits(words: Words) -> Iterator[Shown]:
    columns = (
        Column("Who benefits", 28, ("to", "party")),
        Column("Benefit", 72, ("text",), rest=True),
    )
    order = list(BenefitTo)
    found = sorted(words.document.benefits, key=lambda benefit: order.index(benefit.to))
    yield from table(words, "Benefits", columns, found)


def lawful_basis(words: Words) -> Iterator[Shown]:
    """The whole picture first; then party by party, those that rely on the same conditions together."""
    yield from _coverage(words)
    groups: dict[tuple[Columns, Rows], list[str]] = {}
    for party in words.document.parties:
        mine = [row for row in words.document.lawful_basis if row.party == party.key]
        for found in _conditions(words, sorted(mine, key=_regime_order)):
            groups.setdefault((found.columns, found.rows), []).append(party.key)
    for (columns, rows), keys in groups.items():
        yield Table(words.names("parties", tuple(keys)), columns, rows)
    yield from who.policy_documents(words)


def _conditions(words: Words, rows: list[BasisRow]) -> Iterator[Table]:
    several = len(words.document.purposes) > 1 or any(row.purpose is None for row in words.document.lawful_basis)
    columns = (
        Column("Part of the law", 24, ("regime",)),
        Column("Condition", 28 if several else 34, ("condition", "paragraph", "contingent")),
        *((Column("Purpose", 16, ("purpose",)),) if several else ()),
        Column("Reason", 32 if several else 42, ("reason",), rest=True),
    )
    yield from table(words, "", columns, rows, aside=frozenset({"party"} if several else {"party", "purpose"}))


def _regime_order(row: BasisRow) -> tuple[int, str]:
    return (_REGIMES.index(row.regime) if row.regime in _REGIMES else len(_REGIMES), row.condition)


def _coverage(words: Words) -> Iterator[Table]:
    found = coverage.of(words.document)
    if not found.rows:
        return
    columns = (("Organisation", 16), *((heading, 14) for heading in coverage.HEADINGS))
    alike: dict[tuple[coverage.Covered, ...], list[str]] = {}
    for row in found.rows:
        alike.setdefault(row.cells, []).append(row.party)
    rows = tuple(
        (text_cell(words.names("parties", tuple(keys))), *map(_coverage_cell, cells)) for cells, keys in alike.items()
    )
    yield Table("Lawful basis at a glance", columns, rows, paragraph(_in_short(words, found)), dense=True)


def _in_short(words: Words, found: coverage.Coverage) -> str:
    """The picture's own sentence, which names every party; where nearly all are meant, it says so."""
    short = tuple(row.party for row in found.rows if any(cell.missing for cell in row.cells))
    names = words.names("parties", short)
    if not names.startswith("Every party"):
        return found.sentence
    return f"Something is missing for {lowered(names)}: see the cells marked {coverage.MISSING}."


def _coverage_cell(cell: coverage.Covered) -> Cell:
    return Cell((Piece(bullets(cell.said) if len(cell.said) > 1 else paragraph(cell.said[0])),))


def consent(words: Words) -> Iterator[Shown]:
    columns = (
        Column("Party", 22, ("party",)),
        Column("How consent is recorded", 28, ("recorded",)),
        Column("How it can be withdrawn", 28, ("withdrawn",)),
        Column("Note", 22, ("text",), rest=True),
    )
    yield from merged(words, table(words, "Consent", columns, words.document.consent))


def legislation(words: Words) -> Iterator[Shown]:
    columns = (
        Column("Legislation", 30, ("title", "provision", "kind", "url"), ("code",)),
        Column("For", 18, ("parties",)),
        Column("Main purpose", 22, ("purpose",)),
        Column("How it applies here", 30, ("application",), rest=True),
    )
    yield from table(words, "Legislation", columns, words.document.legislation)


def confidentiality(words: Words) -> Iterator[Shown]:
    yield from facts(words, "Human rights and confidence", words.document.human_rights)
    columns = (
        Column("Party", 20, ("party",)),
        Column("Data", 18, ("datasets",)),
        Column("Why the duty is met or set aside", 28, ("override", "provision")),
        Column("Justification", 34, ("justification",), rest=True),
    )
    yield from merged(words, table(words, "The duty of confidence", columns, words.document.confidentiality))


def proportionality(words: Words) -> Iterator[Shown]:
    yield from facts(words, "Proportionality and necessity", words.document.proportionality)


def serious_violence(words: Words) -> Iterator[Shown]:
    duty = words.document.serious_violence
    yield from facts(words, "The Serious Violence Duty", duty, aside=("authorities",))
    yield from _alike(words, "Specified and relevant authorities", "Kind of authority", duty.authorities, "authority")


def digital_economy(words: Words) -> Iterator[Shown]:
    power = words.document.digital_economy
    yield from facts(words, "Digital Economy Act 2017", power, aside=("listed",))
    yield from _alike(words, "Who is listed", "Entry of the Schedule", power.listed, "entry")


def _alike(
    words: Words, caption: str, heading: str, rows: tuple[SeriousViolenceAuthority | ScheduleEntry, ...], field: str
) -> Iterator[Table]:
    """What each body is, said once for all that are the same; a body may be no party."""
    if not rows:
        return
    one = shape(type(rows[0]), field)
    groups: dict[str, list[str]] = {}
    for row in rows:
        said = (words.name(row.party) if row.party else "", getattr(row, "name", ""))
        name = ", ".join(filter(None, said)) or "Not named"
        groups.setdefault(words.line(one, getattr(row, field)), []).append(name)
    cells = tuple((text_cell(what), text_cell(words.together(names))) for what, names in groups.items())
    yield Table(caption, ((heading, 40), ("Who", 60)), cells)


def advice(words: Words) -> Iterator[Shown]:
    columns = (
        Column("Who advised", 30, ("by", "role")),
        Column("On", 18, ("on",)),
        Column("Advice", 52, ("outcome",), rest=True),
    )
    yield from table(words, "Advice taken", columns, words.document.advice)


def waivers(words: Words) -> Iterator[Shown]:
    """With the words of the check, so that a reader knows what the reason answers."""
    columns = (
        Column("Check", 10, ("rule",)),
        Column("What it said", 32, ("message",), ("path",)),
        Column("Reason", 34, ("reason",), rest=True),
        Column("Given by", 24, ("by", "office", "on")),
    )
    yield from table(words, "Checks answered with a reason", columns, words.document.waivers)


def law(words: Words) -> Iterator[Shown]:
    """What stands in one place and has been worded so since one day shares a row."""
    groups: dict[tuple[str, str], list[str]] = {}
    for wording in sorted(words.document.law, key=lambda wording: (wording.reference, wording.label)):
        since = day(wording.wording_from) if wording.wording_from else ""
        groups.setdefault((wording.reference or "Not stated", since), []).append(wording.label)
    rows = tuple(
        (text_cell(reference), Cell((Piece(paragraph("; ".join(labels))),)), text_cell(since))
        for (reference, since), labels in groups.items()
    )
    if rows:
        columns = (("Where it stands", 34), ("What it says in short", 46), ("Wording as from", 20))
        yield Table("The law as this text names it", columns, rows)
