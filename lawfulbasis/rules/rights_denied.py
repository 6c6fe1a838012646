"""Rights that a document denies although they apply, or promises although they do not."""

import re
from collections.abc import Iterator

from dsaformat.choices import Applies, Channel
from dsaformat.parts import Party, RightRow
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule
from lawfulbasis.rules.rights import granting, whom
from lawfulbasis.rules.words import either, listed

_DENIED = re.compile(
    r"[\W_]*(?:n\s*/?\s*a|not applicable|(?:this right )?(?:does not|doesn[’']t) apply)"
    r"(?: (?:here|to this (?:agreement|sharing|DSA|protocol)))?[\W_]*",
    re.IGNORECASE,
)
_TOO_WIDE = re.compile(
    r"\bnever appl(?:y|ies)\b|\b(?:does|do|will) not apply (?:at all|in any (?:case|circumstances))\b"
    r"|\bno right (?:to|of) erasure\b",
    re.IGNORECASE,
)
_AS_A_BASIS = re.compile(
    r"\b(?:using|rel(?:y|ies|ied|ying) on|bas(?:is|es|ed on)|Article 6)\b[^.]{0,120}\blegal claims\b", re.IGNORECASE
)
_EXCEPTION = re.compile(r"\bArt(?:icle|\.)? ?(?:9|17)\b|\bexcept|\bexempt", re.IGNORECASE)
_OF_EVERYBODY = {"right_access": "a copy of their data", "right_rectification": "correction of their data"}
"""Rights that depend on no basis, under Part 2 and Part 3 alike."""

_BY_HAND = frozenset({Channel.PAPER, Channel.PHONE, Channel.IN_PERSON})


@rule("RT-03")
def restriction_denied(case: Case) -> Iterator[Hit]:
    for row in _denied(case, "right_restriction"):
        yield hit(f"rights/{row.key}/applies", party=_named(case, row))


@rule("TX-22")
def access_denied(case: Case) -> Iterator[Hit]:
    """Exemptions are for one request, or for what they protect; none takes the right out of an agreement as a whole."""
    for code, words in _OF_EVERYBODY.items():
        for row in _denied(case, code):
            yield hit(f"rights/{row.key}/applies", party=_named(case, row), right=words)


@rule("RT-04")
def erasure_denied(case: Case) -> Iterator[Hit]:
    for row in _denied(case, "right_erasure"):
        conditions = {party.key: _erasable(case, party) for party in _parties(case, row)}
        names = [case.name(key) for key, found in conditions.items() if found]
        if names:
            basis = dict.fromkeys(case.label(code) for found in conditions.values() for code in found)
            yield hit(f"rights/{row.key}/applies", party=listed(names), basis=either(list(basis)))


@rule("RT-05")
def erasure_shut_out_too_widely(case: Case) -> Iterator[Hit]:
    own = {f"rights/{row.key}/how" for row in case.document.rights if row.right == "right_erasure"}
    for path, sentences in case.saying("never appl", "not apply", "erasure", "legal claims"):
        about = [sentence for sentence in sentences if path in own or "erasure" in sentence.lower()]
        if any(_TOO_WIDE.search(sentence) or _takes_claims_for_a_basis(sentence) for sentence in about):
            yield hit(path)


@rule("RT-06")
def portability_denied(case: Case) -> Iterator[Hit]:
    if case.document.flows and all(flow.channel in _BY_HAND for flow in case.document.flows):
        return
    for row in _denied(case, "right_portability"):
        names = [party.name for party in _parties(case, row) if granting(case, party, row.right)]
        if names:
            yield hit(f"rights/{row.key}/applies", party=listed(names))


@rule("RT-07")
def portability_promised(case: Case) -> Iterator[Hit]:
    if any(granting(case, party, "right_portability") for party in case.document.parties):
        return
    for row in case.document.rights:
        if row.right == "right_portability" and row.applies is Applies.YES and not _is_of_part_3(case, row):
            yield hit(f"rights/{row.key}/applies")


@rule("RT-08")
def objection_denied(case: Case) -> Iterator[Hit]:
    for row in _denied(case, "right_object"):
        found = {party.name: granting(case, party, row.right) for party in _parties(case, row)}
        names = [name for name, codes in found.items() if codes]
        if names:
            basis = dict.fromkeys(case.label(code) for codes in found.values() for code in codes)
            yield hit(f"rights/{row.key}/applies", party=listed(names), basis=either(list(basis)))


@rule("RT-09")
def part_3_rights_overstated(case: Case) -> Iterator[Hit]:
    for row in case.document.rights:
        promised = row.applies in {Applies.YES, Applies.CASE_BY_CASE}
        if promised and case.flag(row.right, "part3") is False and _is_of_part_3(case, row):
            enforcing = [party.name for party in _parties(case, row) if case.part_3_only(party)]
            yield hit(f"rights/{row.key}/applies", party=listed(enforcing))


def _denied(case: Case, code: str) -> Iterator[RightRow]:
    if not case.has_personal_data:
        return
    for row in case.document.rights:
        said = row.applies is Applies.NO or (row.applies is None and _DENIED.fullmatch(row.how))
        if row.right == code and said:
            yield row


def _parties(case: Case, row: RightRow) -> list[Party]:
    """Those of the row that answer to people. Words such as “police forces” leave open who that is: nobody."""
    if row.kind_of_party and not row.parties:
        return []
    named = whom(case, row)
    return [party for party in case.answerable if party.key in named]


def _named(case: Case, row: RightRow) -> str:
    """The row’s parties in a sentence; its own words where it names a kind of party."""
    names = [party.name for party in _parties(case, row)] if row.parties else []
    return listed(names) if names else row.kind_of_party or "each party"


def _is_of_part_3(case: Case, row: RightRow) -> bool:
    """A party that it names acts under Part 3 alone; where it names none, all do."""
    parties = _parties(case, row)
    alone = [case.part_3_only(party) for party in parties]
    return any(alone) if row.parties else bool(alone) and all(alone)


def _erasable(case: Case, party: Party) -> list[str]:
    """The party’s conditions on which erasure can be asked for."""
    found = dict.fromkeys(row.condition for row in case.basis(party, "uk_gdpr_art6"))
    return [code for code in found if _effect(case, code).get("erasure")]


def _effect(case: Case, code: str) -> dict[str, object]:
    effect = case.flag(code, "rights_effect")
    return effect if isinstance(effect, dict) else {}


def _takes_claims_for_a_basis(sentence: str) -> bool:
    return bool(_AS_A_BASIS.search(sentence)) and not _EXCEPTION.search(sentence)
