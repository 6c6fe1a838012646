"""Print which reminders leave when, to whom and why."""

import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from dsaportal import timekeeping
from reviews import outlook

MOST_DAYS = 3_660


class Command(BaseCommand):
    help = "Prints as JSON which reminders of reviews, ends and data to delete will be sent, to whom and why."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", default="", help="first day, such as 2027-05-01; today if left out")
        parser.add_argument("--days", type=int, default=1, help="how many days to look at (1)")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            on = dt.date.fromisoformat(options["on"]) if options["on"] else timezone.localdate(now)
        except ValueError as error:
            raise CommandError("--on must be a real date such as 2027-05-01") from error
        if not 1 <= options["days"] <= MOST_DAYS or not 1900 <= on.year <= 2199:
            raise CommandError(f"--days must be between 1 and {MOST_DAYS}, and --on between 1900 and 2199")
        found = timekeeping.expected(outlook.window(on, options["days"]), at=now)
        self.stdout.write(json.dumps([_plain(one) for one in found], ensure_ascii=False, indent=2))


def _plain(one: outlook.Expected) -> dict[str, Any]:
    return {
        "send_at": one.send_at.isoformat(),
        "kind": one.kind,
        "agreement": one.agreement.reference,
        "title": one.agreement.title,
        "on": str(one.on),
        "offset_days": one.reminder.offset,
        "why": one.why,
        "to": [{"email": who.email, "why": who.why} for who in one.to],
    }
