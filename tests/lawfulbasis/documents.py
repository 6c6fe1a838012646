"""A small agreement that every rule is content with, to be spoilt in one place at a time."""

import copy
from typing import Any

from dsaformat import reading
from dsaformat.document import AgreementDocument
from lawfulbasis import services
from lawfulbasis.catalogue import Catalogue
from tests.lawfulbasis.good import ADDITIONS

_GOOD: dict[str, Any] = {
    "format_version": 1,
    "identity": {"title": "Early help in Harlow", "owner": "council"},
    "parties": [
        {
            "key": "council",
            "organisation": {"name": "Harlow Council", "ico_reference": "Z1234567", "public_authority": True},
            "roles": ["controller", "supplier"],
            "purpose": "To offer help early.",
        },
        {
            "key": "charity",
            "organisation": {"name": "Harbour", "ico_reference": "ZA123456", "public_authority": False},
            "roles": ["controller", "recipient"],
            "purpose": "To give the help.",
        },
    ],
    "purposes": [{"key": "help", "title": "Early help"}],
    "lawful_basis": [
        {"key": "c6", "party": "council", "regime": "uk_gdpr_art6", "condition": "art6_1_e_public_task"},
        {"key": "h6", "party": "charity", "regime": "uk_gdpr_art6", "condition": "art6_1_f_legitimate_interests"},
    ],
    "datasets": [
        {
            "key": "families",
            "title": "Families",
            "supplier": "council",
            "recipients": ["charity"],
            "identifiability": "identifiable",
            "items": [{"key": "name", "name": "Name", "types": ["pd_name"]}],
        }
    ],
    "retention": [
        {"key": "r", "party": "charity", "period": {"number": 2, "unit": "years"}, "starts_from": "the end of help"}
    ],
    "term": {"starts_on": "2026-12-01", "ongoing": True, "review": {"rule": "fixed", "on": "2027-12-01"}},
}


def values(**changes: Any) -> dict[str, Any]:
    """The good agreement with values at paths changed: `parties__0__purpose=""`."""
    whole = copy.deepcopy(_GOOD)
    for path, value in (copy.deepcopy(ADDITIONS) | changes).items():
        *steps, last = path.split("__")
        place: Any = whole
        for step in steps:
            place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
        if isinstance(place, list):
            place[int(last) :] = [] if value is None else [value, *place[int(last) + 1 :]]
        elif value is None:
            place.pop(last, None)
        else:
            place[last] = value
    return whole


def document(**changes: Any) -> AgreementDocument:
    return reading.parse(values(**changes))


def catalogue() -> Catalogue:
    """The catalogue as the fixture has it; no database."""
    return services.catalogue_from(services.law_folder() / services.CATALOGUE)
