"""A database as set-up leaves it, with the law and nobody in it: made once for each state, and copied for every run."""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection
from django.test import TransactionTestCase

_SAME_EVERYWHERE = frozenset({"django_content_type", "auth_permission"})
"""What the migrations wrote and no test changes."""

ROOT = Path(__file__).resolve().parents[1]


def migrated() -> Path:
    """The file for SQLite."""
    place = _place(".sqlite3")
    with _alone(place), tempfile.TemporaryDirectory() as folder:
        if not place.exists():
            _migrate(folder)
            shutil.copy(Path(folder) / "portal.sqlite3", f"{place}.new")
            Path(f"{place}.new").replace(place)
    return place


def template(url: str) -> str:
    """The name of the template for PostgreSQL, on the server of this address."""
    name = _place("").name.replace("-", "_")
    with _alone(_place(".postgres")), psycopg.connect(_beside(url, "postgres"), autocommit=True) as server:
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return name
        server.execute(f'DROP DATABASE IF EXISTS "{name}_new"')
        server.execute(f'CREATE DATABASE "{name}_new"')
        with tempfile.TemporaryDirectory() as folder:
            _migrate(folder, _beside(url, f"{name}_new"))
        server.execute(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
    return name


@contextmanager
def own(url: str, purpose: str) -> Iterator[str]:
    """The address of a new database beside that one, gone afterwards: for processes that share it."""
    name = f"{urlsplit(url).path.lstrip('/')}_{purpose}_{os.getpid()}"
    origin = template(url)
    with psycopg.connect(_beside(url, "postgres"), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{origin}"')
        yield _beside(url, name)
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def copied(url: str) -> Iterator[None]:
    """Test databases that Django makes meanwhile begin as a copy."""
    if url:
        connection.settings_dict["TEST"]["TEMPLATE"] = template(url)
        connection.ops.sql_flush = _emptying
        yield
        return
    creation = connection.creation
    create = creation._create_test_db

    def filled(*args: object, **kwargs: object) -> str:
        name: str = create(*args, **kwargs)
        _as_set_up(held)
        return name

    # A database in memory lives as long as somebody has it open.
    with (
        closing(sqlite3.connect(creation._get_test_db_name(), uri=True)) as held,
        pytest.MonkeyPatch.context() as patch,
    ):
        creation._create_test_db = filled
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: _as_set_up(held))
        yield


def _as_set_up(held: sqlite3.Connection) -> None:
    """Page by page: faster than emptying 150 tables, of which some refuse it, and writing the law again."""
    with closing(sqlite3.connect(migrated())) as source:
        source.backup(held)


def _emptying(style: object, tables: Sequence[str], **kwargs: object) -> list[str]:
    """Empty what holds rows. TRUNCATE makes the files of all 150 tables anew: seconds, after every test that commits.

    As a replica the server asks neither foreign keys nor the triggers that keep rows for ever.
    """
    rows = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(rows)
        filled = [table for (table,) in cursor.fetchall() if table not in _SAME_EVERYWHERE]
    deletions = [f'DELETE FROM "{table}"' for table in filled]
    return ["SET LOCAL session_replication_role = replica", *deletions]


def _beside(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _place(suffix: str) -> Path:
    digest = hashlib.sha256()
    # What the migrations call, and the packages that bring their own, make tables too.
    made_by = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("foundation/*.py"), ROOT / "requirements.lock"]
    made_by += [*ROOT.glob("fixtures/law/*"), *ROOT.glob("lawfulbasis/*.py")]
    for path in sorted(made_by):
        digest.update(path.read_bytes())
    return Path(tempfile.gettempdir()) / f"portal-{os.getuid()}-{digest.hexdigest()[:16]}{suffix}"


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    with place.with_suffix(f"{place.suffix}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(folder: str, database_url: str = "") -> None:
    env = {key: value for key, value in os.environ.items() if not key.startswith(("TEST_", "DATABASE_"))}
    env |= {
        "DJANGO_SETTINGS_MODULE": "tests.notices.kill_settings",
        "PORTAL_VAR": folder,
        "KILL_DATABASE_URL": database_url,
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": "9",
    }
    for command in ("migrate", "load_law"):
        subprocess.run([sys.executable, "manage.py", command, "-v0"], cwd=ROOT, env=env, check=True)
