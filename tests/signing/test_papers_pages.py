"""The pages of papers: bring, turn, hand in, check, and who sees none of it."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from notices.models import Notice
from signing.choices import PaperOutcome, RequestState
from signing.models import Pack, Paper
from signing.papers import keeping
from tests.factories.parties import make_ready_organisation
from tests.factories.people import make_person, sign_in
from tests.signing import hostile_scans as hostile
from tests.signing import paper_scene as desk
from tests.signing import scene as stage
from tests.signing.scene import AT

pytestmark = pytest.mark.django_db

SLOT = "Signature-police"


@pytest.fixture
def scene(time_machine):
    time_machine.move_to(AT + desk.HOUR, tick=False)
    return desk.out_for_signature()


@pytest.fixture
def time_machine():
    import time_machine as machine

    class Mover:
        def __init__(self):
            self.travelling = None

        def move_to(self, at, tick=True):
            self.stop()
            self.travelling = machine.travel(at, tick=tick)
            self.travelling.start()

        def stop(self):
            if self.travelling:
                self.travelling.stop()

    mover = Mover()
    yield mover
    mover.stop()


def browse(person):
    client = Client()
    sign_in(client, person)
    return client


def at(scene, name, *more):
    return reverse(f"signing:{name}", args=[scene.agreement.reference, SLOT, *more])


def upload(client, scene, data, **said):
    file = SimpleUploadedFile("scan.jpg", data)
    return client.post(at(scene, "paper_upload"), {"route": "paper", "file": file} | said)


WRITTEN = {
    "name": "Siân Llewellyn",
    "rank": "Superintendent",
    "office": "Borough Commander",
    "dated_on_day": "20",
    "dated_on_month": "11",
    "dated_on_year": "2026",
    "keeper": "Legal services",
}
YES = dict.fromkeys(("reference", "fingerprint", "pages", "legible", "entitled", "date"), "yes")


def test_from_photo_to_signature(scene):
    desk.checker(scene)
    client = browse(scene.second)
    assert upload(client, scene, desk.photo((300, 200))).url == at(scene, "paper_look")
    page = client.get(at(scene, "paper_look")).content.decode()
    before = re.search(r'<img src="([^"]+)"', page).group(1)
    with Image.open(io.BytesIO(client.get(before).content)) as picture:
        assert picture.size == (300, 200)
    client.post(at(scene, "paper_look"), {"do": "turn"})
    after = re.search(r'<img src="([^"]+)"', client.get(at(scene, "paper_look")).content.decode()).group(1)
    assert after != before
    with Image.open(io.BytesIO(client.get(after).content)) as picture:
        assert picture.size == (200, 300)
    assert client.post(at(scene, "paper_look"), {"do": "keep"}).url == at(scene, "paper_written")
    assert client.post(at(scene, "paper_written"), WRITTEN).url == at(scene, "paper")
    paper = Paper.objects.get()
    assert (paper.uploaded_by, paper.rank) == (scene.second, "Superintendent")
    second = browse(scene.officer)
    page = second.get(at(scene, "paper_check")).content.decode()
    for shown in ("Siân Llewellyn is among them", scene.version.grouped_fingerprint, "Borough Commander"):
        assert shown in page
    answer = second.post(at(scene, "paper_check"), YES | {"note": ""}, follow=True)
    assert "The signature of Essex Police counts now." in answer.content.decode()
    assert desk.request_of_partner(scene).state == RequestState.SIGNED


def test_no_draft_is_left_behind(scene):
    desk.checker(scene)
    client = browse(scene.officer)
    upload(client, scene, desk.photo())
    (token,) = [held["token"] for held in client.session["papers"].values()]
    upload(client, scene, desk.photo())
    client.post(at(scene, "paper_written"), WRITTEN)
    assert client.session["papers"] == {}
    with pytest.raises(keeping.FileLost):
        keeping.content(keeping.draft_path(token), "")


def test_another_person_never_sees_the_draft(scene):
    desk.checker(scene)
    upload(browse(scene.officer), scene, desk.photo())
    other = browse(scene.second)
    assert other.get(at(scene, "paper_draft", 1)).status_code == 404
    assert other.get(at(scene, "paper_written")).url == at(scene, "paper_upload")


@pytest.mark.parametrize("name", ["B62 nothing at all", "B65 30,000 by 30,000 pixels", "B66 an EXE inside"])
def test_a_refused_file_is_said_beside_the_field_and_in_the_summary(scene, name):
    desk.checker(scene)
    build, said = hostile.HOSTILE[name]
    answer = upload(browse(scene.officer), scene, build())
    assert answer.status_code == 422
    assert answer.content.decode().count(said) >= 2


def test_b64_the_operators_hear_of_a_virus(scene):
    desk.checker(scene)
    answer = upload(browse(scene.officer), scene, hostile.EICAR)
    assert "contains a virus" in answer.content.decode()
    assert Notice.objects.filter(kind="ops.upload_virus").count() == 1


def test_b63_the_name_of_the_file_is_nobodys_business(scene):
    desk.checker(scene)
    client = browse(scene.officer)
    file = SimpleUploadedFile("a\r\nX-H: y.pdf", desk.scanned(), content_type="text/html")
    client.post(at(scene, "paper_upload"), {"route": "paper", "file": file})
    client.post(at(scene, "paper_written"), WRITTEN)
    saved = client.get(at(scene, "paper_file", 1))
    assert saved["Content-Disposition"] == 'attachment; filename="dsa-2026-0001-signature-police-scan-1.pdf"'
    assert re.fullmatch(r"papers/[0-9a-f]{32}", Paper.objects.get().path)


def test_the_file_leaves_as_an_attachment_that_nothing_may_run_in(scene):
    desk.signed_on_paper(scene)
    answer = browse(scene.officer).get(at(scene, "paper_file", 1))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_damaged_file_is_not_handed_out(scene):
    paper = desk.signed_on_paper(scene)
    keeping.forget(paper.path)
    client = browse(scene.officer)
    for address in (at(scene, "paper_file", 1), at(scene, "paper_picture", 1, 1)):
        answer = client.get(address)
        assert answer.status_code == 503
        assert "cannot be shown" in answer.content.decode()


@pytest.mark.parametrize(
    ("day", "said"), [("21", "must be on or before 20 November 2026"), ("19", "must be on or after 20 November 2026")]
)
def test_b79_the_date_and_what_was_typed_stays(scene, day, said):
    desk.checker(scene)
    client = browse(scene.officer)
    upload(client, scene, desk.photo())
    answer = client.post(at(scene, "paper_written"), WRITTEN | {"dated_on_day": day})
    page = answer.content.decode()
    assert (answer.status_code, said in page, 'value="Borough Commander"' in page) == (422, True, True)


def test_s6_b79_who_brought_it_gets_no_page_to_check_it(scene):
    desk.checker(scene)
    desk.bring(scene)
    client = browse(scene.officer)
    assert "somebody else must check it" in client.get(at(scene, "paper_check")).content.decode()
    client.post(at(scene, "paper_check"), YES)
    assert Paper.objects.get().outcome == PaperOutcome.WAITING


def test_a_check_with_a_gap_is_asked_for_again(scene):
    second = desk.checker(scene)
    desk.bring(scene)
    answers = YES | {"note": "Look at page 2."}
    del answers["legible"]
    answer = browse(second).post(at(scene, "paper_check"), answers)
    assert answer.status_code == 422
    assert "Look at page 2." in answer.content.decode()


def test_one_no_sends_it_back_and_the_page_says_why(scene):
    second = desk.checker(scene)
    desk.bring(scene)
    page = browse(second).post(at(scene, "paper_check"), YES | {"legible": "no"}, follow=True).content.decode()
    assert "Sent back to Ada Field" in page
    assert "Not everything on it can be read." in page
    again = browse(scene.officer).get(at(scene, "paper")).content.decode()
    assert "Bring a scan" in again


def test_the_checker_is_told_when_the_register_does_not_know_the_name(scene):
    second = desk.checker(scene)
    desk.bring(scene, name="Nobody Known")
    assert "Nobody Known is not among them" in browse(second).get(at(scene, "paper_check")).content.decode()


PAGES = ("paper", "paper_pack", "paper_pack_pdf", "paper_upload", "paper_look", "paper_written", "paper_check")


def test_t19_nobody_else_finds_any_of_it(scene):
    desk.checker(scene)
    desk.bring(scene)
    stranger = make_person("else@other.example", make_ready_organisation("Other"), ["ig_officer"])
    reader = make_person("reader@police.example", scene.partner, ["reader"])
    for person in (stranger, reader, scene.first):
        client = browse(person)
        addresses = [at(scene, name) for name in PAGES] + [at(scene, "paper_file", 1), at(scene, "paper_picture", 1, 1)]
        assert {client.get(address).status_code for address in addresses} == {404}


def test_the_list_leads_to_the_only_one_and_shows_several(scene):
    address = reverse("signing:papers", args=[scene.agreement.reference])
    assert browse(scene.second).get(address).url == at(scene, "paper")
    page = browse(scene.officer).get(address).content.decode()
    assert "Essex County Council" in page
    assert "Essex Police" in page
    reader = make_person("reader@police.example", scene.partner, ["reader"])
    assert "You look after no signature" in browse(reader).get(address).content.decode()


def test_the_pack_is_asked_for_once_and_waited_for(scene):
    client = browse(scene.second)
    for _ in range(2):
        assert client.post(at(scene, "paper_pack")).url == at(scene, "paper_pack")
    assert Pack.objects.count() == 1
    waiting = client.get(at(scene, "paper_pack"))
    assert "is being made" in waiting.content.decode()
    assert waiting["Refresh"] == "4"
    assert client.get(at(scene, "paper_pack_pdf")).url == at(scene, "paper_pack")


def test_with_the_round_over_there_is_nothing_to_bring(scene):
    stage.sign(scene, scene.first, AT + stage.MINUTE)
    desk.signed_on_paper(scene)
    client = browse(scene.officer)
    assert "has been signed" in client.get(at(scene, "paper")).content.decode()
    assert "You cannot bring a signature now" in client.get(at(scene, "paper_upload")).content.decode()


def test_a_page_that_is_not_there_is_not_drawn(scene):
    desk.signed_on_paper(scene)
    client = browse(scene.officer)
    assert client.get(at(scene, "paper_picture", 1, 2)).status_code == 404
    assert client.get(at(scene, "paper_picture", 2, 1)).status_code == 404
    assert client.get(at(scene, "paper_picture", 1, 1))["Content-Type"] == "image/jpeg"
