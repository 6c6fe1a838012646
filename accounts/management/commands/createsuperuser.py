from typing import Any, NoReturn

from django.contrib.auth.management.commands import createsuperuser
from django.core.management.base import CommandError


class Command(createsuperuser.Command):
    """Takes what Django's own takes, so that whatever is typed from habit gets the same answer."""

    help = "Nobody here is a superuser: see make_operator."

    def handle(self, *args: Any, **options: Any) -> NoReturn:
        raise CommandError("This portal has no superusers: use manage.py make_operator EMAIL --name NAME instead.")
