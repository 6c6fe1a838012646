"""`manage.py check_agreement REF_OR_FILE`: what the law checks say, as JSON on standard output."""

import dataclasses
import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from agreements import services
from agreements.management import sources


class Command(BaseCommand):
    help = "Check an agreement or a document file against the law."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference_or_file")
        parser.add_argument("--on", type=dt.date.fromisoformat, metavar="DATE", help="the day whose law counts; today")

    def handle(self, *args: Any, **options: Any) -> None:
        day = options["on"] or timezone.localdate(timezone.now())
        findings = services.check(document=sources.document(options["reference_or_file"]), on=day)
        self.stdout.write(
            json.dumps([dataclasses.asdict(finding) for finding in findings], indent=2, ensure_ascii=False)
        )
