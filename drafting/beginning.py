"""The document that a new agreement begins with. Pure."""

from collections.abc import Mapping
from typing import Any, Protocol

from drafting.outline import Outline
from dsaformat import editing, parts, reading
from dsaformat.choices import Link
from dsaformat.document import FORMAT_VERSION, AgreementDocument


class Named(Protocol):
    """An agreement as another one speaks of it."""

    reference: str
    title: str


def document(
    outline: Outline, *, version: int, identity: Mapping[str, Any], lead: Mapping[str, Any]
) -> AgreementDocument:
    """As the template says, with the lead as its first party and owner. `lead` is the party's own values."""
    values: dict[str, Any] = {
        "format_version": FORMAT_VERSION,
        **outline.starts_with,
        "template": {"code": outline.code, "version": str(version)},
        "sections": sections(outline),
        "parties": [dict(lead), *outline.starts_with.get("parties", ())],
    }
    values["identity"] = {
        "kind": outline.kind.value,
        **outline.starts_with.get("identity", {}),
        **identity,
        "owner": lead["key"],
    }
    return reading.parse(values)


def sections(outline: Outline) -> list[dict[str, Any]]:
    """The sections as a document has them; answers come when somebody gives them."""
    return [
        {
            name: value
            for name, value in {
                "key": section.key,
                "number": section.number,
                "heading": section.heading,
                "fixed": section.fixed,
                "text": section.text,
                "blocks": [block.value for block in section.blocks],
            }.items()
            if value
        }
        for section in outline.sections
        if section.number or section.fixed or section.blocks or section.text
    ]


def copied(document: AgreementDocument, *, title: str) -> AgreementDocument:
    """The same agreement to begin anew from: without its reference, dates, signatures, files, reasons and history.

    Advice that was given and waivers that were reasoned belong to the text they were about. Parties that have left stay
    behind with everything that is theirs alone.
    """
    identity = document.identity.model_copy(
        update={"reference": "", "other_references": (), "title": title, "public_title": "", "version_label": ""}
        | {"version": 1}
    )
    nothing: dict[str, Any] = dict.fromkeys(("publish_on", "starts_on", "ends_on", "last_reviewed_on"))
    term = document.term.model_copy(update=nothing | {"review": _recurring(document.term)})
    left_behind = dict.fromkeys(("signatures", "waivers", "versions", "attachments", "advice", "law"), ())
    fresh = document.model_copy(update={"identity": identity, "term": term, **left_behind})
    for party in document.parties:
        if party.left_on is not None:
            fresh = editing.without(fresh, f"parties/{party.key}")
    return fresh


def link_to(document: AgreementDocument, agreement: Named, link: Link) -> dict[str, Any]:
    """The row that says how the new document stands to the agreement it was begun from."""
    key = editing.new_key((row.key for row in document.related), agreement.reference)
    return {"key": key, "link": link.value, "title": agreement.title, "reference": agreement.reference}


def _recurring(term: parts.Term) -> parts.ReviewEvery | None:
    return term.review if isinstance(term.review, parts.ReviewEvery) else None
