"""What an installation must set before it may serve anybody.

Read from the environment alone, before the settings are loaded, so that even a value that the settings could not
read becomes a sentence. Every problem is listed at once: an operator should not need ten restarts to find ten.
"""

import ipaddress
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import SplitResult, unquote, urlsplit

from django.core import checks

from dsaportal import environment as env
from signing.seal import demands

EX_CONFIG = 78  # sysexits.h: systemd and others know it as "do not try again until somebody changed the settings"
SECRET_LENGTH = 50
_GUESSED = {"", "postgres", "password", "changeme", "change-me", "secret", "admin", "portal", "dsaportal", "example"}
_NUMBERS = ("PORT", "SMTP_PORT", "WEB_WORKERS", "WEB_THREADS", "WORKER_THREADS")
_OPERATOR = ("OPERATOR_NAME", "OPERATOR_ADDRESS", "OPERATOR_EMAIL")


def refuse_unsafe(*, embedded_allowed: bool) -> None:
    """End the process with exit code 78 and one sentence per problem, or return.

    ``embedded_allowed``: without DATABASE_URL the portal is a demonstration, which only ``manage.py up`` may serve.
    """
    if embedded_allowed and not os.environ.get("DATABASE_URL") and not os.environ.get("DATABASE_URL_FILE"):
        return
    found = problems()
    if found:
        _stop(found)


def problems() -> list[str]:
    """Every reason why a production installation may not start with this environment."""
    try:
        return [problem for part in _PARTS for problem in part()]
    except OSError as error:  # a *_FILE setting names a file that is not there
        return [f"A secret's file cannot be read: {error.filename} ({error.strerror})."]


@checks.register("portal", deploy=True)
def deploy_check(app_configs: object, **kwargs: Any) -> list[checks.CheckMessage]:
    """The same list for ``manage.py check --deploy``."""
    return [checks.Error(problem, id="portal.E001") for problem in problems()]


def _stop(found: list[str]) -> NoReturn:
    lines = ["The portal does not start with these settings:", *(f"  - {problem}" for problem in found)]
    sys.stderr.write("\n".join([*lines, "Every setting is explained in docs/guide/operators.md.", ""]))
    sys.stderr.flush()
    sys.exit(EX_CONFIG)


def _secret() -> Iterator[str]:
    keys = [("SECRET_KEY", env.text("SECRET_KEY"))]
    keys += [("SECRET_KEY_FALLBACKS", key) for key in env.listed("SECRET_KEY_FALLBACKS")]
    for name, key in keys:
        if not key:
            yield f"{name} is missing: set at least {SECRET_LENGTH} random characters."
        elif len(key) < SECRET_LENGTH:
            yield f"{name} has {len(key)} characters: it needs at least {SECRET_LENGTH} random ones."
        elif len(set(key)) < 10 or key.startswith("django-insecure-"):
            yield f"{name} can be guessed: set at least {SECRET_LENGTH} random characters."


def _site() -> Iterator[str]:
    value = env.text("SITE_URL")
    site = _split(value)
    if not value:
        yield "SITE_URL is missing: set the address that people type, such as https://agreements.example.gov.uk."
    elif site is None or site.scheme not in {"http", "https"} or not site.hostname:
        yield "SITE_URL is not a web address: it must look like https://agreements.example.gov.uk."
    elif site.path.strip("/") or site.query or site.fragment:
        yield "SITE_URL must be the address alone, without a path: the portal needs a host of its own."
    elif site.scheme == "http" and not (env.flag("PORTAL_ALLOW_HTTP") and _loopback(site.hostname)):
        yield "SITE_URL must start with https:// (PORTAL_ALLOW_HTTP=1 allows http:// for a loopback address only)."
    elif site.scheme == "https" and not env.flag("BEHIND_TLS_PROXY"):
        yield "BEHIND_TLS_PROXY is not set: set it to 1 once your proxy ends TLS and sets X-Forwarded-Proto itself."


def _hosts() -> Iterator[str]:
    hosts = env.listed("ALLOWED_HOSTS")
    site = _split(env.text("SITE_URL"))
    if not hosts:
        yield "ALLOWED_HOSTS is missing: set the host name of SITE_URL."
    elif any(host == "*" or host.startswith(".") for host in hosts):
        yield "ALLOWED_HOSTS has a wildcard: name each host, or an attacker chooses where links lead."
    elif site is not None and site.hostname and site.hostname not in hosts:
        yield f"ALLOWED_HOSTS does not name {site.hostname}, the host of SITE_URL: every page would be refused."


def _database() -> Iterator[str]:
    value = env.text("DATABASE_URL")
    database = _split(value)
    if not value:
        yield "DATABASE_URL is missing: set postgres://user:password@host:5432/name."
    elif database is None or database.scheme not in {"postgres", "postgresql"} or not database.path.strip("/"):
        yield "DATABASE_URL is not a PostgreSQL address: it must look like postgres://user:password@host:5432/name."
    elif database.hostname and not _loopback(database.hostname):
        password = unquote(database.password or "").lower()
        if password in _GUESSED or password == unquote(database.username or "").lower():
            yield "DATABASE_URL has no password, or one that can be guessed: set a random one."


def _broker() -> Iterator[str]:
    value = env.text("REDIS_URL")
    broker = _split(value)
    if not value:
        yield "REDIS_URL is missing: set redis://:password@host:6379/0."
    elif broker is None or broker.scheme not in {"redis", "rediss"} or not broker.hostname:
        yield "REDIS_URL is not a Redis address: it must look like redis://:password@host:6379/0."
    elif not _loopback(broker.hostname) and unquote(broker.password or "").lower() in _GUESSED:
        yield "REDIS_URL has no password, or one that can be guessed: set a random one."


def _mail() -> Iterator[str]:
    host = env.text("SMTP_HOST")
    if not host:
        yield "SMTP_HOST is missing: without a mail server nobody can be invited, reminded or asked to sign."
    sender = env.text("MAIL_FROM")
    if "@" not in sender or sender.rstrip(">").endswith(".example"):
        yield "MAIL_FROM is missing: set the address that mail comes from, such as no-reply@agreements.example.gov.uk."
    if bool(env.text("SMTP_USER")) != bool(env.text("SMTP_PASSWORD")):
        yield "SMTP_USER and SMTP_PASSWORD belong together: set both or neither."
    if env.text("SMTP_PASSWORD") and not env.flag("SMTP_STARTTLS") and not _loopback(host):
        yield "SMTP_STARTTLS is not set: the mail password would cross the network in the clear."


def _operator() -> Iterator[str]:
    for name in _OPERATOR:
        if not env.text(name):
            yield f"{name} is missing: the law makes every page and email say who runs the portal."
    if env.flag("PORTAL_DEMO"):
        yield "PORTAL_DEMO is on: demonstration people have published passwords, so production never has them."


def _forms() -> Iterator[str]:
    for name in _NUMBERS:
        if env.text(name) and not (env.text(name).isdecimal() and int(env.text(name)) > 0):
            yield f"{name} must be a whole number above 0."
    try:
        if not isinstance(json.loads(env.text("SSO_PROVIDERS") or "[]"), list):
            raise ValueError
    except ValueError:
        yield "SSO_PROVIDERS must be a JSON list, as docs/guide/single-sign-on.md shows."
    folder = Path(env.text("PORTAL_VAR", "var"))
    existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not (existing.is_dir() and os.access(existing, os.W_OK)):
        yield f"PORTAL_VAR names {folder}, where the portal may not write: it keeps files and the schedule there."


_PARTS = (_secret, _site, _hosts, _database, _broker, _mail, _operator, _forms, demands.problems)


def _split(value: str) -> SplitResult | None:
    try:
        parts = urlsplit(value)
        _ = parts.port  # reading it is what checks it
    except ValueError:
        return None
    return parts


def _loopback(host: str) -> bool:
    if host in {"localhost", ""}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
