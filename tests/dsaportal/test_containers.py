"""The files for Docker say what bin/start needs, and nothing that would be unsafe to keep."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from dsaportal import startup
from tests.dsaportal.test_settings import SAFE

ROOT = Path(settings.BASE_DIR)
OURS = ("migrate", "web", "worker", "scheduler")
_REQUIRED = re.compile(r"\$\{(\w+):\?[^}]+\}")
_OPTIONAL = re.compile(r"\$\{(\w+):-([^}]*)\}")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_each_process_is_one_that_bin_start_knows(compose: dict[str, Any]) -> None:
    assert {name for name, service in compose["services"].items() if service["image"] == "dsaportal"} == set(OURS)
    for name in OURS:
        assert compose["services"][name]["command"] == [name]


def test_everything_that_stays_up_has_a_health_check(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert ("healthcheck" in service) == (name != "migrate")


def test_no_secret_has_a_default(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for name, value in service["environment"].items():
            if re.search("SECRET_KEY$|PASSWORD$|AUTH$|_URL$", name) and name not in {"SMTP_PASSWORD", "SEAL_PASSWORD"}:
                assert _REQUIRED.search(value), name
            optional = _OPTIONAL.search(str(value))
            assert not (optional and optional[2] and "PASSWORD" in name)


def test_the_settings_that_compose_passes_are_enough(
    compose: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With each required one given, and each other left alone."""
    given = {**SAFE, "POSTGRES_PASSWORD": "V3ryRandomIndeed", "REDIS_PASSWORD": "V3ryRandomIndeed"}
    for name, value in compose["services"]["web"]["environment"].items():
        filled = _REQUIRED.sub(lambda match: given[match[1]], str(value))
        monkeypatch.setenv(name, _OPTIONAL.sub(lambda match: match[2], filled))
    monkeypatch.setenv("PORTAL_VAR", str(tmp_path))
    monkeypatch.delenv("PORTAL_DEMO", raising=False)
    assert startup.problems() == []


def test_the_example_names_every_setting_that_compose_wants(compose: dict[str, Any]) -> None:
    example = (ROOT / ".env.example").read_text()
    wanted = set(_REQUIRED.findall((ROOT / "docker-compose.yml").read_text()))
    assert wanted <= set(re.findall(r"^(\w+)=", example, re.MULTILINE))
    for secret in ("SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "SMTP_PASSWORD"):
        assert f"\n{secret}=\n" in example


def test_the_image_runs_as_nobody_special() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    last = dockerfile.rsplit("\nFROM ", 1)[1]
    assert "\nUSER portal\n" in last
    assert "npm" not in last
    assert "COPY --chown" not in last
    assert all("--require-hashes" in command for command in re.findall(r"pip install[^&]*", dockerfile))


def test_the_image_has_the_libraries_that_set_up_asks_for() -> None:
    asked = set(re.findall(r'"(lib[\w.-]+)"', (ROOT / "bin" / "setup" / "system.py").read_text()))
    packages = {name for name in asked if ".so." not in name}
    assert packages
    assert all(name in (ROOT / "Dockerfile").read_text() for name in packages)


@pytest.mark.processes
def test_bin_start_explains_itself() -> None:
    done = subprocess.run(["bin/start", "portal"], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 64
    assert done.stderr.startswith("Use: bin/start web | worker")
