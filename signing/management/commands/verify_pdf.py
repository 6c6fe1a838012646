"""Check a signed PDF: its own signatures, and whether the portal knows this very file."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from signing import genuineness
from signing.genuineness import Answer, Result
from signing.seal import keys


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
    version = result.version
    return {
        "answer": result.answer.name.lower(),
        "says": str(result.answer),
        "details": list(result.details),
        "agreement": version.agreement.reference if version else None,
        "version": version.number if version else None,
        "fingerprint": version.fingerprint if version else None,
        "sha256": result.examination.sha256,
        "size": result.examination.size,
        "signed_for": list(result.present),
        "missing": list(result.missing),
        "signatures": [
            {
                "field": one.field,
                "name": one.name,
                "reason": one.reason,
                "certifies": one.certifies,
                "timestamp": one.timestamp_at.isoformat() if one.timestamp_at else None,
                "valid": not one.problems,
                "problems": list(one.problems),
            }
            for one in result.examination.signatures
        ],
    }
