"""Puts the demonstration into an empty portal."""

import fcntl
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.utils import timezone

from accounts import demo as demo_accounts
from dsaportal import demo


class Command(BaseCommand):
    help = "Load the demonstration data into an empty portal; a portal with organisations is left as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--reset-empty",
            action="store_true",
            help="first remove the embedded database with everything in it, and make an empty one",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not demo_accounts.is_on():
            raise CommandError(
                "Demonstration data has people with published passwords: it is only for a portal without DATABASE_URL."
            )
        if options["reset_empty"]:
            self._start_over()
            self.stdout.write("Started over with an empty database and the demonstration data.")
            return
        if demo.is_loaded():
            self.stdout.write("The portal has organisations already. Nothing was changed.")
            return
        loaded = demo.load(at=timezone.now())
        self.stdout.write(
            f"Loaded {loaded.organisations} organisations, {loaded.people} people, {loaded.collectives} groups "
            f"and {loaded.agreements} agreements."
        )

    def _start_over(self) -> None:
        database = str(connection.settings_dict["NAME"])
        if connection.vendor != "sqlite" or "memory" in database:
            raise CommandError("Only the embedded database can be started over.")
        with (Path(settings.VAR) / "up.lock").open("a+", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CommandError("The portal is running. Stop it first.") from None
            self._remove(database)

    def _remove(self, database: str) -> None:
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            Path(database + suffix).unlink(missing_ok=True)
        (Path(settings.VAR) / "prepared.json").unlink(missing_ok=True)
        call_command("prepare", verbosity=0)
