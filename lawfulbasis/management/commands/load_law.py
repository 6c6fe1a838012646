"""`manage.py load_law`: bring the law tables to what fixtures/law says. Safe to run again and again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from foundation.verdicts import Refused
from lawfulbasis import services


class Command(BaseCommand):
    help = "Load the law catalogue. Running it again changes nothing."
    requires_system_checks: list[str] = []  # every start runs this: half of its time would go into checks

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            added, changed = services.load_catalogue(at=timezone.now())
        except Refused as refusal:
            raise CommandError("\n".join(refusal.reasons)) from refusal
        if added or changed:
            self.stdout.write(f"Law catalogue: {added} new, {changed} changed.")
        else:
            self.stdout.write("Law catalogue: already up to date.")
