"""The pages on which parties say what happened to the data (D-9, D-31; B rows of dates, files and other people)."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from closing.disposal import Fate
from closing.models import Certificate, Outcome
from notices.models import Notice
from parties.models import EvidenceFile
from tests.closing import disposing
from tests.factories.people import sign_in
from tests.signing import paper_scene

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!" + b"$H+H*"


def _scene():
    made = disposing.in_force(at=timezone.now() - 30 * DAY)
    disposing.end(made, timezone.now())
    return made


STAGE = _scene


def _board(scene):
    return reverse("closing:disposal", args=[scene.agreement.reference])


def _link(scene, party=1):
    return reverse("closing:confirm_disposal", args=[scene.agreement.reference, scene.organisations[party].slug])


def _typed(scene, party=1, **more):
    today = timezone.localdate()
    values = {
        "rows": [str(one.pk) for one in scene.disposal(party).holdings.all()],
        "fate": "deleted",
        "on_day": str(today.day),
        "on_month": str(today.month),
        "on_year": str(today.year),
        "method": "Overwritten",
        "evidence": "",
        "basis": "",
        "seen": "0",
    }
    return values | more


def _page(response):
    return response.content.decode()


def test_before_the_end_there_is_nothing_to_confirm(client):
    scene = disposing.in_force()
    sign_in(client, scene.reviewers[1])
    assert "Not due until sharing ends." in _page(client.get(_board(scene)))
    assert client.get(_link(scene)).status_code == 404


def test_everybody_in_the_agreement_sees_where_each_party_stands(client, scene):
    for person in (scene.reader, scene.officer, scene.reviewers[2]):
        sign_in(client, person)
        page = _page(client.get(_board(scene)))
        assert "0 of 2 parties have confirmed" in page
        assert "Nothing to confirm" in page
        assert client.get(_link(scene)).status_code == 200
    sign_in(client, scene.outsider)
    assert [client.get(_board(scene)).status_code, client.get(_link(scene)).status_code] == [404, 404]


def test_the_overview_leads_whoever_has_to_confirm(client, scene):
    overview = scene.agreement.get_absolute_url()
    for person, leads in ((scene.reviewers[1], True), (scene.reader, False)):
        sign_in(client, person)
        page = _page(client.get(overview))
        assert ("Confirm what happened to the data" in page) is leads
        assert _board(scene) in page
        assert reverse("closing:rules", args=[scene.agreement.reference]) in page


def test_others_read_and_are_told_who_can(client, scene):
    sign_in(client, scene.officer)
    page = _page(client.get(_link(scene)))
    assert "Only reviewers, data protection officers and information governance officers of Council 001" in page
    assert "<form" not in page.split("<main")[1].split("app-dialog")[0] or "step" not in page
    assert client.post(_link(scene), _typed(scene)).status_code == 403
    assert not Outcome.objects.exists()


def test_a_party_confirms_after_a_look_at_what_it_typed(client, scene):
    sign_in(client, scene.reviewers[1])
    assert "Confirm for Council 001" in _page(client.get(_board(scene)))
    looked = client.post(_link(scene), _typed(scene) | {"step": "check"})
    assert "Check what you confirm" in _page(looked)
    assert not Outcome.objects.exists()
    done = client.post(_link(scene), _typed(scene) | {"step": "confirm"})
    assert done.status_code == 302
    assert Outcome.objects.get().fate == Fate.DELETED
    assert "Reviewer of Council 001" in _page(client.get(_board(scene)))


def test_change_brings_back_what_was_typed(client, scene):
    sign_in(client, scene.reviewers[1])
    page = _page(client.post(_link(scene), _typed(scene) | {"step": "change"}))
    assert "Overwritten" in page
    assert "There is a problem" not in page


def test_a_day_before_the_end_is_taken_with_a_warning(client, scene):
    sign_in(client, scene.reviewers[1])
    before = timezone.localdate() - DAY
    typed = _typed(scene, on_day=str(before.day), on_month=str(before.month), on_year=str(before.year))
    assert "This was before sharing ended" in _page(client.post(_link(scene), typed | {"step": "check"}))
    assert client.post(_link(scene), typed | {"step": "confirm"}).status_code == 302


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"rows": []}, "Select which data it is about"),
        ({"rows": ["0"]}, "Select data that is listed on this page"),
        ({"fate": ""}, "Select what happened to it"),
        ({"fate": "lost"}, "Select what happened to it"),
        ({"on_day": "31", "on_month": "2"}, "Day on which it was done must be a real date"),
        ({"on_year": "2999"}, "Day on which it was done must be on or before"),
        ({"on_year": "1989"}, "Day on which it was done must be on or after 1 January 1990"),
        ({"on_day": "", "on_month": "", "on_year": ""}, "Enter the day on which it was done"),
        ({"method": " "}, "Enter how it was done"),
        ({"fate": "kept"}, "Enter the lawful basis on which it is kept"),
        ({"fate": "kept", "basis": "Law"}, "Enter the day on which you look at it again"),
        (
            {"fate": "kept", "basis": "Law", "review_on_day": "1", "review_on_month": "1", "review_on_year": "2020"},
            "The day to look again must be in the future",
        ),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, scene, more, says):
    sign_in(client, scene.reviewers[1])
    for step in ("check", "confirm"):
        response = client.post(_link(scene), _typed(scene, evidence="Entry 4411") | more | {"step": step})
        assert response.status_code == 422
        assert says in _page(response)
        assert "Entry 4411" in _page(response)
    assert not Outcome.objects.exists()


def test_of_two_who_confirm_the_second_is_told_and_keeps_what_they_typed(client, scene):
    sign_in(client, scene.reviewers[1])
    typed = _typed(scene, method="Burnt") | {"step": "confirm"}
    disposing.confirm(scene, 1, disposing.said(on=timezone.localdate()), at=timezone.now())
    response = client.post(_link(scene), typed)
    assert response.status_code == 409
    assert "Somebody has confirmed this since you opened the page" in _page(response)
    assert "Burnt" in _page(response)
    assert Outcome.objects.count() == 1


def test_a_file_is_made_anew_kept_over_both_steps_and_open_to_every_party(client, scene):
    sign_in(client, scene.reviewers[1])
    file = SimpleUploadedFile("log.pdf", paper_scene.scanned(), "application/pdf")
    client.post(_link(scene), _typed(scene, method="") | {"step": "check", "file": file})
    token = EvidenceFile.objects.get().token  # although something else had to be put right
    looked = client.post(_link(scene), _typed(scene, kept=token) | {"step": "check"})
    assert f'name="kept" value="{token}"' in _page(looked)
    client.post(_link(scene), _typed(scene, kept=token) | {"step": "confirm"})
    assert Outcome.objects.get().file.token == token
    address = reverse("closing:disposal_evidence", args=[scene.agreement.reference, token])
    for person, answer in ((scene.reader, 200), (scene.reviewers[2], 200), (scene.outsider, 404)):
        sign_in(client, person)
        response = client.get(address)
        assert response.status_code == answer
        if answer == 200:
            assert b"".join(response.streaming_content)


def test_a_file_that_somebody_else_brought_is_not_taken(client, scene):
    sign_in(client, scene.reviewers[1])
    file = SimpleUploadedFile("log.pdf", paper_scene.scanned(), "application/pdf")
    client.post(_link(scene), _typed(scene) | {"step": "check", "file": file})
    token = EvidenceFile.objects.get().token
    sign_in(client, scene.reviewers[2])
    client.post(_link(scene, 2), _typed(scene, 2, kept=token) | {"step": "confirm"})
    assert Outcome.objects.get().file is None


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The selected file is empty"),
        (b"MZ\x90\x00", "The selected file must be a PDF, JPG or PNG"),
        (EICAR, "The selected file contains a virus"),
    ],
)
def test_a_file_that_is_no_evidence_is_refused(client, scene, content, says):
    sign_in(client, scene.reviewers[1])
    response = client.post(
        _link(scene), _typed(scene) | {"step": "check", "file": SimpleUploadedFile("a.pdf", content)}
    )
    assert (response.status_code, says in _page(response)) == (422, True)
    assert not EvidenceFile.objects.exists()
    assert Notice.objects.filter(kind="ops.upload_virus").exists() == (content == EICAR)


def test_the_certificate_is_offered_when_it_is_made(client, scene, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for party in (1, 2):
        disposing.confirm(scene, party, disposing.said(on=timezone.localdate()), at=timezone.now())
    sign_in(client, scene.reader)
    assert "Certificate 1 is being made" in _page(client.get(_board(scene)))
    address = reverse("closing:certificate", args=[scene.agreement.reference, 1])
    assert client.get(address).status_code == 404
    row = Certificate.objects.get()
    row.made_at, row.sha256, row.size = timezone.now(), "0" * 64, 5
    row.save()
    assert client.get(address).status_code == 404  # the file is lost
    (tmp_path / row.path).parent.mkdir()
    (tmp_path / row.path).write_bytes(b"%PDF-")
    assert "Download certificate 1 (PDF)" in _page(client.get(_board(scene)))
    response = client.get(address)
    assert b"".join(response.streaming_content) == b"%PDF-"
    sign_in(client, scene.outsider)
    assert client.get(address).status_code == 404


def test_several_sets_of_data_are_confirmed_at_once_and_the_rest_later(client):
    data = [disposing.dataset(["p0", "p1", "p2"], key, title=key.title()) for key in ("cases", "plans", "calls")]
    rules = [
        {"key": key, "party": "p1", "datasets": [key], "event": "it is old"} for key in ("cases", "plans", "calls")
    ]
    scene = disposing.in_force(retention=rules, ending=[], datasets=data, at=timezone.now() - DAY)
    disposing.end(scene, timezone.now())
    sign_in(client, scene.reviewers[1])
    first, second, third = (str(one.pk) for one in scene.disposal(1).holdings.all())
    client.post(_link(scene), _typed(scene, rows=[first, second]) | {"step": "confirm"})
    assert "2 of 3 confirmed" in _page(client.get(_board(scene)))
    seen = str(Outcome.objects.latest("pk").pk)
    client.post(_link(scene), _typed(scene, rows=[third], fate="returned", seen=seen) | {"step": "confirm"})
    assert scene.disposal(1).confirmed_at is not None
    twice = client.post(_link(scene), _typed(scene, fate=["deleted", "kept"]) | {"step": "check"})
    assert twice.status_code == 400  # guessing which was meant would be wrong


@pytest.mark.parametrize("parties", [2, 33, 100])
def test_the_pages_ask_the_database_little(client, django_assert_max_num_queries, parties):
    scene = disposing.in_force(parties, retention=[], ending=[], staffed=2, at=timezone.now() - DAY)
    disposing.end(scene, timezone.now())
    sign_in(client, scene.reviewers[1])
    client.get(_board(scene))
    for address in (_board(scene), _link(scene)):
        with django_assert_max_num_queries(25):
            assert client.get(address).status_code == 200
