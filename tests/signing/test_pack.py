"""The signing pack: the whole text, and one more page to sign by hand (E-36, C-25)."""

import re
import subprocess

import pytest
from django.urls import reverse

from agreements import pdf as printing
from agreements import services as agreements
from agreements.choices import RenderingState
from agreements.models import Rendering
from foundation.verdicts import Refused
from signing.choices import Route
from signing.models import Pack
from signing.papers import pack, tasks
from signing.papers import pdf as brought
from signing.papers import scan as scans
from signing.services import packs, rounds
from tests.signing import paper_scene as desk
from tests.signing import scene as stage
from tests.signing.scene import AT, MINUTE

pytestmark = pytest.mark.django_db


def words_of(content: bytes, folder, page: int) -> str:
    place = folder / "pack.pdf"
    place.write_bytes(content)
    command = ["pdftotext", "-f", str(page), "-l", str(page), "-layout", str(place), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker, tmp_path_factory, settings_folder=None):
    """One pack from a real text, printed once for all tests here."""
    with django_db_blocker.unblock():
        from django.db import transaction

        with transaction.atomic():
            scene = stage.freeze(stage.call_cast(AT), AT)
            made = printing.render(scene.version.document, at=AT)
            row = agreements.claim_rendering(rendering_id=scene.version.rendering.pk, at=AT)
            agreements.finish_rendering(rendering=row, content=made.content, pages=made.pages, at=AT)
            stage.open_round(scene)
            request = desk.request_of_partner(scene)
            facts = {
                "text_pages": made.pages,
                "reference": scene.agreement.reference,
                "fingerprint": scene.version.grouped_fingerprint,
                "pack": pack.make(request, at=AT),
            }
            transaction.set_rollback(True)
    return facts


def test_the_last_page_is_the_sheet_to_sign(printed, tmp_path):
    made = printed["pack"]
    assert made.pages == printed["text_pages"] + 1
    sheet = words_of(made.content, tmp_path, made.pages)
    for asked in ("Full name", "Rank or job title", "Organisation", "Signature, in ink", "Date"):
        assert asked in sheet
    assert printed["reference"] in sheet
    assert "version 1" in sheet
    assert f"{made.pages}, this sheet among them" in sheet
    assert "Essex Police" in sheet
    digits = re.sub(r"\s", "", sheet)
    assert printed["fingerprint"].replace(" ", "") in digits


def test_every_page_of_the_text_is_there_as_it_is_printed(printed, tmp_path):
    assert "Street lighting faults" in words_of(printed["pack"].content, tmp_path, 1)


def test_filled_in_on_a_screen_it_is_taken_back(printed):
    """No file within it, no field, no program: what refuses other PDFs does not refuse the portal's own."""
    made = printed["pack"]
    assert brought.pages_of(made.content) == made.pages
    assert scans.examine(made.content, Route.PAPER).pages == made.pages


def test_the_code_on_it_opens_the_page_that_checks(settings):
    settings.SITE_URL = "https://portal.example"
    address = pack.check_address("DSA-2026-0001")
    assert address == "https://portal.example/verify/DSA-2026-0001/"
    width, path = pack.squares(address)
    assert width > 20
    assert path.startswith("M4 4h1v1h-1z"), "the quiet zone is four squares wide"
    assert not re.search(r"M[0-3] ", path)


STAGE = desk.out_for_signature


def test_it_waits_for_the_pdf_of_the_text_and_blames_nobody(scene):
    Rendering.objects.update(state=RenderingState.WAITING, sha256="", finished_at=None)
    row = packs.ask(request=desk.request_of_partner(scene), by=scene.second, at=AT)
    assert tasks.make_pack(row.pk) is False
    row.refresh_from_db()
    assert (row.state, row.attempts) == (RenderingState.WAITING, 0)


def test_it_gives_up_in_the_end_and_can_be_asked_for_again(scene):
    request = desk.request_of_partner(scene)
    row = packs.ask(request=request, by=scene.second, at=AT)
    at = AT
    for _ in range(packs.MAX_ATTEMPTS):
        claimed = packs.claim(pack_id=row.pk, at=at)
        packs.fail(pack=claimed, error="RenderingFailed: no", at=at)
        at += 60 * MINUTE
    row.refresh_from_db()
    assert row.state == RenderingState.FAILED
    assert packs.ask(request=request, by=scene.second, at=at).state == RenderingState.WAITING


def test_a_killed_worker_leaves_it_to_the_next(scene):
    row = packs.ask(request=desk.request_of_partner(scene), by=scene.second, at=AT)
    assert packs.claim(pack_id=row.pk, at=AT)
    assert packs.claim(pack_id=row.pk, at=AT + MINUTE) is None
    assert packs.claim(pack_id=row.pk, at=AT + 6 * MINUTE)


def test_what_is_withdrawn_is_not_printed_to_be_signed(scene):
    request = desk.request_of_partner(scene)
    rounds.withdraw(agreement=scene.agreement, by=scene.officer, at=AT + MINUTE, reason="Not needed")
    with pytest.raises(Refused, match="no longer out for signature"):
        packs.ask(request=request, by=scene.second, at=AT + 2 * MINUTE)


def test_the_sweep_makes_what_a_lost_message_left(scene, monkeypatch):
    row = packs.ask(request=desk.request_of_partner(scene), by=scene.second, at=AT)
    monkeypatch.setattr(pack, "make", lambda request, at: pack.Made(b"%PDF-1.7 pack", 2))
    assert tasks.sweep() == 1
    row.refresh_from_db()
    assert (row.state, row.pages) == (RenderingState.DONE, 2)
    assert Pack.objects.count() == 1
    assert reverse("signing:paper_pack", args=[scene.agreement.reference, "Signature-police"])
