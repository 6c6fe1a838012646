"""Brings the database up to date with the code: tables, law catalogue, agreement templates, first demo data.

One process, and quick when nothing changed: it stands between ``make run`` and the first page.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command, get_commands
from django.db import OperationalError, connection

_LOADERS = {"load_law": "law catalogue", "load_templates": "agreement templates"}


class Command(BaseCommand):
    help = "Migrates the database and loads what every installation needs. Safe to repeat."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--static", action="store_true", help="also collect the static files")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            self._prepare()
        except OperationalError as error:
            reason = str(error).strip().splitlines()[0]
            raise CommandError(f"The database cannot be used: {reason}.") from error
        if options["static"]:
            self._collect()

    def _prepare(self) -> None:
        stamp = Stamp(settings.VAR / "prepared.json") if settings.EMBEDDED else None
        if stamp and stamp.current():
            return
        self.stdout.write("Preparing the database ...")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        known = get_commands()
        for name, what in _LOADERS.items():
            if name in known:
                self.stdout.write(f"Loading the {what} ...")
                call_command(name, verbosity=0)
        if stamp is None:
            return
        if stamp.demo_wanted:
            self.stdout.write("Loading the demonstration data ...")
            call_command("load_demo", verbosity=0)
            stamp.demo_loaded = True
        stamp.write()

    def _collect(self) -> None:
        root = Path(settings.STATIC_ROOT)
        existing = next(path for path in (root, *root.parents) if path.exists())
        if not os.access(existing, os.W_OK):
            return  # the image brought them, and its files belong to root
        call_command("collectstatic", verbosity=0, interactive=False)


class Stamp:
    """What the embedded database was last prepared from, kept beside it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._was: dict[str, Any] = {}
        # The database may have been removed, or exchanged for an empty one, since.
        if path.exists() and "django_migrations" in connection.introspection.table_names():
            try:
                self._was = json.loads(path.read_text(encoding="utf-8"))
            except ValueError:
                self._was = {}
        self.demo_loaded = bool(self._was.get("demo"))

    @property
    def demo_wanted(self) -> bool:
        return settings.DEMO and not self.demo_loaded and "load_demo" in get_commands()

    def current(self) -> bool:
        return self._was.get("code") == _code() and not self.demo_wanted

    def write(self) -> None:
        text = json.dumps({"code": _code(), "demo": self.demo_loaded})
        unfinished = self._path.with_suffix(".new")
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(self._path)


def _code() -> str:
    """A digest of everything that preparing reads: migrations, fixtures and the commands that load them."""
    base: Path = settings.BASE_DIR
    patterns = ("*/migrations/*.py", "*/management/commands/load_*.py", "fixtures/**/*")
    found = {path for pattern in patterns for path in base.glob(pattern) if path.is_file()}
    found |= {base / name for name in ("requirements.lock",)}
    digest = hashlib.sha256()
    for path in sorted(found):
        digest.update(str(path.relative_to(base)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
