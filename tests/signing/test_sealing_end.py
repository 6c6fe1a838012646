"""The end of a signed PDF, what makes up for a missing timestamp, and every altered file beside the register."""

import hashlib

import pytest
from django.utils import timezone

from notices.models import Notice
from signing import files, genuineness, sealing, tasks
from signing.genuineness import Answer
from signing.models import SealedFile, Sealing, Signature
from signing.seal import keys
from signing.services import seals
from tests.shares import dealt, shares
from tests.signing import papers, scene
from tests.signing.corpus import altering, making
from tests.signing.scene import AT, MINUTE

pytestmark = pytest.mark.django_db

UNDATED = "Some signatures carry no timestamp: the portal's records alone say when they were given."
DATED_LATER = "No timestamp authority answered when some of it was signed: it was timestamped later."


@pytest.fixture
def asked(settings, tmp_path) -> scene.Scene:
    settings.MEDIA_ROOT = tmp_path
    staged = scene.set_stage()
    scene.open_round(staged)
    return staged


@pytest.fixture
def signed(asked) -> scene.Scene:
    scene.sign(asked, asked.first, AT + MINUTE)
    scene.sign(asked, asked.second, AT + 2 * MINUTE)
    return asked


def states(staged: scene.Scene) -> list[SealedFile]:
    return list(SealedFile.objects.filter(version=staged.version))


def check(pdf: bytes) -> genuineness.Result:
    return genuineness.check(pdf, keyring=keys.current(AT))


def test_the_last_step_brings_the_proof_that_lasts(signed):
    tasks.sweep()
    found = check(files.content(states(signed)[-1])).examination
    assert (found.sound, found.has_proof_of_validity, len(found.timestamps)) == (True, True, 1)
    assert not check(files.content(states(signed)[-2])).examination.has_proof_of_validity


@pytest.fixture
def silent(monkeypatch):
    """An installation that relies on others' timestamps, and none of them answers."""
    own = keys.current(AT)
    deaf = keys.Keyring(own.seal, None, ("http://127.0.0.1:9/tsa",), own.roots, own_lists=own.own_lists)
    monkeypatch.setattr(keys, "current", lambda at: deaf)
    yield
    monkeypatch.setattr(keys, "current", lambda at: own)


def test_without_timestamps_it_is_signed_now_and_dated_later(asked, monkeypatch, silent):
    """F7: nobody waits to sign, the operators hear of it after a day, and one timestamp makes up for all."""
    scene.sign(asked, asked.first, AT + MINUTE)
    Sealing.objects.update(wanted_at=timezone.now())
    assert tasks.seal(asked.version.pk) == 2
    row = Sealing.objects.get()
    assert (row.is_behind, row.attempts, row.error) == (True, 0, "No timestamp authority answers.")
    assert sealing.whole(asked.version) == states(asked)[-1]
    assert not Notice.objects.filter(kind="ops.seal_failed").exists()
    seals.postpone(sealing=row, at=row.wanted_at + seals.SILENCE)
    assert Notice.objects.filter(kind="ops.seal_failed").count() == 1
    undated = check(files.content(states(asked)[-1]))
    assert undated.notes == (
        "Some signatures carry no timestamp: the portal's records alone say when they were given.",
    )

    monkeypatch.undo()
    Sealing.objects.update(lease_until=None)
    assert tasks.sweep() == 1
    row = Sealing.objects.get()
    assert (row.made, row.wanted, row.error, states(asked)[-1].kind) == (3, 3, "", "timestamped")
    dated = check(files.content(states(asked)[-1]))
    assert [bool(one.stamped_later_at) for one in dated.examination.signatures] == [True, True]
    assert dated.notes == (DATED_LATER,)


def test_a_signature_that_comes_while_a_timestamp_is_awaited_goes_first(asked, silent):
    scene.sign(asked, asked.first, AT + MINUTE)
    tasks.seal(asked.version.pk)
    scene.sign(asked, asked.second, AT + 2 * MINUTE)
    Sealing.objects.update(lease_until=None)
    assert tasks.seal(asked.version.pk) == 1
    assert [state.kind for state in states(asked)] == ["certified", "signed", "signed"]
    assert sealing.whole(asked.version) == states(asked)[-1]


def test_after_a_withdrawn_signature_the_file_is_begun_again(asked):
    scene.sign(asked, asked.first, AT + MINUTE)
    tasks.sweep()
    old = files.content(states(asked)[-1])
    Sealing.objects.update(edition=1, made=0, wanted=2)
    assert tasks.sweep() == 2
    found = states(asked)
    assert [(s.edition, s.revision, s.kind) for s in found[2:]] == [(1, 0, "certified"), (1, 1, "signed")]
    assert files.content(found[1]) == old
    result = check(old)
    assert (result.answer, result.details) == (
        Answer.OLDER,
        ("A signature in it was withdrawn before the agreement was complete, and the file was begun again.",),
    )


@shares(4)
def test_every_altered_file_gets_its_answer(signed, tmp_path, share):
    """P5, B67: the corpus against the register, with the file that the portal itself made."""
    tasks.sweep()
    base, keyring = papers.blank(*making.PARTIES), keys.current(AT)
    made = making.Genuine(keyring, base)
    _register(signed.version, made.states)
    other = making.genuine(keyring, "Another agreement")
    altered = dealt(altering.corpus(made, other, tmp_path), share, 4)
    got = {one.name: (check(one.pdf).answer, one.answer) for one in altered}
    assert {name: answers for name, answers in got.items() if answers[0] is not answers[1]} == {}


def _register(version, contents: list[bytes]) -> None:
    """As if a worker had made these states, of the same acts."""
    acts = [None, *Signature.objects.filter(version=version).order_by("number"), None]
    for revision, (content, act) in enumerate(zip(contents, acts, strict=True)):
        SealedFile.objects.create(
            version=version,
            edition=9,
            revision=revision,
            signature=act,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            path="signed/corpus.pdf",
            sealed_at=AT,
        )
    Sealing.objects.filter(version=version).update(edition=9)
