"""make run's last step, for real: one foreground process that keeps three alive and takes them along."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from dsaportal.management import supervisor
from tests import databases
from tests.dsaportal.running import ROOT, Running, alive, environment, free_port, manage, running, status, until

pytestmark = pytest.mark.processes

ALL = {"web", "worker", "scheduler"}
SECOND_START = 5.0  # seconds


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation that has started before."""
    var = tmp_path_factory.mktemp("prepared")
    shutil.copy(databases.migrated(), var / "portal.sqlite3")
    env = environment(PORTAL_VAR=str(var), PORTAL_DEMO="0")
    done = subprocess.run(
        manage("prepare"), env=env, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return var


@pytest.fixture
def env(prepared: Path, tmp_path: Path) -> dict[str, str]:
    shutil.copytree(prepared, tmp_path / "var")
    return environment(PORTAL_VAR=str(tmp_path / "var"), PORTAL_DEMO="0", PORT=str(free_port()))


@pytest.fixture
def portal(env: dict[str, str], tmp_path: Path) -> Iterator[Running]:
    with running(manage("up"), env, tmp_path / "log") as started:
        until(lambda: started.children().keys() == ALL, 40, "three processes", started.log)
        until(lambda: "The portal is ready" in started.said, 20, "the greeting", started.log)
        assert f"http://localhost:{env['PORT']}/" in started.said  # the address where passkeys work
        yield started


def test_a_second_start_is_quick(env: dict[str, str], tmp_path: Path) -> None:
    """Counted in processor time, which on an idle machine is the time one waits; make bench measures the wait."""
    with running(manage("up"), env, tmp_path / "log") as started:
        until(lambda: status(int(env["PORT"])) == 200, 60, "the first page", started.log)
        family = [psutil.Process(started.process.pid), *started.family()]
        took = sum(sum(process.cpu_times()[:2]) for process in family)
        assert started.end() == 0
    assert took < SECOND_START
    assert "Preparing" not in started.said


def test_a_killed_child_comes_back(portal: Running, env: dict[str, str]) -> None:
    for name in sorted(ALL):
        victim = portal.children()[name]
        below = victim.children(recursive=True)
        victim.kill()
        until(
            lambda name=name, old=victim.pid: (new := portal.children().get(name)) and new.pid != old,  # type: ignore[misc]
            15,
            f"a new {name}",
            portal.log,
        )
        assert alive(below) == []
        assert f"The {name} process stopped (SIGKILL); starting it again." in portal.said
    until(lambda: status(int(env["PORT"])) == 200, 15, "the first page", portal.log)
    until(lambda: status(int(env["PORT"]), "/readyz") == 200, 15, "everything ready", portal.log)


def test_the_worker_hears_the_doorbell(portal: Running, env: dict[str, str]) -> None:
    bell = [sys.executable, "-m", "celery", "--app", "dsaportal", "call", "notices.sweep"]
    subprocess.run(bell, env=env, cwd=ROOT, capture_output=True, check=True, timeout=30)
    broker = Path(env["PORTAL_VAR"]) / "broker"
    until(lambda: not list(broker.iterdir()), 15, "an empty broker", portal.log)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_stopping_ends_every_child(portal: Running, number: signal.Signals) -> None:
    family = portal.family()
    assert len(family) >= len(ALL)
    assert portal.end(number) == 0
    assert alive(family) == []
    assert "The portal has stopped." in portal.said
    assert "Traceback" not in portal.said


def test_a_killed_parent_leaves_no_orphan(portal: Running, env: dict[str, str]) -> None:
    family = portal.family()
    portal.end(signal.SIGKILL)
    until(lambda: not alive(family), 20, "no orphans")
    assert status(int(env["PORT"])) == 0


def test_without_the_kernels_promise_the_pipe_is_enough(tmp_path: Path) -> None:
    """What macOS relies on. This test process lives on, so nothing but the pipe can end the child."""
    code = (
        "import sys, time\n"
        "from dsaportal.management import child; sys.platform = 'darwin'\n"
        "child.die_with_parent(int(sys.argv[1])); print('watching', flush=True); time.sleep(60)"
    )
    life, hold = os.pipe()
    with running([sys.executable, "-c", code, str(life)], environment(), tmp_path / "log", life) as watching:
        os.close(life)
        until(lambda: "watching" in watching.said, 15, "a watching child", watching.log)
        os.close(hold)
        assert watching.process.wait(10) == -signal.SIGTERM


def test_a_second_portal_on_the_same_data_is_refused(portal: Running, env: dict[str, str], tmp_path: Path) -> None:
    said = _refused({**env, "PORT": str(free_port())})
    assert "already running from this folder" in said
    assert env["PORT"] in said


def test_a_taken_port_is_said_before_anything_starts(portal: Running, env: dict[str, str], tmp_path: Path) -> None:
    said = _refused({**env, "PORTAL_VAR": str(tmp_path / "other")})
    assert f"Port {env['PORT']} is taken by another program" in said
    assert f"PORT={int(env['PORT']) + 1} make run" in said
    assert not (tmp_path / "other" / "portal.sqlite3").exists()


def test_production_settings_belong_to_bin_start(env: dict[str, str]) -> None:
    said = _refused({**env, "DATABASE_URL": "postgres://portal@127.0.0.1/portal", "SECRET_KEY": "x" * 50})
    assert "start a production installation with bin/start" in said


def test_a_crash_loop_stops_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "CRASHES", 2)
    said: list[str] = []
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        code = supervisor.Supervisor({"web": ["no_such_module"]}, environment(), said.append).run(lambda: False)
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    assert code == 1
    assert said == [
        "The web process stopped (exit code 1); starting it again.",
        "The web process stopped 2 times within a minute; its last words are above.",
    ]


def _refused(env: dict[str, str]) -> str:
    done = subprocess.run(manage("up"), env=env, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr
