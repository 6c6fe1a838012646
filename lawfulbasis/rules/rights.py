"""What people are told, and how each of their rights is met."""

import re
from collections.abc import Iterator

from dsaformat.choices import Applies, Block, ContactRole
from dsaformat.parts import Party, RightRow
from lawfulbasis.rules import lacking
from lawfulbasis.rules.answers import is_answered
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule

_OF_EACH_CONTROLLER = {
    "right_access": "requests for access",
    "right_rectification": "correction",
    "right_erasure": "erasure",
    "right_restriction": "restriction",
    "right_object": "objections",
}
_TELLS_THE_OTHERS = re.compile(
    r"(?:tell|inform|notif|alert|communicat|advis|pass(?:es|ed)? \w+ on to)\w*\b[^.]{0,80}"
    r"\b(?:part(?:y|ies)|partners?|others?|recipients?|whoever received)\b"
    r"|\b(?:part(?:y|ies)|partners?|others|recipients?)\b[^.]{0,40}\b(?:told|informed|notified|hear)\b",
    re.IGNORECASE,
)


@rule("RT-01")
def privacy_information_not_covered(case: Case) -> Iterator[Hit]:
    if is_answered(case.sections.written(Block.PRIVACY_NOTICES)):
        return
    told = covered(case, "right_informed")
    for notice in case.document.privacy_notices:
        if notice.url or is_answered(notice.how) or is_answered(notice.exemption):
            told |= set(notice.parties) or set(case.parties)
    parties = case.answerable
    yield from lacking.among(parties, [party for party in parties if party.key not in told], "privacy_notices")


@rule("RT-02")
def right_without_arrangement(case: Case) -> Iterator[Hit]:
    for code, words in _OF_EACH_CONTROLLER.items():
        arranged = covered(case, code)
        parties = [party for party in case.answerable if _owes(case, party, code)]
        without = [party for party in parties if party.key not in arranged]
        yield from lacking.among(parties, without, f"rights/{code}", right=words)


@rule("RT-12")
def complaints_not_covered(case: Case) -> Iterator[Hit]:
    said = case.document.complaints
    answered = (
        is_answered(said.text) or is_answered(case.sections.written(Block.COMPLAINTS)) or (said.jointly and said.lead)
    )
    if answered or not case.answerable:
        return
    arranged = covered(case, "right_complain_to_controller")
    if any(party.key not in arranged and not party.contact(ContactRole.COMPLAINTS) for party in case.answerable):
        yield hit("complaints/text")


@rule("RT-13")
def corrections_not_passed_on(case: Case) -> Iterator[Hit]:
    document = case.document
    if len(case.holders) < 2 or covered(case, "right_notify_recipients"):
        return
    said = (document.quality.corrections, *(row.passing_on for row in document.rights))
    prose = " ".join(
        (
            *(row.how for row in document.rights),
            *map(case.sections.written, (Block.RIGHTS, Block.QUALITY)),
            case.sections.fixed(Block.RIGHTS),
        )
    )
    if not any(is_answered(text) for text in said) and not _TELLS_THE_OTHERS.search(prose):
        yield hit("quality/corrections")


def covered(case: Case, code: str) -> set[str]:
    """Keys of the parties for whom the document says how the right is met, or that it does not apply."""
    found: set[str] = set()
    for row in case.document.rights:
        if row.right == code and (row.applies is Applies.NO or is_answered(row.how) or row.evidence):
            found |= whom(case, row)
    return found


def whom(case: Case, row: RightRow) -> set[str]:
    """Keys of the parties that the row is about. A kind of party in words may be anybody."""
    return set(row.parties) or set(case.parties)


def _owes(case: Case, party: Party, code: str) -> bool:
    """Objection is for three of the bases alone; Part 3 knows nothing of it."""
    if code != "right_object":
        return True
    if case.part_3_only(party):
        return False
    return not case.basis(party, "uk_gdpr_art6") or bool(granting(case, party, code))


def granting(case: Case, party: Party, code: str) -> list[str]:
    """Those of the party’s conditions on which alone such a right exists."""
    wanted = case.flag(code, "applies_only_when")
    conditions = dict.fromkeys(row.condition for row in case.basis(party))
    return [condition for condition in conditions if isinstance(wanted, list) and condition in wanted]
