"""bin/bootstrap on machines that lack something: one plain sentence each, never a traceback."""

import errno
import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings

BIN = Path(settings.BASE_DIR) / "bin"


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], ModuleType]:
    """A module of bin/setup/, working in a folder of its own."""
    monkeypatch.syspath_prepend(str(BIN))
    from setup import plain, stamps  # type: ignore[import-not-found]

    (tmp_path / ".setup").mkdir()
    for module in (plain, stamps):
        monkeypatch.setattr(module, "ROOT", tmp_path)
        monkeypatch.setattr(module, "STATE", tmp_path / ".setup")
    monkeypatch.setattr(plain, "LOG", tmp_path / ".setup" / "log.txt")

    def module(name: str) -> ModuleType:
        return __import__(f"setup.{name}", fromlist=[name])

    return module


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setenv("PORTAL_BOOTSTRAP", "1")
    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(BIN / "bootstrap"))
    assert stopped.value.code == 1
    assert capsys.readouterr().err == (
        "The portal needs Python 3.11 or newer, and this is Python 3.9: install a newer one and run the same"
        " command again.\n"
    )


def test_any_python_can_read_the_first_file() -> None:
    """Words that Python 2.7 or 3.5 would stumble over before it can say that it is too old."""
    text = (BIN / "bootstrap").read_text(encoding="ascii")
    assert not any(word in text for word in ('f"', "f'", ":=", "match ", " -> ", "async "))


@pytest.mark.processes
def test_a_port_that_is_no_port() -> None:
    env = {**os.environ, "PORT": "eighty"}
    command = [sys.executable, str(BIN / "bootstrap"), "run"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stderr) == (1, "PORT must be a number from 1 to 65535, and it is eighty.\n")


# What the programs really said, and how the sentence begins.
SAID = [
    ("NewConnectionError: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution\n"
     "ERROR: No matching distribution found for uv==0.13.8", "The network does not answer"),
    ("  cause: client error (Connect)\n  cause: dns error", "The network does not answer"),
    ("  cause: tunnel error: failed to create underlying connection", "The network does not answer"),
    ("npm error request failed, reason: getaddrinfo EAI_AGAIN", "The network does not answer"),
    ("OSError: [Errno 28] No space left on device", "The disk is full"),
    ("npm error code ENOSPC", "The disk is full"),
    ("error: failed to create directory: Read-only file system (os error 30)", "This folder, or the cache"),
    ("npm error code EACCES", "This folder, or the cache"),
    ("  x Hash mismatch for `openpyxl==3.1.5`", "A download is not the one"),
    ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "A download is not the one"),
    ("npm error code EINTEGRITY", "A download is not the one"),
    ("error: command 'gcc' failed: No such file or directory", "A package has no ready-made build"),
    ("ERROR: No matching distribution found for uv==0.13.8", "A package has no build for this version"),
    ("something new", "What it said is in .setup/log.txt."),
]  # fmt: skip


@pytest.mark.parametrize(("output", "sentence"), SAID)
def test_why_a_program_failed(room: Callable[[str], ModuleType], output: str, sentence: str) -> None:
    assert room("plain").reason(output).startswith(sentence)


def test_a_missing_compiler_comes_with_its_command(
    room: Callable[[str], ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert '"apt-get install build-essential python3-dev"' in room("plain").reason("Failed to build pillow")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert '"xcode-select --install"' in room("plain").reason("Failed to build pillow")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(errno.ENOSPC, "The disk is full"), (errno.EROFS, "may not be written to"), (errno.EACCES, "may not be written")],
)
def test_a_folder_that_cannot_be_written(
    room: Callable[[str], ModuleType],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    number: int,
    sentence: str,
) -> None:
    steps = room("steps")

    def fail() -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setitem(steps._VERBS, "run", fail)
    monkeypatch.setattr(steps, "STATE", room("plain").STATE)
    monkeypatch.setattr(steps, "LOG", room("plain").LOG)
    assert steps.main(["run"]) == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("platform", "root", "tools", "sentence"),
    [
        ("linux", False, True, '"sudo apt-get install -y --no-install-recommends libpango-1.0-0 libharfbuzz-subset0"'),
        ("linux", True, False, "install what Debian calls libpango-1.0-0 libharfbuzz-subset0"),
        ("darwin", False, False, '"brew install pango harfbuzz"'),
    ],
)
def test_missing_libraries_come_with_their_command(
    room: Callable[[str], ModuleType],
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    root: bool,
    tools: bool,
    sentence: str,
) -> None:
    system = room("system")
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
    monkeypatch.setattr(system.shutil, "which", lambda name: f"/usr/bin/{name}" if tools else None)
    monkeypatch.setattr(system, "_library", lambda name, file: name not in {"pango-1.0", "harfbuzz-subset"})
    with pytest.raises(room("plain").Stop) as stopped:
        system.need_libraries()
    assert sentence in str(stopped.value)
    assert str(stopped.value).startswith("PDFs need Pango, HarfBuzz subset")


def test_root_on_debian_gets_them_installed(
    room: Callable[[str], ModuleType], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The package lists of a fresh image are missing at first."""
    system, plain = room("system"), room("plain")
    ran: list[str] = []

    def run(step: str, command: list[str], env: dict[str, str]) -> None:
        ran.append(" ".join(command))
        if len(ran) == 1:
            raise plain.Stop("no lists")

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(system.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(system, "_library", lambda name, file: len(ran) == 3)
    monkeypatch.setattr(system, "run", run)
    system.need_libraries()
    assert ran[1] == "apt-get update"
    assert ran[0] == ran[2]
    assert ran[0].startswith("apt-get install")


def test_what_was_done_is_not_done_again(room: Callable[[str], ModuleType], tmp_path: Path) -> None:
    stamps = room("stamps")
    source = tmp_path / "app.scss"
    source.write_text("a")
    stamps.write("assets", stamps.digest([source]))
    assert stamps.matches("assets", stamps.digest([source]))
    source.write_text("b")
    assert not stamps.matches("assets", stamps.digest([source]))


def test_compiled_modules_are_kept(room: Callable[[str], ModuleType], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without them every start costs seconds."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in room("plain").clean_environment()
