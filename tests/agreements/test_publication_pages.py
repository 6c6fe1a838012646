"""The PDF for publication, from the version's page to the file: who may ask, who may read, what happens on the way."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from agreements import pdf, services, tasks
from agreements.choices import RenderingState
from agreements.models import PublishedRendering
from agreements.publication import Withheld
from agreements.querysets import MAX_ATTEMPTS
from agreements.services import renderings
from foundation.verdicts import Refused
from notices.models import Notice
from tests.agreements.scene import AT, set_scene
from tests.scenarios import sign_in

pytestmark = pytest.mark.django_db


STAGE = set_scene


@pytest.fixture
def version(scene):
    return services.freeze(agreement=scene.agreement, by=scene.officer, at=AT)


@pytest.fixture
def printed(monkeypatch):
    """Counts renderings; the real one has its own tests."""
    calls = []

    def render(document, *, at, draft=False, redacted=None):
        calls.append(redacted)
        return pdf.Made(content=b"%PDF-1.7 extract", pages=7)

    monkeypatch.setattr(pdf, "render", render)
    return calls


def ask(version, by, withheld=(), at=AT):
    return renderings.ask_published(version=version, withheld=withheld, by=by, at=at)


def page_of(version):
    return reverse("agreements:publication", args=[version.agreement.reference, version.number])


def test_the_worker_makes_it_without_what_is_withheld(version, scene, printed):
    row = ask(version, scene.officer, [Withheld(version.document.sections[1].key, "Not yet.")])
    assert tasks.render_published(version.pk) is True
    assert tasks.render_published(version.pk) is False
    assert printed == [(Withheld(version.document.sections[1].key, "Not yet."),)]
    row.refresh_from_db()
    assert (row.state, row.pages, row.asked_by) == (RenderingState.DONE, 7, scene.officer)


def test_it_is_asked_for_after_the_commit(version, scene, printed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ask(version, scene.officer)
        assert printed == []
    assert printed == [()]


def test_asking_again_takes_the_place_of_the_one_before(version, scene, printed):
    ask(version, scene.officer)
    tasks.render_published(version.pk)
    row = ask(version, scene.officer, [Withheld(version.document.sections[0].key, "x")], at=AT + dt.timedelta(hours=1))
    assert (row.state, row.sha256, row.attempts) == (RenderingState.WAITING, "", 0)
    assert PublishedRendering.objects.count() == 1


def test_what_was_made_for_an_earlier_choice_is_thrown_away(version, scene, printed):
    """Nobody publishes a section that was left out a moment ago."""
    ask(version, scene.officer)
    claimed = renderings.claim_published(rendering_id=PublishedRendering.objects.get().pk, at=AT)
    ask(version, scene.officer, [Withheld(version.document.sections[0].key, "x")], at=AT + dt.timedelta(minutes=1))
    renderings.finish_published(rendering=claimed, content=b"%PDF old", pages=1, at=AT)
    services.fail_rendering(rendering=claimed, error="too late", at=AT)
    row = PublishedRendering.objects.get()
    assert (row.state, row.sha256, row.error) == (RenderingState.WAITING, "", "")


def test_a_lost_message_is_found_by_the_sweep(version, scene, printed):
    tasks.render_version(version.pk)
    ask(version, scene.officer)
    assert tasks.sweep() == 1
    assert PublishedRendering.objects.get().state == RenderingState.DONE


def test_what_cannot_be_made_is_told_to_the_operators_and_can_be_asked_for_again(version, scene, monkeypatch):
    def broken(*_, **__):
        raise pdf.RenderingFailed("no fonts")

    monkeypatch.setattr(pdf, "render", broken)
    ask(version, scene.officer)
    PublishedRendering.objects.update(attempts=MAX_ATTEMPTS - 1)
    assert tasks.render_published(version.pk) is False
    row = PublishedRendering.objects.get()
    assert (row.state, row.error) == (RenderingState.FAILED, "no fonts")
    assert Notice.objects.filter(kind="ops.pdf_failed").exists()
    assert ask(version, scene.officer).state == RenderingState.WAITING


@pytest.mark.parametrize("who", ["partner", "reader", "outsider"])
def test_only_the_leads_officers_may_ask(version, scene, who):
    with pytest.raises(Refused, match="Only information governance officers of Essex County Council"):
        ask(version, getattr(scene, who))
    assert not PublishedRendering.objects.exists()


@pytest.mark.parametrize(
    "withheld",
    [
        [Withheld("nowhere", "x")],
        [Withheld("{0}", "")],
        [Withheld("{0}", "x" * 201)],
        [Withheld("{0}", "x"), Withheld("{0}", "y")],
    ],
)
def test_what_makes_no_sense_is_refused(version, scene, withheld):
    first = version.document.sections[0].key
    with pytest.raises(Refused):
        ask(version, scene.officer, [Withheld(one.section.format(first), one.reason) for one in withheld])


def test_a_file_without_its_row_cannot_be_written(version, scene):
    row = ask(version, scene.officer)
    row.state = RenderingState.DONE
    with pytest.raises(IntegrityError, match="published_done_has_file"), transaction.atomic():
        row.save()


def test_an_officer_asks_waits_and_downloads(client, version, scene, printed):
    sign_in(client, scene.officer)
    read = client.get(version.get_absolute_url()).content.decode()
    assert page_of(version) in read
    first = client.get(page_of(version))
    assert "It has not been made yet." in first.content.decode()
    assert "Refresh" not in first
    key = version.document.sections[1].key
    assert client.post(page_of(version), {key: "Not yet."}).status_code == 302
    waiting = client.get(page_of(version))
    assert waiting["Refresh"] == "4"
    assert "<form method" not in waiting.content.decode().partition('id="main-content"')[2]
    tasks.render_published(version.pk)
    done = client.get(page_of(version)).content.decode()
    assert "(7 pages)" in done
    assert 'value="Not yet."' in done
    file = client.get(reverse("agreements:publication_pdf", args=[version.agreement.reference, version.number]))
    assert (file.content, file["Content-Type"]) == (b"%PDF-1.7 extract", "application/pdf")


def test_a_reason_that_is_too_long_is_kept_and_said_beside_its_field(client, version, scene):
    sign_in(client, scene.officer)
    key = version.document.sections[1].key
    answer = client.post(page_of(version), {key: "y" * 201})
    said = answer.content.decode()
    assert "must be 200 characters or fewer" in said
    assert "y" * 201 in said
    assert not PublishedRendering.objects.exists()


def test_other_parties_see_how_it_stands_and_why_they_cannot_ask(client, version, scene, printed):
    sign_in(client, scene.partner)
    said = client.get(page_of(version)).content.decode()
    assert "Only information governance officers of Essex County Council can do this." in said
    assert client.post(page_of(version), {}).status_code == 403
    assert not PublishedRendering.objects.exists()
    assert page_of(version) not in client.get(version.get_absolute_url()).content.decode()


def test_for_outsiders_it_is_not_there(client, version, scene):
    sign_in(client, scene.outsider)
    file = reverse("agreements:publication_pdf", args=[version.agreement.reference, version.number])
    assert [client.get(address).status_code for address in (page_of(version), file)] == [404, 404]


def test_what_is_not_ready_is_not_handed_out(client, version, scene):
    sign_in(client, scene.officer)
    file = reverse("agreements:publication_pdf", args=[version.agreement.reference, version.number])
    assert client.get(file)["Location"] == page_of(version)
