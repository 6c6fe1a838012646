"""A small agreement to be changed in one place at a time and compared with itself."""

import copy
from typing import Any

from dsaformat import diff, reading
from dsaformat.diff.change import Change
from dsaformat.document import AgreementDocument

LONG = "The data is needed because no other source says which families would accept help before a crisis comes."

BASE: dict[str, Any] = {
    "format_version": 1,
    "identity": {"title": "Early help in Harlow", "owner": "council"},
    "parties": [
        {
            "key": "council",
            "organisation": {
                "name": "Harlow Council",
                "slug": "harlow",
                "ico_reference": "Z1",
                "phone": "01279 446655",
            },
            "roles": ["controller", "supplier"],
            "duties": ["Train its people."],
            "contacts": [{"role": "legal", "name": "Jo Bloggs"}],
        },
        {"key": "police", "organisation": {"name": "Essex Police", "slug": "essex-police"}, "roles": ["recipient"]},
        {
            "key": "platform",
            "organisation": {"name": "PI Limited"},
            "roles": ["processor"],
            "processor_for": ["council"],
        },
        {"key": "watcher", "organisation": {"name": "The Watchers"}, "roles": ["observer"]},
    ],
    "purposes": [{"key": "help", "title": "Early help"}, {"key": "plan", "title": "Planning"}],
    "lawful_basis": [
        {"key": "c6", "party": "council", "regime": "uk_gdpr_art6", "condition": "art6_1_e_public_task"},
    ],
    "legislation": [{"key": "act", "title": "Children Act 2004", "provision": "section 10"}],
    "datasets": [
        {
            "key": "crime",
            "title": "Police and crime",
            "supplier": "police",
            "recipients": ["council"],
            "items": [{"key": "name", "name": "Name"}, {"key": "born", "name": "Date of birth"}],
        }
    ],
    "flows": [{"key": "f", "sender": "police", "recipients": ["council"], "encrypted": True, "note": "By night."}],
    "storage": [{"key": "s", "party": "council", "system": "Case system"}],
    "security": [{"key": "m", "measure": "encryption", "text": "At rest."}],
    "retention": [
        {"key": "p", "party": "police", "datasets": ["crime"], "period": {"number": 7, "unit": "years"}},
        {"key": "x", "party": "platform", "period": {"number": 1, "unit": "years"}},
    ],
    "term": {"starts_on": "2027-01-01", "ongoing": True, "review": {"rule": "fixed", "on": "2028-01-01"}},
    "attachments": [{"key": "plan", "title": "Security plan"}],
    "sections": [
        {"key": "why", "number": "2.5", "heading": "Proportionality", "text": LONG},
        {"key": "keep", "number": "4.7", "heading": "How long", "text": "See the table.", "blocks": ["retention"]},
        {"key": "end", "number": "9", "heading": "The end"},
    ],
    "law": [{"code": "art6_1_e_public_task", "label": "Public task"}],
}


def edited(**changes: Any) -> AgreementDocument:
    """The agreement with values at paths changed: `parties__0__purpose=""`; None takes a row out."""
    values = copy.deepcopy(BASE)
    for path, value in changes.items():
        *steps, last = path.split("__")
        place: Any = values
        for step in steps:
            place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
        if isinstance(place, list):
            place[int(last) : int(last) + 1] = [] if value is None else [value]
        else:
            place[last] = value
    return reading.parse(values)


BEFORE = edited()


def compared(**changes: Any) -> tuple[tuple[Change, ...], diff.Proposal]:
    after = edited(**changes)
    found = diff.changes(BEFORE, after)
    assert diff.apply(BEFORE, found) == after
    assert diff.apply(after, diff.changes(after, BEFORE)) == BEFORE
    return found, diff.proposal(found, BEFORE, after)
