"""Who shares, and what holds them together. Pure.

A party is shown in several tables, each for one question. Whatever none of them names stands in the table of the
parties and their roles.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from agreements.typesetting.shown import Shown, Table
from agreements.typesetting.tables import Column, facts, merged, table
from agreements.typesetting.words import Words
from dsaformat.parts import Party

_MANY = 12
_NAME = "organisation.name"
_SUMMARY = (
    Column("Organisation", 26, (_NAME, "organisation.address")),
    Column("Role", 16, ("roles",)),
    Column("Contact", 42, ("organisation.phone", "organisation.email", "contacts")),
    Column(
        "ICO number", 16, ("organisation.ico_reference",), ("organisation.ico_expires_on", "organisation.ico_exempt")
    ),
)
_PARTICULARS = (
    Column("Organisation", 24, (_NAME,)),
    Column("Short name", 14, ("organisation.short_name",)),
    Column("Kind", 16, ("organisation.kind",)),
    Column("Nation", 10, ("organisation.nation",)),
    Column("Standing in law", 18, ("organisation.public_authority",), ("organisation.competent_authority",)),
    Column("In the directory", 18, ("organisation.slug",), ("organisation.dspt",)),
)
_LOCAL_PARTNERS = (
    Column("Organisation", 26, (_NAME,)),
    Column("Local partners", 74, ("local_partners",), ("has_local_partners",)),
)
_DUTIES = (Column("Organisation", 28, (_NAME,)), Column("Duties", 72, ("duties",)))
_LAW_ENFORCEMENT = (
    Column("Organisation", 22, (_NAME,)),
    Column("Authority", 30, ("law_enforcement.competent", "law_enforcement.schedule_7", "law_enforcement.functions")),
    Column("Purposes", 20, ("law_enforcement.purposes",)),
    Column("Necessity and logs", 28, ("law_enforcement.strict_necessity",), ("law_enforcement.logs",)),
)
_ASSESSMENTS = (
    Column("Organisation", 28, (_NAME,)),
    Column("Impact assessment", 30, ("assessment.decision",)),
    Column("Details", 42, ("assessment.reason",), ("assessment.reference", "assessment.approved_on")),
)
_POLICY_DOCUMENTS = (
    Column("Organisation", 22, (_NAME,)),
    Column("Policy document", 46, ("policy_document.reference",), ("policy_document.reviewed_on",)),
    Column("What it covers", 32, (), ("policy_document.procedures", "policy_document.retention")),
)
_ROLES = (
    Column("Organisation", 22, (_NAME,)),
    Column("Role", 20, ("roles",), ("processor_for", "contract")),
    Column("What it needs the data for", 34, ("purpose",)),
    Column("Also", 24, rest=True),
)
_SHOWN_ELSEWHERE = frozenset(
    path
    for columns in (
        _SUMMARY, _PARTICULARS, _LOCAL_PARTNERS, _DUTIES, _LAW_ENFORCEMENT, _ASSESSMENTS, _POLICY_DOCUMENTS
    )
    for column in columns
    for path in (*column.bare, *column.named)
)  # fmt: skip


def summary(words: Words) -> Iterator[Table]:
    yield from table(words, "Parties", _SUMMARY, words.document.parties)


def parties(words: Words) -> Iterator[Shown]:
    found = table(words, "The parties and their roles", _ROLES, words.document.parties, aside=_SHOWN_ELSEWHERE)
    yield from merged(words, found)


def particulars(words: Words) -> Iterator[Shown]:
    """Set smaller where the parties are many, and left out where nothing but their names is known."""
    for found in table(words, "Particulars of the parties", _PARTICULARS, words.document.parties):
        if len(found.columns) > 1:
            yield replace(found, dense=len(found.rows) > _MANY)


def local_partners(words: Words) -> Iterator[Shown]:
    wanted = _those(words, lambda party: party.local_partners or party.has_local_partners is not None)
    yield from merged(words, table(words, "Local partners", _LOCAL_PARTNERS, wanted))


def duties(words: Words) -> Iterator[Shown]:
    yield from facts(words, "What every party promises", words.document.responsibilities)
    yield from merged(words, table(words, "Duties of each party", _DUTIES, _those(words, lambda party: party.duties)))


def law_enforcement(words: Words) -> Iterator[Shown]:
    wanted = _those(words, lambda party: party.law_enforcement != type(party.law_enforcement)())
    yield from merged(words, table(words, "Competent authorities and their purposes", _LAW_ENFORCEMENT, wanted))


def assessments(words: Words) -> Iterator[Shown]:
    yield from facts(words, "Impact assessment of the sharing", words.document.assessment)
    wanted = _those(words, lambda party: party.assessment != type(party.assessment)())
    yield from merged(words, table(words, "What each party does", _ASSESSMENTS, wanted))


def policy_documents(words: Words) -> Iterator[Shown]:
    wanted = _those(words, lambda party: party.policy_document != type(party.policy_document)())
    yield from merged(words, table(words, "Appropriate policy documents", _POLICY_DOCUMENTS, wanted))


def governance(words: Words) -> Iterator[Shown]:
    yield from facts(words, "Oversight", words.document.governance)


def joint(words: Words) -> Iterator[Shown]:
    arrangement = words.document.joint
    yield from facts(words, "The arrangement", arrangement, aside=("responsibilities",))
    columns = (
        Column("Duty", 34, ("duty",)),
        Column("Who does it", 26, ("parties",)),
        Column("How", 40, ("text",), rest=True),
    )
    yield from table(words, "Who does what", columns, arrangement.responsibilities)


def related(words: Words) -> Iterator[Shown]:
    columns = (
        Column("Agreement", 30, ("title", "reference", "url")),
        Column("How it stands to this one", 20, ("link",)),
        Column("State", 20, ("state", "term"), ("starts_on", "ends_on")),
        Column("What is covered there and not here", 30, ("boundary",), rest=True),
    )
    yield from table(words, "Related agreements", columns, words.document.related)


def _those(words: Words, wanted: Callable[[Party], object]) -> list[Party]:
    return [party for party in words.document.parties if wanted(party)]
