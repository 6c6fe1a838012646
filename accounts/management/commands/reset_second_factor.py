from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.management import asking
from accounts.services import operators
from foundation.verdicts import Refused


class Command(BaseCommand):
    help = "Remove a lost second factor, once you have checked in person or on a call of yours who asks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        asking.add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        person, by = asking.person(options["email"]), asking.operator(options["by"])
        try:
            count = operators.remove_factors(person=person, by=by, at=timezone.now())
        except Refused as refused:
            raise CommandError(str(refused)) from None
        what = "second factor is" if count == 1 else f"{count} second factors are"
        self.stdout.write(f"The {what} gone, {person.full_name} is signed out everywhere, and we told them.")
