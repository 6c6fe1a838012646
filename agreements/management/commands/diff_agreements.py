"""`manage.py diff_agreements A B`: what changed between two documents and who signs again, as JSON."""

import dataclasses
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from agreements import services
from agreements.management import sources
from dsaformat import diff
from lawfulbasis.catalogue import REGIMES


class Command(BaseCommand):
    help = "Compare two agreements or document files, and propose who signs again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("before", help="a reference or a file")
        parser.add_argument("after", help="a reference or a file")

    def handle(self, *args: Any, **options: Any) -> None:
        before, after = sources.document(options["before"]), sources.document(options["after"])
        today = timezone.localdate(timezone.now())
        wordings = (wording for document in (before, after) for wording in services.final(document, on=today).law)
        changes = diff.changes(before, after, labels=REGIMES | {wording.code: wording.label for wording in wordings})
        proposal = diff.proposal(changes, before, after)
        report = {
            "changes": [_named(change) for change in diff.to_json(changes)],
            "signs_again": {"who": proposal.who, "parties": proposal.parties},
            "reasons": [dataclasses.asdict(reason) for reason in proposal.reasons],
        }
        self.stdout.write(json.dumps(report, indent=2, ensure_ascii=False))


def _named(change: dict[str, Any]) -> dict[str, Any]:
    """In the file, what a change is about is called its class."""
    return {"class" if name == "subject" else name: value for name, value in change.items()}
