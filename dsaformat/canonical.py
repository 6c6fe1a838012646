"""One spelling for every document, and the fingerprint of that spelling: what people sign."""

import hashlib
import json
from typing import Any

from dsaformat.document import AgreementDocument


def dump(document: AgreementDocument) -> str:
    """The canonical text: sorted names, no spaces, NFC, whole numbers only, nothing that only repeats a default."""
    return json.dumps(
        plain(document),
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
        allow_nan=False,
    )


def pretty(document: AgreementDocument) -> str:
    """The same content, spread out for people to read and edit. Not what is fingerprinted."""
    return json.dumps(plain(document), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def plain(document: AgreementDocument) -> dict[str, Any]:
    return document.model_dump(mode="json", exclude_defaults=True)


def fingerprint(document: AgreementDocument) -> str:
    return fingerprint_of(dump(document))


def fingerprint_of(canonical_text: str) -> str:
    """SHA-256 of the text as UTF-8, in lower-case hexadecimal; `sha256sum` on the file gives the same."""
    return hashlib.sha256(canonical_text.encode()).hexdigest()


def grouped(fingerprint: str) -> str:
    """In fours and capitals, so that two people can compare it over the telephone."""
    capitals = fingerprint.upper()
    return " ".join(capitals[start : start + 4] for start in range(0, len(capitals), 4))
