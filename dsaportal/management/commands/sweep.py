"""One pass over everything that depends on the date, as if at a given instant. For trying the portal out."""

import datetime as dt
import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from dsaportal import timekeeping


class Command(BaseCommand):
    help = "Starts, ends and plans what is due, writes reminders and delivers mail, as if it were the given instant."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", default="", help="such as 2027-05-01T07:30:00+00:00; now if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise CommandError("Time can be moved only in an embedded installation: mail sent early cannot be unsent.")
        at = _instant(options["at"])
        self.stdout.write(json.dumps({"at": at.isoformat()} | timekeeping.once(at=at)))


def _instant(value: str) -> dt.datetime:
    if not value:
        return timezone.now()
    try:
        at = dt.datetime.fromisoformat(value)
    except ValueError as error:
        raise CommandError("--at must be an instant such as 2027-05-01T07:30:00+00:00") from error
    return timezone.make_aware(at) if timezone.is_naive(at) else at
