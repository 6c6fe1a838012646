"""Which party relies on what, in one table: the first question of whoever reviews an agreement. Pure.

It reads the document as the rules of law do, so that both say "missing" of the same party. Without a catalogue it
knows special category data by its codes alone.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from dsaformat.document import AgreementDocument
from dsaformat.parts import BasisRow, Party
from lawfulbasis.catalogue import Catalogue, Provision
from lawfulbasis.rules.case import Case

HEADINGS = ("Article 6", "Article 9", "Schedule 1", "Article 10", "Part 3", "Policy document")
MISSING = "▲ Missing"
NOTHING = "–"
_SCHEDULE_1 = ("dpa2018_sch1_pt1", "dpa2018_sch1_pt2", "dpa2018_sch1_pt3")
_PART_3 = ("law_enforcement", "dpa2018_part3_s35", "dpa2018_sch8")
_ASK_FOR_A_POLICY = (
    "sch1_p1_employment_social_protection",
    "sch1_p2",
    "sch1_p3_child_indecency_accounts",
    "sch1_p3_extension_part2",
    "sch1_p3_extension_insurance",
    "s35_4",
    "s35_5",
    "sch8",
)
_ASK_FOR_NONE = frozenset({"sch1_p2_journalism", "sch1_p2_unlawful_acts", "sch1_p2_anti_doping"})
"""Paragraph 13 asks for none, paragraphs 10 and 27 not always: nothing is called missing that may be in order."""
_ANY_DAY = dt.date(2026, 2, 5)
"""The document's own wordings have no dates to choose between."""


@dataclass(frozen=True, slots=True)
class Covered:
    said: tuple[str, ...]

    @property
    def missing(self) -> bool:
        return self.said == (MISSING,)


@dataclass(frozen=True, slots=True)
class Row:
    party: str
    """Its key."""
    name: str
    cells: tuple[Covered, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    rows: tuple[Row, ...]

    @property
    def sentence(self) -> str:
        """The message of the table, for those who read no further."""
        short = [row.name for row in self.rows if any(cell.missing for cell in row.cells)]
        if not short:
            return "Nothing that the data calls for is missing."
        return f"Something is missing for {', '.join(short)}: see the cells marked {MISSING}."


def of(document: AgreementDocument, catalogue: Catalogue | None = None) -> Coverage:
    """A row for every party that decides what data is for, and for whoever else names a condition."""
    case = Case(document, catalogue or _own_law(document), document.term.starts_on or _ANY_DAY)
    deciding = {party.key for party in case.controllers}
    shown = [party for party in document.parties if party.key in deciding or case.basis(party)]
    rows = tuple(Row(party.key, party.name, tuple(_cells(case, party, party.key in deciding))) for party in shown)
    return Coverage(rows if any(_says_something(row) for row in rows) else ())


def _says_something(row: Row) -> bool:
    return any(cell.said != (NOTHING,) for cell in row.cells)


def _own_law(document: AgreementDocument) -> Catalogue:
    """Of each code the document holds label and place; what kind of data it stands for, its code says."""
    return Catalogue({code: (_provision(code),) for code in document.codes})


def _provision(code: str) -> Provision:
    regime = "special_category_type" if code.startswith("sc_") else ""
    return Provision(code, regime, code, "", flags={"maps_to_special_category": code.startswith("s35_8_")})


def _cells(case: Case, party: Party, decides: bool) -> Iterator[Covered]:
    general = decides and not case.part_3_only(party)
    special = general and bool(case.reliance.special_types(party))
    offences = general and case.reliance.has_offence_data(party)
    substantial = any(not case.reliance.beside(row, "dpa2018_sch1_pt2") for row in case.relies_on(party, "art9_2_g"))
    by_schedule = bool(case.relies_on(party, "art10_domestic_law")) and not case.basis(party, *_SCHEDULE_1)
    yield _covered(case, party, ("uk_gdpr_art6",), needed=general and bool(case.reliance.data(party)))
    yield _covered(case, party, ("uk_gdpr_art9",), needed=special)
    yield _covered(case, party, _SCHEDULE_1, needed=False, short=substantial or by_schedule)
    yield _covered(case, party, ("uk_gdpr_art10",), needed=offences and not case.basis(party, *_SCHEDULE_1))
    yield _part_3(case, party)
    yield _policy(case, party)


def _covered(case: Case, party: Party, regimes: tuple[str, ...], *, needed: bool, short: bool = False) -> Covered:
    said = _labels(case.document, case.basis(party, *regimes))
    if short or (needed and not said):
        return Covered((MISSING,))
    return Covered(said or (NOTHING,))


def _part_3(case: Case, party: Party) -> Covered:
    said = _labels(case.document, case.basis(party, *_PART_3))
    purposes = tuple(_label(case.document, code) for code in party.law_enforcement.purposes)
    if not said and not purposes and party.law_enforcement.competent:
        return Covered((MISSING,))
    return Covered(tuple(dict.fromkeys((*said, *purposes))) or (NOTHING,))


def _policy(case: Case, party: Party) -> Covered:
    named = party.policy_document.reference or any(row.policy_document for row in case.basis(party))
    if named:
        return Covered(("Named",))
    wanted = [row for row in case.relies_on(party, *_ASK_FOR_A_POLICY) if row.condition not in _ASK_FOR_NONE]
    return Covered((MISSING if wanted else NOTHING,))


def _labels(document: AgreementDocument, rows: tuple[BasisRow, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_label(document, row.condition) for row in rows))


def _label(document: AgreementDocument, code: str) -> str:
    wording = document.wording(code)
    return wording.label if wording else code.replace("_", " ")
