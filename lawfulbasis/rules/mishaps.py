"""Breaches, mistakes in the data, and requests for information."""

import re
from collections.abc import Iterator

from dsaformat.choices import Block, ContactRole, Unit
from dsaformat.parts import Party, Period
from lawfulbasis.rules import lacking
from lawfulbasis.rules.answers import is_answered
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule

_ASSESSES = re.compile(r"assess|evaluat|investigat|triage|decide|judge|how serious", re.IGNORECASE)
_TELLS_PARTNERS = re.compile(
    r"(?:tell|told|inform|notif|report|alert|let)\w*\b[^.]{0,80}\b(?:part(?:y|ies)|partners?|controllers?|suppliers?"
    r"|each other|one another|others)\b"
    r"|\b(?:part(?:y|ies)|partners?|others)\b[^.]{0,40}\b(?:told|informed|notified|hear)\b",
    re.IGNORECASE,
)
_IN_72_HOURS = re.compile(r"\b(?:72|seventy[- ]two)[- ]hours?\b|\b(?:3|three) days\b", re.IGNORECASE)
_ABOUT_BREACHES = re.compile(r"breach|incident", re.IGNORECASE)
_ACKNOWLEDGES = re.compile(r"acknowledg\w*\b[^.]{0,60}\b(?:\w+ )?(?:hours?|days?|weeks?|month)\b", re.IGNORECASE)
_DAYS = {Unit.HOURS: 1 / 24, Unit.DAYS: 1, Unit.WORKING_DAYS: 1.4, Unit.WEEKS: 7, Unit.MONTHS: 30, Unit.YEARS: 365}
_HOURS = {Unit.HOURS: 1, Unit.DAYS: 24}
_FOR_INCIDENTS = (ContactRole.INCIDENTS, ContactRole.INFORMATION_SECURITY, ContactRole.DATA_PROTECTION_OFFICER)


@rule("ST-10")
def breach_terms_incomplete(case: Case) -> Iterator[Hit]:
    if not case.has_personal_data:
        return
    said, words = case.document.incidents, _about_breaches(case)
    assessed = is_answered(said.assessment) or is_answered(said.lead) or _ASSESSES.search(words)
    partners_told = said.at_once or said.tell_parties or _TELLS_PARTNERS.search(words)
    if not (assessed and partners_told and _regulator_in_time(said.regulator, words)):
        yield hit("incidents")


@rule("ST-11")
def no_incident_contact(case: Case) -> Iterator[Hit]:
    without = [party for party in case.holders if not _can_be_called(party)]
    yield from lacking.among(case.holders, without, "parties")


@rule("ST-12")
def quality_not_covered(case: Case) -> Iterator[Hit]:
    said, machines = case.document.quality, case.document.automated
    if not case.has_personal_data:
        return
    general = (said.text, said.standards, said.responsible, case.sections.written(Block.QUALITY))
    if not any(is_answered(text) for text in general):
        yield hit("quality/text")
        return
    words = " ".join((*(text for text in general if "match" in text.lower()), said.matching, machines.matching_text))
    if machines.matching and not is_answered(words):
        yield hit("quality/matching")


@rule("ST-13")
def freedom_of_information_not_covered(case: Case) -> Iterator[Hit]:
    said = case.document.freedom_of_information
    words = (said.text, said.decides, said.permission, case.sections.written(Block.FREEDOM_OF_INFORMATION))
    answered = said.consult or said.answer or any(is_answered(text) for text in words)
    if not answered and any(party.organisation.public_authority for party in case.document.parties):
        yield hit("freedom_of_information/text")


@rule("TX-15")
def complaints_acknowledged_too_late(case: Case) -> Iterator[Hit]:
    said = case.document.complaints
    if not case.answerable:
        return
    if said.acknowledge is not None:
        if said.acknowledge.number * _DAYS[said.acknowledge.unit] > 30:
            yield hit("complaints/acknowledge")
    elif is_answered(said.text) and not _ACKNOWLEDGES.search(f"{said.text} {case.sections.written(Block.COMPLAINTS)}"):
        yield hit("complaints/acknowledge")


def _about_breaches(case: Case) -> str:
    """Everything that the document says about them, in one piece."""
    said = case.document.incidents
    rows = [row for row in case.document.obligations if _ABOUT_BREACHES.search(f"{row.trigger} {row.text}")]
    words = (
        said.text,
        said.decides,
        said.individuals,
        case.sections.written(Block.INCIDENTS),
        case.sections.fixed(Block.INCIDENTS),
    )
    return "\n".join((*words, *(f"{row.text} {row.within or ''}" for row in rows)))


def _regulator_in_time(period: Period | None, words: str) -> bool:
    if period is not None:
        return period.unit in _HOURS and period.number * _HOURS[period.unit] <= 72
    return bool(_IN_72_HOURS.search(words))


def _can_be_called(party: Party) -> bool:
    found = (party.contact(role) for role in _FOR_INCIDENTS)
    return any(contact is not None and (contact.email or contact.phone) for contact in found)
