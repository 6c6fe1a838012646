"""The worker's side: each piece of work is done once, and found again when a worker dies."""

import datetime as dt

import pytest

from agreements import files, pdf, services, tasks
from agreements.choices import RenderingState, Status
from agreements.models import Agreement, Rendering
from agreements.querysets import MAX_ATTEMPTS
from tests.agreements.scene import AT, set_scene

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


@pytest.fixture
def version():
    scene = set_scene()
    return services.freeze(agreement=scene.agreement, by=scene.officer, at=AT)


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
