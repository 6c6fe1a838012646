"""What kind of body a party is, as far as the document says."""

from dsaformat.choices import Standing
from dsaformat.parts import Party

_CODES = {
    "local authority": "local_authority",
    "police force": "police",
    "fire and rescue service": "fire",
    "probation service": "probation",
    "nhs trust": "nhs_trust",
    "gp practice": "gp_practice",
    "integrated care board": "icb",
    "school or academy trust": "school",
}
"""The directory’s words for kinds that the law treats apart. Files may carry the word or the code."""

_NHS = frozenset({"nhs_trust", "gp_practice", "icb"})


def kind(party: Party) -> str:
    said = party.organisation.kind.casefold()
    return _CODES.get(said, said)


def nation(party: Party) -> str:
    return party.organisation.nation.casefold().replace("_", " ")


def is_nhs(party: Party) -> bool:
    return kind(party) in _NHS


def provides_care(party: Party) -> bool:
    return is_nhs(party) or Standing.HEALTH_OR_CARE in party.standing


def may_be_english(party: Party) -> bool:
    """England’s rules are asked about unless another nation is given."""
    return nation(party) not in {"wales", "scotland", "northern ireland"}
