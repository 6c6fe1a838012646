"""The worker's side: each piece of work is done once, and found again when a worker dies."""

import datetime as dt

import pytest

from accounts.roles import Role
from agreements import files, pdf, services, tasks
from agreements.choices import RenderingState, Status
from agreements.models import Agreement, Rendering
from agreements.querysets import MAX_ATTEMPTS
from dsaformat import reading
from foundation.verdicts import Refused
from notices.models import Notice
from tests.agreements.scene import AT, essex, set_scene
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
MADE = pdf.Made(content=b"%PDF-1.7 made", pages=3)


@pytest.fixture
def rendered(monkeypatch):
    """Counts renderings; the real one has its own tests."""
    calls = []

    def render(document, *, at, draft=False):
        calls.append(document.identity.reference)
        return MADE

    monkeypatch.setattr(pdf, "render", render)
    return calls


def _scene():
    scene = set_scene()
    return services.freeze(agreement=scene.agreement, by=scene.officer, at=AT)


STAGE = _scene


@pytest.fixture
def version(scene):
    return scene


def test_freezing_rings_for_the_worker_after_the_commit(rendered, django_capture_on_commit_callbacks):
    scene = set_scene()
    with django_capture_on_commit_callbacks(execute=True):
        services.freeze(agreement=scene.agreement, by=scene.officer, at=AT)
        assert rendered == []
    assert rendered == ["DSA-2026-0001"]
    assert Rendering.objects.get().state == RenderingState.DONE


def test_a_second_message_does_nothing(rendered, version):
    assert tasks.render_version(version.pk) is True
    assert tasks.render_version(version.pk) is False
    assert len(rendered) == 1
    rendering = Rendering.objects.get()
    assert files.content_of(rendering.sha256) == MADE.content
    assert (rendering.size, rendering.pages) == (len(MADE.content), 3)


def test_work_in_hand_is_left_to_its_worker(version):
    rendering = Rendering.objects.get()
    assert services.claim_rendering(rendering_id=rendering.pk, at=AT) is not None
    assert services.claim_rendering(rendering_id=rendering.pk, at=AT + dt.timedelta(minutes=9)) is None


def test_a_dead_workers_work_is_taken_up(rendered, version):
    rendering = Rendering.objects.get()
    services.claim_rendering(rendering_id=rendering.pk, at=AT - dt.timedelta(days=1))
    assert tasks.sweep() == 1
    assert Rendering.objects.get().state == RenderingState.DONE


def test_a_failure_is_kept_and_tried_again_later(monkeypatch, version):
    def fail(document, *, at, draft=False):
        raise pdf.RenderingFailed("no fonts")

    monkeypatch.setattr(pdf, "render", fail)
    assert tasks.render_version(version.pk) is False
    rendering = Rendering.objects.get()
    assert (rendering.state, rendering.error) == (RenderingState.WAITING, "no fonts")
    assert tasks.sweep() == 0  # not yet


def test_after_the_last_attempt_it_stays_failed(version):
    rendering = Rendering.objects.get()
    at = AT
    for _ in range(MAX_ATTEMPTS):
        claimed = services.claim_rendering(rendering_id=rendering.pk, at=at)
        assert claimed is not None
        services.fail_rendering(rendering=claimed, error="no", at=at)
        at += dt.timedelta(hours=2)
    assert Rendering.objects.get().state == RenderingState.FAILED
    assert services.claim_rendering(rendering_id=rendering.pk, at=at) is None


def used_up(version) -> Rendering:
    """As five killed workers leave it."""
    Rendering.objects.filter(version=version).update(
        state=RenderingState.WORKING, attempts=MAX_ATTEMPTS, lease_until=AT - dt.timedelta(days=1)
    )
    return Rendering.objects.get(version=version)


def test_a_full_disk_is_a_failure_with_a_reason(rendered, monkeypatch, version):
    def full(content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "keep", full)
    assert tasks.render_version(version.pk) is False
    rendering = Rendering.objects.get()
    assert rendering.state == RenderingState.WAITING
    assert "No space left on device" in rendering.error


def test_an_unreadable_document_does_not_stop_the_sweep(rendered, monkeypatch, version):
    other = services.import_document(document=essex(), by=None, at=AT)
    services.freeze(agreement=other, by=None, at=AT)
    whole = reading.load

    def load(text):
        if version.agreement.reference in text:
            raise reading.DocumentError(())
        return whole(text)

    monkeypatch.setattr(reading, "load", load)
    assert tasks.sweep() == 1
    assert rendered == [other.reference]
    assert Rendering.objects.get(version=version).error.startswith("DocumentError")


def test_killed_five_times_it_fails_with_words_and_the_operators_hear_once(rendered, version):
    used_up(version)
    assert tasks.sweep() == 0
    rendering = Rendering.objects.get()
    assert rendering.state == RenderingState.FAILED
    assert "stopped each time" in rendering.error
    told = Notice.objects.get(kind="ops.pdf_failed")
    assert version.get_absolute_url() in told.text
    services.fail_rendering(rendering=rendering, error="again", at=AT)
    assert Notice.objects.filter(kind="ops.pdf_failed").count() == 1


def test_a_late_failure_does_not_undo_what_another_worker_made(version):
    slow = services.claim_rendering(rendering_id=Rendering.objects.get().pk, at=AT)
    quick = services.claim_rendering(rendering_id=slow.pk, at=AT + dt.timedelta(hours=1))
    services.finish_rendering(rendering=quick, content=MADE.content, pages=3, at=AT)
    services.fail_rendering(rendering=slow, error="late", at=AT)
    assert Rendering.objects.get().state == RenderingState.DONE


def test_the_lead_tries_again(rendered, version, django_capture_on_commit_callbacks):
    officer, reader = version.frozen_by, make_person("x@essex.example", version.agreement.lead, [Role.READER])
    with pytest.raises(Refused, match="made, or being made"):
        services.retry_rendering(version=version, by=officer, at=AT)
    used_up(version)
    tasks.sweep()
    with pytest.raises(Refused, match="Only information governance officers"):
        services.retry_rendering(version=version, by=reader, at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        services.retry_rendering(version=version, by=officer, at=AT)
    assert Rendering.objects.get().state == RenderingState.DONE


def test_one_agreement_that_cannot_start_does_not_hold_up_the_others(rendered, monkeypatch, version):
    other = services.freeze(agreement=services.import_document(document=essex(), by=None, at=AT), by=None, at=AT)
    for each in (version, other):
        services.ask_for_signatures(agreement=each.agreement, by=None, at=AT)
        Agreement.objects.filter(pk=each.agreement_id).update(status=Status.SIGNED)
    started = services.come_into_force

    def start(*, agreement, at):
        if agreement.pk == other.agreement_id:
            raise RuntimeError("broken row")
        return started(agreement=agreement, at=at)

    monkeypatch.setattr(services, "come_into_force", start)
    tasks.sweep()
    assert Agreement.objects.get(pk=version.agreement_id).status == Status.IN_FORCE


def test_the_sweep_brings_agreements_into_force_on_their_day(rendered, version):
    agreement = version.agreement
    services.ask_for_signatures(agreement=agreement, by=None, at=AT)
    Agreement.objects.filter(pk=agreement.pk).update(status=Status.SIGNED)
    tasks.sweep()
    assert Agreement.objects.get(pk=agreement.pk).status == Status.IN_FORCE


def test_files_are_kept_by_content_and_a_changed_one_is_noticed(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    digest = files.keep(b"one")
    assert files.keep(b"one") == digest
    place = next(path for path in tmp_path.rglob("*.pdf"))
    place.write_bytes(b"two")
    with pytest.raises(files.FileLost):
        files.content_of(digest)
    with pytest.raises(files.FileLost):
        files.content_of("0" * 64)
    with pytest.raises(ValueError, match="not a SHA-256"):
        files.content_of("../../etc/passwd")
