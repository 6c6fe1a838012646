from typing import Any

from allauth.core import context
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import HttpRequest
from django.utils import timezone

from accounts.forms.passwords import AskResetForm
from accounts.management import asking
from accounts.services import operators
from foundation.verdicts import Refused


class Command(BaseCommand):
    help = "Make somebody one of the people who run this portal, with an account if they have none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--name", default="", help="their full name, for a new account")

    def handle(self, *args: Any, **options: Any) -> None:
        email = asking.address(options["email"])
        try:
            made = operators.appoint(email=email, full_name=options["name"], at=timezone.now())
        except Refused as refused:
            raise CommandError(f"{refused}{'' if options['name'] else ' (--name)'}") from None
        if made.needs_a_password:
            _send_reset_link(made.person.email)
        self.stdout.write(_said(made))


def _send_reset_link(email: str) -> None:
    """By the form behind "Forgotten your password?", so that link and message are the usual ones."""
    request = HttpRequest()
    request.method, request.META["SERVER_NAME"], request.META["SERVER_PORT"] = "POST", "localhost", "80"
    with context.request_context(request):
        form = AskResetForm({"email": email})
        if not form.is_valid():
            raise CommandError(f"No link could be sent to {email}.")
        form.save(request)


def _said(made: operators.Made) -> str:
    who = f"{made.person.full_name} ({made.person.email})"
    if made.is_new:
        said = f"{who} is now an operator, with a new account."
    elif made.was_operator:
        said = f"{who} was an operator already."
    else:
        said = f"{who} had an account and is now an operator."
    if made.needs_a_password:
        said += f" A link to choose a password is on its way; without it, ask for another on {settings.SITE_URL}."
    return said
