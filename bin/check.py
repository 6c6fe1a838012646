"""make check: everything that can be said about the code without serving it. Changes nothing; ``--fix`` is make fix."""

import os
import subprocess
import sys
import tempfile
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import locks

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
PYTHON = str(BIN / "python")
MANAGE = [PYTHON, "manage.py"]

# Safe settings of a production installation that is never started.
SAFE = {
    "SECRET_KEY": "only-for-the-deployment-check-0123456789-abcdefghijklmnopqrstuvwxyz",
    "SITE_URL": "https://agreements.example.gov.uk",
    "ALLOWED_HOSTS": "agreements.example.gov.uk",
    "BEHIND_TLS_PROXY": "1",
    "DATABASE_URL": "postgres://portal@127.0.0.1:5432/portal",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "SMTP_HOST": "127.0.0.1",
    "MAIL_FROM": "no-reply@agreements.example.gov.uk",
    "OPERATOR_NAME": "Example Council",
    "OPERATOR_ADDRESS": "1 High Street, Exampleton",
    "OPERATOR_EMAIL": "help@agreements.example.gov.uk",
}


@dataclass(frozen=True)
class Step:
    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)


def _packages() -> list[str]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    return list(project["tool"]["importlinter"]["root_packages"])


def _has(command: str) -> bool:
    return any(ROOT.glob(f"*/management/commands/{command}.py"))


def checks() -> list[Step]:
    generated = [Step("generated documents", [*MANAGE, "generate_reference", "--check"])]
    return [
        Step("types", [str(BIN / "mypy"), *_packages()]),
        Step("lint", [str(BIN / "ruff"), "check", "."]),
        Step("format", [str(BIN / "ruff"), "format", "--check", "."]),
        Step("floors", [str(BIN / "lint-imports")]),
        Step("templates", [str(BIN / "djlint"), "--lint", "--quiet", "templates"]),
        Step("migrations written", [*MANAGE, "makemigrations", "--check", "--dry-run"]),
        Step(
            "migrations safe",
            [*MANAGE, "lintmigrations", "--exclude-apps", *_FOREIGN, "--ignore-name", *_JUDGED],
            {"DJANGO_SETTINGS_MODULE": "dsaportal.management.lint_settings"},
        ),
        Step("deployment", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], SAFE),
        *(generated if _has("generate_reference") else []),
    ]


# The migrations of the packages that the portal is built on are theirs to judge.
_FOREIGN = ["auth", "contenttypes", "sessions", "account", "mfa", "usersessions", "socialaccount", "guardian"]

# Each was looked at by a person: they add uniqueness to tables in which nobody has many rows yet; the last only seems
# to, since SQLite makes the table anew.
_JUDGED = [
    "0004_ways_to_sign",
    "0006_ways_hold",
    "0014_joining_again",
    "0004_left_again_and_alone",
    "0005_why_a_review_was_asked_for",
]


def fixes() -> list[Step]:
    generated = [Step("generated documents", [*MANAGE, "generate_reference"])]
    return [
        Step("lint", [str(BIN / "ruff"), "check", "--fix", "--quiet", "."]),
        Step("format", [str(BIN / "ruff"), "format", "--quiet", "."]),
        *(generated if _has("generate_reference") else []),
    ]


def _run(step: Step, var: str) -> tuple[bool, str, float]:
    env = {name: value for name, value in os.environ.items() if name not in SAFE}
    env |= {"PORTAL_VAR": var, "DJANGO_SETTINGS_MODULE": "dsaportal.settings"} | step.env
    began = time.monotonic()
    done = subprocess.run(step.command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    return done.returncode == 0, (done.stdout + done.stderr).strip(), time.monotonic() - began


def main(fixing: bool) -> int:
    failed = []
    with tempfile.TemporaryDirectory(prefix="portal-check-") as var:
        steps = fixes() if fixing else checks()
        # Formatting comes after mending, so fixes go one by one.
        with ThreadPoolExecutor(1 if fixing else 2) as pool:
            for step, (good, output, seconds) in zip(steps, pool.map(lambda s: _run(s, var), steps), strict=True):
                print(f"{'ok    ' if good else 'FAILED'} {step.name} ({seconds:.1f} s)", flush=True)
                if not good:
                    failed.append(step.name)
                    print(output, flush=True)
    problems = [] if fixing else locks.problems(ROOT)
    if not fixing:
        print(f"{'FAILED' if problems else 'ok    '} lock files")
        print(*problems, sep="\n", end="\n" if problems else "")
    failed += ["lock files"] if problems else []
    if failed:
        print(f"\nNot good yet: {', '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main("--fix" in sys.argv[1:]))
