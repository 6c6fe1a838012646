"""`manage.py load_templates`: bring in the templates that come with the portal. What administrators changed stays."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from drafting.services import templates


class Command(BaseCommand):
    help = "Load the agreement templates that are new in this version of the portal. Running it again changes nothing."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        made = templates.load(at=timezone.now())
        self.stdout.write(f"Agreement templates: {len(made)} new." if made else "Agreement templates: all there.")
