"""What the account commands have in common: whom they are about, and who asks."""

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser

from accounts.models import User
from foundation.fields import EmailField


def address(typed: str) -> str:
    """One email address, as accounts keep it."""
    try:
        cleaned: str = EmailField().clean(typed)
    except ValidationError as wrong:
        raise CommandError(" ".join(wrong.messages)) from None
    return cleaned


def person(typed: str) -> User:
    found = User.objects.filter(email__iexact=address(typed)).first()
    if found is None:
        raise CommandError(f"Nobody has an account with the address {typed}.")
    return found


def add_by(parser: CommandParser) -> None:
    parser.add_argument("--by", default="", metavar="EMAIL", help="which operator you are; needed when there are two")


def operator(typed: str) -> User:
    """Who acts: the record names a person, not a machine."""
    if typed:
        return person(typed)
    running = list(User.objects.filter(is_operator=True, is_active=True).order_by("pk")[:2])
    if len(running) == 1:
        return running[0]
    if running:
        raise CommandError("There is more than one operator: say which one you are, with --by EMAIL.")
    raise CommandError("There is no operator yet: make one with manage.py make_operator.")
