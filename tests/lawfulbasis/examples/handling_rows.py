"""Rows and words that the examples on handling are made of."""

from typing import Any

from dsaformat.document import AgreementDocument
from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.shared import basis

Example = tuple[AgreementDocument, str, str, AgreementDocument]

PSEUDONYMISED: dict[str, Any] = {
    "datasets__0__identifiability": "pseudonymised",
    "datasets__0__key_holders": ["council"],
}
ANONYMOUS: dict[str, Any] = {
    "datasets__0__identifiability": "anonymised",
    "datasets__0__items": [],
    "datasets__0__description": "Counts of families by ward.",
}
COUNCIL = basis("c6", "council", "uk_gdpr_art6", "art6_1_e_public_task")
CONSENT = basis("h6", "charity", "uk_gdpr_art6", "art6_1_a_consent")
HOST: dict[str, Any] = {
    "key": "p",
    "organisation": {"name": "Hosting Ltd"},
    "roles": ["processor"],
    "processor_for": ["council"],
    "contract": "HC/12",
}
SECOND: dict[str, Any] = {
    "key": "visits",
    "title": "Visits",
    "supplier": "council",
    "recipients": ["charity"],
    "identifiability": "identifiable",
    "description": "One row for each visit.",
}


def section(text: str, **more: Any) -> dict[str, Any]:
    """A document with one section of prose."""
    return {"sections": [{"key": "s", "heading": "In words", "text": text, **more}]}


def saying(text: str, **changes: Any) -> AgreementDocument:
    return document(**section(text), **changes)


def right(code: str, **values: Any) -> dict[str, Any]:
    """The good agreement's rights with this one in another shape."""
    codes = ("access", "rectification", "erasure", "restriction", "object")
    rows = [{"key": name, "right": f"right_{name}", "how": "As each party says."} for name in codes if name != code]
    return {"rights": [*rows, {"key": code, "right": f"right_{code}", **values}]}
