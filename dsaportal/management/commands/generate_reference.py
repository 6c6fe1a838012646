from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dsaportal import reference


class Command(BaseCommand):
    help = "Write docs/reference from the code, or with --check say which pages are out of date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "docs" / "reference"
        stale = [name for name in reference.DOCUMENTS if _differs(folder / name, reference.text_of(name))]
        if check and stale:
            raise CommandError(f"Out of date: {', '.join(stale)}. Run manage.py generate_reference.")
        if not check:
            folder.mkdir(parents=True, exist_ok=True)
            for name in stale:
                (folder / name).write_text(reference.text_of(name), encoding="utf-8")
        self.stdout.write("docs/reference is current." if not stale else f"Written: {', '.join(stale)}.")


def _differs(path: Path, wanted: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != wanted
