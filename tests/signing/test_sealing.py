"""The signed PDF keeps level with the signatures, whatever is killed or lost; and anybody can check it."""

import datetime as dt
import io
import json

import pytest
from django.core.management import call_command

from agreements import assembly
from agreements import services as agreements
from agreements.models import Rendering
from foundation.verdicts import Refused
from notices.models import Notice
from signing import files, genuineness, sealing, tasks
from signing.genuineness import Answer
from signing.models import SealedFile, Sealing
from signing.querysets import MAX_ATTEMPTS
from signing.seal import keys
from signing.services import seals
from tests.signing import papers, scene
from tests.signing.scene import AT, MINUTE

pytestmark = pytest.mark.django_db


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


def test_certification_first_then_each_signature_in_its_order(asked, tmp_path):
    assert tasks.seal(asked.version.pk) == 1
    scene.sign(asked, asked.second, AT + MINUTE)
    assert tasks.seal(asked.version.pk) == 1
    scene.sign(asked, asked.first, AT + 2 * MINUTE)
    assert tasks.seal(asked.version.pk) == 2
    found = states(asked)
    assert [(s.kind, s.signature and s.signature.party_key) for s in found] == [
        ("certified", None),
        ("signed", "police"),
        ("signed", "essex"),
        ("timestamped", None),
    ]
    whole = files.content(found[3])
    assert all(whole.startswith(files.content(state)) for state in found)
    # M8: poppler knows no document timestamps; openssl checks that one too.
    assert papers.pdfsig(whole, tmp_path).count("Signature is Valid") == 3
    assert papers.openssl_agrees(whole, keys.current(AT), tmp_path) == [True] * 4


def test_a_sweep_finds_what_no_message_announced_and_then_nothing(signed):
    assert tasks.sweep() == 4
    assert tasks.sweep() == 0
    assert tasks.seal(signed.version.pk) == 0
    sealing_ = Sealing.objects.get()
    assert (sealing_.made, sealing_.wanted, sealing_.lease_until) == (4, 4, None)


def test_killed_between_writing_the_file_and_recording_it(signed):
    tasks.sweep()
    last = states(signed)[-1]
    files.keep(last.path, files.content(last) + b"left behind by a worker that was killed")
    assert check(files.content(last)).answer is Answer.GENUINE


def test_a_second_worker_finds_it_taken_and_a_dead_ones_lease_runs_out(signed):
    held = seals.claim(version_id=signed.version.pk, at=AT)
    assert held is not None
    assert seals.claim(version_id=signed.version.pk, at=AT + MINUTE) is None
    assert seals.claim(version_id=signed.version.pk, at=AT + seals.LEASE + MINUTE) is not None


def test_of_two_that_built_on_the_same_state_one_is_kept(signed):
    claimed = seals.claim(version_id=signed.version.pk, at=AT)
    one, other = sealing.next_step(claimed, AT), sealing.next_step(claimed, AT)
    assert seals.record(sealing=claimed, step=one, at=AT) is not None
    assert seals.record(sealing=claimed, step=other, at=AT) is None
    assert len(states(signed)) == 1


def test_it_waits_for_the_text_to_be_set(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(scene, "render", lambda version, at: None)
    staged = scene.set_stage()
    scene.open_round(staged)
    assert tasks.seal(staged.version.pk) == 0
    assert (Sealing.objects.get().attempts, Sealing.objects.get().lease_until) == (0, None)
    monkeypatch.undo()
    settings.MEDIA_ROOT = tmp_path
    scene.render(staged.version, AT)
    assert Rendering.objects.get().sha256
    assert tasks.sweep() == 1


def test_failures_are_kept_tried_again_and_given_up_aloud(signed, monkeypatch):
    def broken(version, at):
        raise RuntimeError("the key is gone")

    monkeypatch.setattr(sealing, "next_step", broken)
    for attempt in range(MAX_ATTEMPTS):
        Sealing.objects.update(lease_until=None)
        assert tasks.sweep() == 0
        assert Sealing.objects.get().attempts == attempt + 1
    Sealing.objects.update(lease_until=None)
    tasks.sweep()
    row = Sealing.objects.get()
    assert (row.attempts, row.error) == (MAX_ATTEMPTS, "RuntimeError: the key is gone")
    assert Notice.objects.filter(kind="ops.seal_failed").count() == 1


def test_genuine_only_when_whole_current_and_complete(asked):
    tasks.sweep()
    unsigned = files.content(states(asked)[0])
    assert (check(unsigned).answer, check(unsigned).details) == (Answer.OLDER, ("Not everybody has signed yet.",))
    scene.sign(asked, asked.first, AT + MINUTE)
    scene.sign(asked, asked.second, AT + 2 * MINUTE)
    tasks.sweep()
    whole = files.content(states(asked)[3])
    result = check(whole)
    assert (result.answer, result.details, result.notes) == (Answer.GENUINE, (), ())
    assert (result.present, result.missing) == (("Essex County Council", "Essex Police"), ())
    before_the_end = check(files.content(states(asked)[2]))
    assert (before_the_end.answer, len(before_the_end.notes)) == (Answer.GENUINE, 1)
    cut = check(files.content(states(asked)[1]))
    assert (cut.answer, cut.missing) == (Answer.OLDER, ("Essex Police",))
    assert cut.details == ("It lacks the signatures of Essex Police, which were given after this copy was made.",)
    assert check(whole + b"\n").answer is Answer.CHANGED
    assert check(whole[:400] + b"X" + whole[401:]).answer is Answer.CHANGED
    assert check(papers.blank("essex")).answer is Answer.UNKNOWN
    assert check(b"").answer is Answer.UNKNOWN


def test_an_agreement_that_ended_is_no_longer_current(signed):
    tasks.sweep()
    whole = files.content(states(signed)[-1])
    signed.agreement.refresh_from_db()
    agreements.life.move(signed.agreement, agreements.life.Verb.END, by=signed.officer, at=AT + dt.timedelta(days=1))
    assert check(whole).details == ("The agreement is ended.",)


def verify(path) -> tuple[int, dict]:
    out, code = io.StringIO(), 0
    try:
        call_command("verify_pdf", str(path), stdout=out)
    except SystemExit as end:
        code = int(end.code or 0)
    return code, json.loads(out.getvalue())


def test_the_command_answers_in_json_and_by_its_exit(signed, tmp_path):
    tasks.sweep()
    path = tmp_path / "agreement.pdf"
    path.write_bytes(files.content(states(signed)[-1]))
    code, said = verify(path)
    assert (code, said["answer"], said["agreement"]) == (0, "genuine", signed.agreement.reference)
    assert [s["name"] for s in said["signatures"]] == ["Sharing agreements", "Morgan Reed", "Siân Llewellyn"]
    assert all(s["valid"] for s in said["signatures"])
    path.write_bytes(path.read_bytes() + b"\n% a note")
    code, said = verify(path)
    assert (code, said["answer"]) == (1, "changed")
    assert said["details"] == ["Something was added to the file after its last signature."]


def test_a_file_that_is_not_what_the_register_says_is_not_handed_out(signed, settings):
    tasks.sweep()
    last = states(signed)[-1]
    files.keep(last.path, b"%PDF-1.7 something else")
    with pytest.raises(files.FileLost):
        files.content(last)


def test_a_file_that_cannot_be_kept_is_a_failure_like_any_other(signed, monkeypatch):
    def full(path, content):
        raise OSError("no space left")

    monkeypatch.setattr(files, "keep", full)
    for _ in range(MAX_ATTEMPTS):
        Sealing.objects.update(lease_until=None)
        assert tasks.sweep() == 0
    assert (Sealing.objects.get().attempts, Sealing.objects.get().error) == (MAX_ATTEMPTS, "OSError: no space left")
    assert Notice.objects.filter(kind="ops.seal_failed").count() == 1


def test_one_that_cannot_be_taken_up_does_not_keep_the_others_waiting(signed, monkeypatch):
    taken, claim = [], seals.claim

    def stumbling(*, version_id, at):
        taken.append(version_id)
        if len(taken) == 1:
            raise Refused(["Somebody holds the row."])
        return claim(version_id=version_id, at=at)

    again = agreements.import_document(
        document=assembly.assemble(signed.agreement), by=signed.officer, at=AT + 3 * MINUTE
    )
    version = agreements.freeze(agreement=again, by=signed.officer, at=AT + 3 * MINUTE)
    scene.render(version, AT + 3 * MINUTE)
    Sealing.objects.create(version=version, wanted_at=AT + 3 * MINUTE)
    monkeypatch.setattr(seals, "claim", stumbling)
    assert tasks.sweep() == 1
    assert taken[:2] == [signed.version.pk, version.pk]
