from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.management import asking
from accounts.services import people
from foundation.verdicts import Refused


class Command(BaseCommand):
    help = "Close somebody's account, once you know that they have left; --reopen lets them sign in again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--reopen", action="store_true", help="open a closed account again")
        asking.add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        person, by = asking.person(options["email"]), asking.operator(options["by"])
        verb = people.reactivate if options["reopen"] else people.deactivate
        try:
            verb(person=person, by=by, at=timezone.now())
        except Refused as refused:
            raise CommandError(str(refused)) from None
        if options["reopen"]:
            self.stdout.write(f"{person.full_name} can sign in again, after choosing a new password. We told them.")
        else:
            self.stdout.write(f"The account of {person.full_name} is closed. Within the hour their places end too.")
