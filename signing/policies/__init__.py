"""Who may ask for signatures, and who may sign, now. Reasons are fit for the person who tried."""

from signing.policies.acting import (
    can_sign,
    is_entitled,
    is_open,
    is_signed_by_all,
    keeps_no_requests,
    names_match,
)
from signing.policies.asking import (
    can_ask,
    can_be_asked,
    can_open_round,
    drawable,
    eligible,
    is_sensitive,
    signing_parties,
)
from signing.policies.leading import (
    can_amend,
    can_be_reviewed_first,
    can_clear,
    can_extend,
    can_lead,
    can_recall,
    can_remind,
    can_remove,
    can_take_back,
    standing_of,
)

__all__ = [
    "can_amend",
    "can_ask",
    "can_be_asked",
    "can_be_reviewed_first",
    "can_clear",
    "can_extend",
    "can_lead",
    "can_open_round",
    "can_recall",
    "can_remind",
    "can_remove",
    "can_sign",
    "can_take_back",
    "drawable",
    "eligible",
    "is_entitled",
    "is_open",
    "is_sensitive",
    "is_signed_by_all",
    "keeps_no_requests",
    "names_match",
    "signing_parties",
    "standing_of",
]
