"""Hundreds of agreements of one body pass on while workers are killed: each once, none forgotten, in how much time."""

import os
import random
import subprocess
import sys
import time

import pytest
from django.db import connection

from accounts.roles import Role
from agreements import services as agreements
from agreements.models import Agreement, Handover, Party
from agreements.models.succession import HandoverItem
from agreements.services import succeeding
from agreements.succession import Passing
from dsaformat import reading
from lawfulbasis import services as law
from notices.models import Notice
from parties.services import successions
from tests.agreements import succession_scene as made
from tests.databases import ROOT
from tests.drafting import scene as drafting
from tests.factories.parties import make_organisation
from tests.factories.people import make_person

pytestmark = [pytest.mark.postgres, pytest.mark.processes, pytest.mark.django_db(transaction=True)]
SIZES = (2, 3, 5, 8, 2, 33)
WORKER = """
import django
django.setup()
from django.utils import timezone
from agreements.models import Handover
from agreements.services import succeeding
print("ready", flush=True)
while Handover.objects.filter(finished_at=None).exists():
    succeeding.sweep(at=timezone.now())
"""


@pytest.fixture
def old(settings, tmp_path):
    settings.CELERY_TASK_ALWAYS_EAGER = False
    settings.MEDIA_ROOT = tmp_path
    law.load_catalogue(at=drafting.AT)
    return make_organisation("Old Essex Council")


def written(old, count: int) -> None:
    """Between 2 and 33 parties each, one of which is the body that ends; it leads every other one."""
    others = [make_organisation(f"Borough {number} Council") for number in range(1, 33)]
    officers = {one.pk: make_person(f"ig@{one.slug}.example", one, [Role.IG_OFFICER]) for one in (old, *others)}
    for number in range(count):
        rest = others[: SIZES[number % len(SIZES)] - 1]
        bodies = [old, *rest] if number % 2 else [*rest, old]
        identity = {"title": f"Help {number}", "public_title": f"Help {number}", "owner": "p0"}
        document = reading.parse(drafting.values(bodies, identity=identity))
        agreements.import_document(document=document, by=officers[bodies[0].pk], at=drafting.AT)


def confirmed(old) -> Handover:
    heir = made.people_and_places("New Essex Council")
    end = {"how": "merged", "on": drafting.TODAY, "successors": [heir.heir], "by": heir.proposer, "at": made.AT}
    successions.end(organisation=old, **end)
    succeeding.propose(organisation=old, heir=heir.heir, by=heir.proposer, at=made.AT)
    return succeeding.confirm(organisation=old, by=heir.confirmer, at=made.AT)


def start(tmp_path) -> subprocess.Popen[str]:
    told = connection.settings_dict
    url = f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
    env = {key: value for key, value in os.environ.items() if not key.startswith(("TEST_", "DATABASE_"))} | {
        "DJANGO_SETTINGS_MODULE": "tests.notices.kill_settings",
        "PORTAL_VAR": str(tmp_path / "var"),
        "KILL_DATABASE_URL": url,
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": "9",
    }
    for name in ("broker", "broker-control"):
        (tmp_path / "var" / name).mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen([sys.executable, "-c", WORKER], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline().strip() == "ready"
    return process


@pytest.mark.parametrize(
    ("count", "kills"), [pytest.param(12, 2, id="few"), pytest.param(500, 6, id="many", marks=pytest.mark.soak)]
)
def test_workers_are_killed_and_others_go_on(old, tmp_path, capsys, count, kills):
    written(old, count)
    handover, chance = confirmed(old), random.Random(1)
    killed, spent = [], 0.0
    for number in range(kills + 1):
        worker, began = start(tmp_path), time.monotonic()
        if number < kills:
            # Somewhere in the middle of one agreement.
            wanted = done() + max(1, count // (kills + 2))
            while done() < wanted and worker.poll() is None:
                time.sleep(chance.uniform(0.01, 0.05))
            worker.kill()
        worker.wait(timeout=1200)
        spent += time.monotonic() - began
        killed.append(done())
    with capsys.disabled():
        each = 1000 * spent / count
        print(f"\npassed on: {count} agreements in {spent:.1f} s, {each:.0f} ms each; after kills {killed}")
    handover.refresh_from_db()
    assert handover.finished_at is not None
    assert done() == count
    assert killed[0] < count
    assert not Party.objects.filter(organisation=old).exists()
    assert Agreement.objects.filter(lead=handover.heir).count() == count // 2
    for item in HandoverItem.objects.filter(handover=handover):
        assert item.history.filter(state=Passing.DONE).count() == 1
    changes = Party.history.filter(organisation=handover.heir, history_type="~")
    assert changes.count() == count
    told = Notice.objects.filter(kind="succession.told")
    assert told.count() == told.values("email").distinct().count() > 0


def done() -> int:
    return HandoverItem.objects.filter(state=Passing.DONE).count()
