"""Check that no signature, and nothing that was said about one, was changed, taken out or put in between."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from signing import custody


class Command(BaseCommand):
    help = "Checks the chain of all signatures and prints what was found as JSON. Exits with 0 only if it is whole."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        found = custody.check()
        report = {
            "whole": found.is_whole,
            "signatures": found.signatures,
            "links": found.links,
            "published": found.published,
            "head": found.head,
            "faults": list(found.faults),
        }
        self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        if not found.is_whole:
            raise SystemExit(1)
