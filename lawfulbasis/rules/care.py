"""Which entries of the catalogue stand for health, care or treatment by themselves."""

from lawfulbasis.catalogue import Provision

_FROM_CARE_RECORDS = frozenset({"pd_nhs_number", "pd_social_care"})
"""The catalogue says that these are likely to reveal health; unlike the others of which it does, they always come
from care."""


def tells_of_care(provision: Provision | None) -> bool:
    if provision is None:
        return False
    flags = provision.flags
    return (
        provision.code in _FROM_CARE_RECORDS
        or bool(flags.get("implies_health"))
        or flags.get("key") == "health"
        or "health" in (flags.get("maps_to_special_category") or ())
    )
