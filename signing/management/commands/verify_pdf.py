"""Check a signed PDF: its own signatures, and whether the portal knows this very file."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from signing import genuineness
from signing.expected import Place
from signing.genuineness import Answer, Result
from signing.seal import keys
from signing.seal.examined import SignatureCheck


class Command(BaseCommand):
    help = "Checks a signed PDF and prints what was found as JSON. Exits with 0 only if it is genuine and current."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            pdf = path.read_bytes()
        except OSError as trouble:
            raise CommandError(f"{path} cannot be read: {trouble.strerror}", returncode=2) from trouble
        result = genuineness.check(pdf, keyring=keys.current(timezone.now()))
        self.stdout.write(json.dumps(report(result), ensure_ascii=False, indent=2))
        if result.answer is not Answer.GENUINE:
            raise SystemExit(1)


def report(result: Result) -> dict[str, Any]:
    version, found = result.version, result.examination
    return {
        "answer": result.answer.name.lower(),
        "says": str(result.answer),
        "details": list(result.details),
        "notes": list(result.notes),
        "agreement": version.agreement.reference if version else None,
        "version": version.number if version else None,
        "fingerprint": version.fingerprint if version else None,
        "sha256": found.sha256,
        "size": found.size,
        "signed_for": list(result.present),
        "missing": list(result.missing),
        "proof_of_validity": found.has_proof_of_validity,
        "expected": [_expected(place) for place in result.places],
        "signatures": [_signature(one) | {"certifies": one.certifies} for one in found.signatures],
        "timestamps": [_signature(one) for one in found.timestamps],
    }


def _expected(place: Place) -> dict[str, Any]:
    """One signature that the agreement wants, and what the portal's evidence says of it."""
    return {
        "bodies": list(place.bodies),
        "field": place.field,
        "present": place.is_present,
        "given": place.is_given,
        "person": place.person,
        "office": place.office,
        "signed_at": _iso(place.signed_at),
        "evidence": place.evidence,
        "evidence_sha256": place.digest,
        "disputed": place.is_disputed,
    }


def _signature(one: SignatureCheck) -> dict[str, Any]:
    return {
        "field": one.field,
        "name": one.name,
        "reason": one.reason,
        "timestamp": _iso(one.timestamp_at),
        "timestamped_later": _iso(one.stamped_later_at),
        "valid": not one.problems,
        "problems": list(one.problems),
    }


def _iso(at: dt.datetime | None) -> str | None:
    return at.isoformat() if at else None
