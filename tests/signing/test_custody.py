"""The chain of signatures is checked every night and on demand, and a break is told aloud."""

import io
import json

import pytest
from django.conf import settings
from django.core.management import call_command

from notices.models import Notice
from signing import custody, tasks
from signing.models import ChainHead, Signature
from tests.factories.people import make_operator
from tests.signing import scene
from tests.signing.scene import AT, MINUTE

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed() -> scene.Scene:
    staged = scene.set_stage()
    scene.open_round(staged)
    scene.sign(staged, staged.first, AT + MINUTE)
    scene.sign(staged, staged.second, AT + 2 * MINUTE)
    return staged


def verify() -> tuple[int, dict]:
    out = io.StringIO()
    try:
        call_command("verify_chain", stdout=out)
    except SystemExit as ended:
        return int(ended.code), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def test_nothing_signed_is_whole():
    assert verify() == (0, {"whole": True, "signatures": 0, "links": 0, "published": 0, "head": "0" * 64, "faults": []})


def test_a_whole_chain_says_where_it_ends(signed):
    last = Signature.objects.get(number=2)
    told = {"whole": True, "signatures": 2, "links": 2, "published": 0, "head": last.hash, "faults": []}
    assert verify() == (0, told)
    assert tasks.check_chain() is True
    assert not Notice.objects.filter(kind="ops.chain_broken").exists()


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (3, "the chain ends at 2, and should end at 3"),
        (1, "the chain ends at 2, and should end at 1"),
    ],
    ids=["a tail that is lost", "one that nobody added"],
)
def test_the_end_must_be_the_end(signed, number, fault):
    """The database itself refuses to change or delete a signature; a restored copy can still lack the newest."""
    ChainHead.objects.update(number=number)
    code, report = verify()
    assert (code, report["whole"], fault in report["faults"]) == (1, False, True)


def test_a_record_that_was_changed_is_named(signed, monkeypatch):
    changed = Signature(number=1, evidence="not a record", previous_hash="0" * 64, hash="f" * 64)
    links = [(changed.number, changed.evidence, changed.previous_hash, changed.hash)]
    links += list(Signature.objects.filter(number=2).values_list("number", "evidence", "previous_hash", "hash"))
    found = custody.chain.faults([custody.chain.Link(*row) for row in links], "0" * 64)
    assert found == [
        "the record of 1 names another predecessor",
        "the record of 1 was changed",
        "2 does not follow the link before it",
    ]


def test_the_operators_hear_of_a_break_once_a_day(signed):
    make_operator()
    ChainHead.objects.update(number=3)
    assert tasks.check_chain() is False
    assert tasks.check_chain() is False
    (notice,) = Notice.objects.filter(kind="ops.chain_broken")
    assert notice.subject == "[dsa] The chain of signatures is broken"
    assert "the chain ends at 2, and should end at 3" in notice.text


def test_it_is_checked_every_night():
    entry = next(one for one in settings.CELERY_BEAT_SCHEDULE.values() if one["task"] == "signing.check_chain")
    assert (entry["schedule"].hour, entry["schedule"].minute) == ({2}, {30})
