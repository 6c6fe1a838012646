"""`manage.py export_agreement REF`: the document as JSON, on standard output."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agreements import assembly
from agreements.management import sources
from dsaformat import canonical


class Command(BaseCommand):
    help = "Print an agreement as a document; with --at-version, a frozen one exactly as it was fingerprinted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference")
        parser.add_argument("--at-version", type=int, metavar="N")

    def handle(self, *args: Any, **options: Any) -> None:
        agreement = sources.agreement(options["reference"])
        number = options["at_version"]
        if number is None:
            self.stdout.write(canonical.pretty(assembly.assemble(agreement)), ending="")
            return
        version = agreement.versions.filter(number=number).first()
        if version is None:
            raise CommandError(f"{agreement.reference} has no version {number}.")
        self.stdout.write(version.text, ending="")
