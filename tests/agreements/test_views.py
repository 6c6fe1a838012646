"""The pages of agreements, as people of several organisations get them."""

import json

import pytest
from django.urls import reverse

from agreements import files, services
from agreements.choices import RenderingState, Status
from agreements.models import Agreement, Rendering
from dsaformat import canonical, reading
from tests.agreements.scene import AT, essex, set_scene
from tests.factories.people import make_person, sign_in

pytestmark = pytest.mark.django_db


STAGE = set_scene


@pytest.fixture
def version(scene):
    return services.freeze(agreement=scene.agreement, by=scene.officer, at=AT)


def address(name, scene, *more):
    return reverse(f"agreements:{name}", args=[scene.agreement.reference, *more])


PAGES = ["overview", "preview", "export", "freeze", "unfreeze"]
VERSION_PAGES = ["version", "pdf", "json"]


@pytest.mark.parametrize("name", PAGES + VERSION_PAGES)
def test_outsiders_get_not_found(client, scene, version, name):
    sign_in(client, scene.outsider)
    more = [1] if name in VERSION_PAGES else []
    assert client.get(address(name, scene, *more)).status_code == 404
    if name in ("freeze", "unfreeze"):
        assert client.post(address(name, scene)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_signed_out_people_are_asked_to_sign_in(client, scene, name):
    assert client.get(address(name, scene)).status_code == 302


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["officer", "reader", "partner"])
def test_parties_people_get_every_page(client, scene, name, who):
    sign_in(client, getattr(scene, who))
    assert client.get(address(name, scene)).status_code == 200


def test_list_shows_what_one_may_see_and_nothing_else(client, scene):
    sign_in(client, scene.partner)
    page = client.get(reverse("agreements:list")).content.decode()
    assert "Essex Data Platform" in page
    assert "DSA-2026-0001" in page
    sign_in(client, scene.outsider)
    page = client.get(reverse("agreements:list")).content.decode()
    assert "Essex Data Platform" not in page
    assert "no agreements yet" in page


@pytest.mark.parametrize(
    "query", ["?page=9223372036854775809", "?page=x", "?q=%00", "?q=nothing", "?status=nonsense", "?status=draft"]
)
def test_list_answers_odd_questions(client, scene, query):
    sign_in(client, scene.officer)
    assert client.get(reverse("agreements:list") + query).status_code in (200, 400)


@pytest.mark.parametrize("parties", [2, 10])
def test_list_costs_the_same_for_many(client, scene, django_assert_max_num_queries, parties):
    for _ in range(parties):
        services.import_document(document=essex(), by=None, at=AT)
    sign_in(client, scene.officer)
    with django_assert_max_num_queries(16):
        client.get(reverse("agreements:list"))


def test_overview_says_what_happens_next_and_offers_the_freeze(client, scene):
    sign_in(client, scene.officer)
    page = client.get(address("overview", scene)).content.decode()
    assert "Essex County Council is writing the text" in page
    assert "Freeze the text" in page
    assert "CO-02" in page


def test_overview_tells_others_why_they_cannot_freeze(client, scene):
    sign_in(client, scene.partner)
    page = client.get(address("overview", scene)).content.decode()
    assert "Only information governance officers of Essex County Council" in page
    assert "missing:" not in page


def test_overview_shows_findings(client, scene):
    spoilt = canonical.plain(essex())
    spoilt["term"].pop("review")
    services.revise(agreement=scene.agreement, document=reading.parse(spoilt), based_on=1, by=scene.officer, at=AT)
    sign_in(client, scene.officer)
    page = client.get(address("overview", scene)).content.decode()
    assert "Enter the review date" in page
    assert "RL-07" in page
    refused = client.get(address("freeze", scene)).content.decode()
    assert "The checks show 1 problem" in refused


def test_freezing_through_the_page(client, scene):
    sign_in(client, scene.officer)
    page = client.get(address("freeze", scene))
    assert "After this nobody can change the text" in page.content.decode()
    after = client.post(address("freeze", scene), follow=True).content.decode()
    assert "The text is frozen" in after
    assert Agreement.objects.get().status == Status.AGREED
    again = client.post(address("freeze", scene), follow=True).content.decode()
    assert "already frozen" in again


def test_somebody_without_the_right_is_refused_in_words(client, scene):
    sign_in(client, scene.partner)
    page = client.post(address("freeze", scene), follow=True).content.decode()
    assert "Only information governance officers" in page
    assert Agreement.objects.get().status == Status.DRAFT


def test_opening_again_through_the_page(client, scene, version):
    sign_in(client, scene.officer)
    assert "stays in the record" in client.get(address("unfreeze", scene)).content.decode()
    client.post(address("unfreeze", scene))
    assert Agreement.objects.get().status == Status.DRAFT


def test_the_text_is_shown_as_it_will_be_printed(client, scene, version):
    sign_in(client, scene.reader)
    page = client.get(address("version", scene, 1)).content.decode()
    assert version.grouped_fingerprint in page
    for words in ("Information to be shared", "Council tax band", "UK GDPR Art 6(1)(e)", "The right to audit"):
        assert words in page
    assert "<input" not in page.split('id="signatures"')[1].split("</section>")[0]


def test_an_older_version_points_to_the_newer(client, scene, version):
    services.unfreeze(agreement=scene.agreement, by=scene.officer, at=AT)
    services.freeze(agreement=scene.agreement, by=scene.officer, at=AT)
    sign_in(client, scene.reader)
    assert "This is an older version" in client.get(address("version", scene, 1)).content.decode()
    assert client.get(address("version", scene, 3)).status_code == 404


def test_pdf_is_offered_when_it_is_ready(client, scene, version):
    sign_in(client, scene.reader)
    waiting = client.get(address("pdf", scene, 1), follow=True).content.decode()
    assert "The PDF is being made" in waiting
    rendering = services.claim_rendering(rendering_id=Rendering.objects.get().pk, at=AT)
    services.finish_rendering(rendering=rendering, content=b"%PDF-1.7 here", pages=1, at=AT)
    answer = client.get(address("pdf", scene, 1))
    assert answer["Content-Type"] == "application/pdf"
    assert 'filename="DSA-2026-0001-v1.pdf"' in answer["Content-Disposition"]
    assert answer.content == b"%PDF-1.7 here"


def test_a_pdf_that_failed_can_be_made_again_by_the_lead(client, scene, version):
    Rendering.objects.update(state=RenderingState.FAILED, attempts=5, error="no fonts")
    sign_in(client, scene.reader)
    page = client.get(address("version", scene, 1)).content.decode()
    assert "We could not make the PDF" in page
    assert "Try again" not in page
    assert "Only information governance" in client.post(address("retry_pdf", scene, 1), follow=True).content.decode()
    sign_in(client, scene.officer)
    assert address("retry_pdf", scene, 1) in client.get(address("version", scene, 1)).content.decode()
    page = client.post(address("retry_pdf", scene, 1), follow=True).content.decode()
    assert "being made again" in page
    assert "Try again" not in page
    assert Rendering.objects.get().attempts == 0


def test_a_damaged_file_is_not_handed_out(client, scene, version, monkeypatch):
    rendering = services.claim_rendering(rendering_id=Rendering.objects.get().pk, at=AT)
    services.finish_rendering(rendering=rendering, content=b"%PDF-1.7 lost", pages=1, at=AT)

    def lost(digest):
        raise files.FileLost(digest)

    monkeypatch.setattr(files, "content_of", lost)
    sign_in(client, scene.reader)
    assert "damaged" in client.get(address("pdf", scene, 1), follow=True).content.decode()


def test_data_of_a_version_is_what_was_fingerprinted(client, scene, version):
    sign_in(client, scene.reader)
    answer = client.get(address("json", scene, 1))
    assert canonical.fingerprint_of(answer.content.decode()) == version.fingerprint
    draft = json.loads(client.get(address("export", scene)).content)
    assert draft["identity"]["reference"] == scene.agreement.reference


def test_a_stranger_without_organisation_sees_an_empty_list(client):
    sign_in(client, make_person("stranger@example.org"))
    assert "no agreements yet" in client.get(reverse("agreements:list")).content.decode()
