"""`manage.py agreement_schema`: the JSON Schema of the document format, on standard output."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from dsaformat import schema


class Command(BaseCommand):
    help = "Print the JSON Schema of agreement documents."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(schema.schema(), indent=2, ensure_ascii=False))
