"""`manage.py render_agreement REF_OR_FILE --format html|pdf --out FILE`: the document as its readers see it."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from agreements import pdf, services
from agreements.management import sources


class Command(BaseCommand):
    help = "Render an agreement or a document file. It is marked as a draft: only frozen versions are not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference_or_file")
        parser.add_argument("--format", choices=["html", "pdf"], default="pdf")
        parser.add_argument("--out", required=True, type=Path)
        parser.add_argument("--at", type=dt.datetime.fromisoformat, metavar="MOMENT", help="when it says it was made")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        at = options["at"] or now
        at = at if timezone.is_aware(at) else timezone.make_aware(at, dt.UTC)
        document = services.final(sources.document(options["reference_or_file"]), on=timezone.localdate(now))
        try:
            if options["format"] == "html":
                content = pdf.markup(document, at=at, draft=True).encode()
            else:
                content = pdf.render(document, at=at, draft=True).content
            options["out"].write_bytes(content)
        except pdf.RenderingFailed as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"Cannot write {options['out']}: {error.strerror}.") from error
