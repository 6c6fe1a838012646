"""Unsafe production settings are refused: each with its sentence, all at once, however a process is started."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from dsaportal import startup

SAFE = {
    "SECRET_KEY": "a-long-and-random-key-0123456789-abcdefghijklmnopqrstuvwxyz",
    "SITE_URL": "https://agreements.example.gov.uk",
    "ALLOWED_HOSTS": "agreements.example.gov.uk",
    "BEHIND_TLS_PROXY": "1",
    "DATABASE_URL": "postgres://portal:V3ryRandomIndeed@db.internal:5432/portal",
    "REDIS_URL": "redis://:V3ryRandomIndeed@redis.internal:6379/0",
    "SMTP_HOST": "smtp.internal",
    "MAIL_FROM": "Sharing agreements <no-reply@agreements.example.gov.uk>",
    "OPERATOR_NAME": "Example Council",
    "OPERATOR_ADDRESS": "1 High Street, Exampleton",
    "OPERATOR_EMAIL": "help@agreements.example.gov.uk",
}
_OTHERS = ("PORTAL_DEMO", "PORTAL_ALLOW_HTTP", "SECRET_KEY_FALLBACKS", "SSO_PROVIDERS", "SMTP_PASSWORD", "SMTP_USER")
_LONG = "another-long-and-random-key-9876543210-zyxwvutsrqponmlkjih"

# What is set differently, and how the only refusal begins.
UNSAFE = [
    ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
    ({"SECRET_KEY": "short"}, "SECRET_KEY has 5 characters"),
    ({"SECRET_KEY": "ab" * 30}, "SECRET_KEY can be guessed"),
    ({"SECRET_KEY": f"django-insecure-{_LONG}"}, "SECRET_KEY can be guessed"),
    ({"SECRET_KEY_FALLBACKS": f"{_LONG},old"}, "SECRET_KEY_FALLBACKS has 3 characters"),
    ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is missing"),
    ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS has a wildcard"),
    ({"ALLOWED_HOSTS": ".example.gov.uk"}, "ALLOWED_HOSTS has a wildcard"),
    ({"ALLOWED_HOSTS": "other.example.gov.uk"}, "ALLOWED_HOSTS does not name agreements.example.gov.uk"),
    ({"SITE_URL": ""}, "SITE_URL is missing"),
    ({"SITE_URL": "agreements.example.gov.uk"}, "SITE_URL is not a web address"),
    ({"SITE_URL": "https://agreements.example.gov.uk:99999"}, "SITE_URL is not a web address"),
    ({"SITE_URL": "https://agreements.example.gov.uk/portal"}, "SITE_URL must be the address alone"),
    ({"SITE_URL": "http://agreements.example.gov.uk"}, "SITE_URL must start with https://"),
    ({"SITE_URL": "http://agreements.example.gov.uk", "PORTAL_ALLOW_HTTP": "1"}, "SITE_URL must start with https://"),
    ({"SITE_URL": "http://127.0.0.1:8000", "ALLOWED_HOSTS": "127.0.0.1"}, "SITE_URL must start with https://"),
    ({"BEHIND_TLS_PROXY": ""}, "BEHIND_TLS_PROXY is not set"),
    ({"DATABASE_URL": ""}, "DATABASE_URL is missing"),
    ({"DATABASE_URL": "mysql://a:b@db/portal"}, "DATABASE_URL is not a PostgreSQL address"),
    ({"DATABASE_URL": "postgres://a:V3ryRandomIndeed@db"}, "DATABASE_URL is not a PostgreSQL address"),
    ({"DATABASE_URL": "postgres://portal@db.internal/portal"}, "DATABASE_URL has no password"),
    ({"DATABASE_URL": "postgres://postgres:postgres@db.internal/portal"}, "DATABASE_URL has no password"),
    ({"DATABASE_URL": "postgres://anna:Anna@db.internal/portal"}, "DATABASE_URL has no password"),
    ({"DATABASE_URL": "postgres://anna:ch%61ngeme@10.0.0.9/portal"}, "DATABASE_URL has no password"),
    ({"REDIS_URL": ""}, "REDIS_URL is missing"),
    ({"REDIS_URL": "amqp://redis.internal"}, "REDIS_URL is not a Redis address"),
    ({"REDIS_URL": "redis://redis.internal:6379/0"}, "REDIS_URL has no password"),
    ({"PORTAL_DEMO": "1"}, "PORTAL_DEMO is on"),
    ({"SMTP_HOST": ""}, "SMTP_HOST is missing"),
    ({"MAIL_FROM": ""}, "MAIL_FROM is missing"),
    ({"MAIL_FROM": "Portal <no-reply@portal.example>"}, "MAIL_FROM is missing"),
    ({"SMTP_USER": "portal"}, "SMTP_USER and SMTP_PASSWORD belong together"),
    ({"SMTP_USER": "portal", "SMTP_PASSWORD": "x"}, "SMTP_STARTTLS is not set"),
    ({"OPERATOR_NAME": ""}, "OPERATOR_NAME is missing"),
    ({"OPERATOR_ADDRESS": ""}, "OPERATOR_ADDRESS is missing"),
    ({"OPERATOR_EMAIL": ""}, "OPERATOR_EMAIL is missing"),
    ({"PORT": "eighty"}, "PORT must be a whole number"),
    ({"WEB_WORKERS": "0"}, "WEB_WORKERS must be a whole number"),
    ({"SSO_PROVIDERS": "{}"}, "SSO_PROVIDERS must be a JSON list"),
    ({"SSO_PROVIDERS": "entra"}, "SSO_PROVIDERS must be a JSON list"),
    ({"PORTAL_VAR": "/dev/null/portal"}, "PORTAL_VAR names /dev/null/portal"),
    ({"SECRET_KEY_FILE": "/nowhere/key"}, "A secret's file cannot be read: /nowhere/key"),
]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    for name in (*SAFE, *_OTHERS, "DJANGO_ALLOW_ASYNC_UNSAFE"):  # the last is set by the browser tests
        monkeypatch.delenv(name, raising=False)
    for name, value in SAFE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PORTAL_VAR", str(tmp_path))
    return monkeypatch


def test_safe_settings_pass(environment: pytest.MonkeyPatch) -> None:
    assert startup.problems() == []
    startup.refuse_unsafe(embedded_allowed=False)


@pytest.mark.parametrize(("changed", "sentence"), UNSAFE)
def test_each_unsafe_setting_is_refused_alone(
    environment: pytest.MonkeyPatch, changed: dict[str, str], sentence: str
) -> None:
    for name, value in changed.items():
        environment.setenv(name, value)
    found = startup.problems()
    assert len(found) == 1, found
    assert found[0].startswith(sentence)
    assert found[0].endswith((".", ")"))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_a_trial_on_one_machine_may_use_http(environment: pytest.MonkeyPatch, host: str) -> None:
    environment.setenv("SITE_URL", f"http://{host}:8000")
    environment.setenv("ALLOWED_HOSTS", host.strip("[]"))
    environment.setenv("PORTAL_ALLOW_HTTP", "1")
    environment.setenv("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/portal")
    environment.setenv("REDIS_URL", "redis://127.0.0.1:6379/0")
    assert startup.problems() == []


def test_a_secret_may_come_from_a_file(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{_LONG}\n")
    environment.delenv("SECRET_KEY")
    environment.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))
    assert startup.problems() == []


def test_every_problem_is_listed_at_once(environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in SAFE:
        environment.delenv(name)
    with pytest.raises(SystemExit) as stopped:
        startup.refuse_unsafe(embedded_allowed=False)
    assert stopped.value.code == startup.EX_CONFIG
    said = capsys.readouterr().err
    assert {name for name in SAFE if name in said} == set(SAFE) - {"BEHIND_TLS_PROXY"}  # it waits for an https address


def test_the_embedded_portal_is_only_for_its_supervisor(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("DATABASE_URL")
    startup.refuse_unsafe(embedded_allowed=True)
    with pytest.raises(SystemExit):
        startup.refuse_unsafe(embedded_allowed=False)


@pytest.mark.processes
@pytest.mark.parametrize(
    "command",
    [
        ["bin/start", "web"],
        ["bin/start", "worker"],
        ["bin/start", "scheduler"],
        ["bin/start", "migrate"],
        ["bin/start", "check"],
        [sys.executable, "-m", "gunicorn", "--config", "python:dsaportal.gunicorn_conf"],
        [sys.executable, "-m", "celery", "--app", "dsaportal", "worker", "--pool", "threads"],
        [sys.executable, "-m", "celery", "--app", "dsaportal", "beat"],
    ],
    ids=lambda command: " ".join(word for word in command if word != sys.executable),
)
def test_no_process_starts_with_unsafe_settings(
    environment: pytest.MonkeyPatch, tmp_path: Path, command: list[str]
) -> None:
    environment.setenv("ALLOWED_HOSTS", "*")
    environment.setenv("MAIL_FROM", "")
    done = _run(command)
    assert done.returncode == startup.EX_CONFIG, done.stderr
    assert "ALLOWED_HOSTS has a wildcard" in done.stderr
    assert "MAIL_FROM is missing" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.processes
def test_django_finds_nothing_to_warn_about(environment: pytest.MonkeyPatch) -> None:
    done = _run(["bin/start", "check"])
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def _run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "dsaportal.settings"}
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, timeout=60, check=False
    )
