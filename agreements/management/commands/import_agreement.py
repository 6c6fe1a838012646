"""`manage.py import_agreement FILE [--into REF]`: a document becomes a new draft, or the text of a draft."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from agreements import services
from agreements.management import sources
from foundation.verdicts import Refused


class Command(BaseCommand):
    help = "Import an agreement document as a new draft, or into one, and print its reference. All or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--into", metavar="REF", help="replace the text of this draft instead of making a new one")
        parser.add_argument("--by", metavar="EMAIL", help="who imports it; the people who run the portal otherwise")

    def handle(self, *args: Any, **options: Any) -> None:
        document = sources.from_file(options["file"])
        by = User.objects.filter(email__iexact=options["by"]).first() if options["by"] else None
        if options["by"] and by is None:
            raise CommandError(f"There is nobody with the email address {options['by']}.")
        now = timezone.now()
        try:
            if options["into"]:
                draft = sources.agreement(options["into"])
                agreement = services.revise(agreement=draft, document=document, based_on=draft.revision, by=by, at=now)
            else:
                agreement = services.import_document(document=document, by=by, at=now)
        except Refused as refused:
            raise CommandError("\n".join(refused.reasons)) from refused
        self.stdout.write(agreement.reference)
