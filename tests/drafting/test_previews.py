"""PDFs of a draft: asked for once for each text, made by the worker, found by the sweep, swept when old."""

import datetime as dt

import pytest
from django.urls import reverse

from agreements import pdf
from drafting import tasks
from drafting.models.preview import MAX_ATTEMPTS, Preview
from drafting.services import previews
from tests.drafting.scene import AT, TODAY, draft
from tests.drafting.test_checking import at, page
from tests.drafting.test_history import write
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db


STAGE = draft


def ask(scene, when=AT):
    scene.agreement.refresh_from_db()
    return previews.ask_preview(agreement=scene.agreement, on=TODAY, by=scene.officer, at=when)


def test_asking_leads_to_a_page_that_looks_again_and_then_to_the_file(client, scene):
    sign_in(client, scene.partner)
    assert "Make a PDF of this draft" in page(client, at(scene, "preview"))
    response = client.post(at(scene, "ask_preview"))
    row = Preview.objects.get()
    assert response["Location"] == row.get_absolute_url()
    waiting = client.get(row.get_absolute_url())
    assert waiting["Refresh"] == "4"
    assert "Look again now" in waiting.content.decode()
    assert tasks.make_preview(row.pk)
    done = client.get(row.get_absolute_url())
    assert "Refresh" not in done
    address = reverse("drafting:preview_pdf", args=[scene.agreement.reference, row.token])
    assert address in done.content.decode()
    file = client.get(address)
    assert file["Content-Type"] == "application/pdf"
    assert file.content.startswith(b"%PDF-")
    row.refresh_from_db()
    assert (row.text, row.pages > 0) == ("", True)
    assert not tasks.make_preview(row.pk)


def test_the_file_is_marked_as_a_draft_and_says_what_stood_then(scene, monkeypatch):
    printed = []
    real = pdf.render
    monkeypatch.setattr(
        pdf, "render", lambda document, **more: printed.append((document, more)) or real(document, **more)
    )
    row = ask(scene)
    write(scene, "Written after asking.", 1)
    tasks.make_preview(row.pk)
    document, more = printed[0]
    assert more["draft"] is True
    assert document.proportionality.text == ""


def test_the_same_text_is_printed_once(scene):
    first = ask(scene)
    assert ask(scene).pk == first.pk
    write(scene, "Something new.", 1)
    assert ask(scene).pk != first.pk


def test_what_failed_is_tried_again_and_then_given_up(scene, monkeypatch, client):
    def broken(*_, **__):
        raise pdf.RenderingFailed("No fonts.")

    row = ask(scene)
    monkeypatch.setattr(pdf, "render", broken)
    for number in range(MAX_ATTEMPTS):
        later = AT + dt.timedelta(hours=number + 1)
        claimed = previews.claim_preview(preview_id=row.pk, at=later)
        assert claimed is not None
        assert previews.claim_preview(preview_id=row.pk, at=later) is None
        previews.fail_preview(preview=claimed, error="No fonts.", at=later)
    row.refresh_from_db()
    assert (row.state, row.error) == ("failed", "No fonts.")
    sign_in(client, scene.officer)
    assert "Try again" in page(client, row.get_absolute_url())
    assert ask(scene).state == "waiting"


def test_a_worker_that_was_killed_each_time_is_noticed(scene):
    row = ask(scene)
    for number in range(MAX_ATTEMPTS):
        assert previews.claim_preview(preview_id=row.pk, at=AT + dt.timedelta(hours=number)) is not None
    assert previews.claim_preview(preview_id=row.pk, at=AT + dt.timedelta(hours=9)) is None
    row.refresh_from_db()
    assert (row.state, row.error) == ("failed", previews.KILLED)


def test_the_sweep_makes_what_was_lost_and_forgets_what_is_old(scene, monkeypatch):
    row = ask(scene)
    monkeypatch.setattr(tasks.timezone, "now", lambda: AT + dt.timedelta(minutes=1))
    assert tasks.sweep() == 1
    monkeypatch.setattr(tasks.timezone, "now", lambda: AT + previews.KEPT_FOR + dt.timedelta(minutes=1))
    assert tasks.sweep() == 0
    assert not Preview.objects.filter(pk=row.pk).exists()


def test_nobody_else_finds_it(client, scene):
    row = ask(scene)
    sign_in(client, scene.outsider)
    assert client.get(row.get_absolute_url()).status_code == 404
    assert client.get(f"{row.get_absolute_url()}pdf/").status_code == 404
    assert client.post(at(scene, "ask_preview")).status_code == 404
