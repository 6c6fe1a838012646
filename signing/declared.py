"""What somebody is about to sign, as one text: everything that is known before they confirm that it is they.

The text is canonical JSON and its SHA-256 is what they confirm: a passkey signs that very digest, and a code from an
app is taken for it alone. Nothing in the text can change between the page that shows it and the act.
"""

import datetime as dt
import json
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from agreements.choices import RenderingState
from agreements.models import Version
from signing import chain, offices
from signing.binding import Binding, Bindings
from signing.models import Request

if TYPE_CHECKING:
    from accounts.models import User

FORMAT = 2
LANGUAGE = "en-GB"


@dataclass(frozen=True, slots=True)
class Said:
    """What the person saw, ticked and typed."""

    fingerprint: str
    typed_name: str
    rank: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """When the declaration was put together, and what makes it unlike every other."""

    at: str
    nonce: str = field(default_factory=lambda: secrets.token_hex(32))


@dataclass(frozen=True)
class Declaration:
    """One declaration, by its canonical text."""

    text: str

    @cached_property
    def record(self) -> dict[str, Any]:
        return dict(json.loads(self.text))

    @property
    def digest(self) -> str:
        return chain.digest(self.text)

    @property
    def said(self) -> Said:
        person = self.record["person"]
        return Said(self.record["fingerprint"], person["typed_name"], person["rank"], tuple(self.record["statements"]))

    @property
    def prepared(self) -> Prepared:
        return Prepared(self.record["prepared_at"], self.record["nonce"])

    @property
    def authority(self) -> str:
        """The reference of the authority, delegation or mandate under which the request's own party is bound."""
        return str(self.record["bodies"][0]["capacity"]["authority"])

    def purpose(self, request: Request) -> str:
        """What a proof of identity must have been given for: this declaration, and no other act."""
        return f"{request.purpose} as {self.digest}"


def compose(request: Request, bindings: Bindings, person: "User", said: Said, prepared: Prepared) -> Declaration:
    """The declaration as it must read now. Everybody named must have a capacity."""
    version = request.round.version
    record = {
        "format": FORMAT,
        "kind": "declaration",
        "agreement": version.agreement.reference,
        "version": version.number,
        "fingerprint": said.fingerprint,
        "pdf_sha256": shown_pdf(version),
        "slot": request.slot,
        "bodies": [_body(one) for one in bindings.all],
        "person": {
            "id": person.pk,
            "name": person.full_name,
            "typed_name": said.typed_name,
            "email": person.email,
            "job_title": person.job_title,
            "rank": said.rank,
        },
        "statements": list(said.statements),
        "language": LANGUAGE,
        "prepared_at": prepared.at,
        "nonce": prepared.nonce,
    }
    return Declaration(chain.canonical(record))


def shown_pdf(version: Version) -> str:
    """SHA-256 of the PDF that the pages offer for reading; empty while it is not made and only the text is shown."""
    rendering = getattr(version, "rendering", None)
    return rendering.sha256 if rendering is not None and rendering.state == RenderingState.DONE else ""


def differences(shown: Declaration, now: Declaration) -> list[str]:
    """What has become different since it was shown, in words for the person."""
    return [words for name, words in _WORDS.items() if shown.record.get(name) != now.record.get(name)]


def instant(at: dt.datetime | None) -> str:
    """UTC, to the millisecond; empty when it did not happen."""
    return at.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else ""


def capacity(one: Binding) -> dict[str, str]:
    held = one.capacity
    if held is None:
        return {}
    return {
        "kind": str(held.kind),
        "authority": held.reference,
        "office": held.office,
        "rank": held.rank,
        "acting_for": held.acting_for,
        "representing": held.representing.slug,
        "representing_name": offices.representing(held),
        "evidence_sha256": held.evidence_sha256,
    }


def _body(one: Binding) -> dict[str, Any]:
    return {"party": one.party_key, "name": one.name, "capacity": capacity(one)}


_WORDS = {
    "version": "the version",
    "fingerprint": "the text",
    "slot": "which signature it is",
    "bodies": "whom you sign for, or by what authority",
    "person": "your name or office",
    "statements": "what you declare",
}
