"""The document that a new agreement begins with. Pure."""

from collections.abc import Mapping
from typing import Any

from drafting.outline import Outline
from dsaformat import parts, reading
from dsaformat.document import FORMAT_VERSION, AgreementDocument


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
    """The same agreement to begin anew from: without its reference, dates, signatures, reasons and history."""
    identity = document.identity.model_copy(
        update={"reference": "", "other_references": (), "title": title, "public_title": "", "version_label": ""}
    )
    term = document.term.model_copy(
        update={"publish_on": None, "starts_on": None, "ends_on": None, "review": _recurring(document.term)}
    )
    return document.model_copy(
        update={"identity": identity, "term": term, "signatures": (), "waivers": (), "versions": (), "law": ()}
    )


def _recurring(term: parts.Term) -> parts.ReviewEvery | None:
    return term.review if isinstance(term.review, parts.ReviewEvery) else None
