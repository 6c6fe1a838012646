"""Bad input to the forms of starting, wording and attachments: an answer in words, never a failure (rows 3, 10, 25)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from drafting.models import Attachment, Triage, Wording
from drafting.services import templates
from drafting.services import wording as library
from tests.drafting.scene import AT, draft
from tests.drafting.test_triage_pages import begun, decided
from tests.factories.people import sign_in
from tests.parties.test_authority_bad_input import NASTY

pytestmark = pytest.mark.django_db


def _sent(client, address, fields, **fixed):
    for nasty in NASTY:
        data = dict.fromkeys(fields, nasty.encode("utf-8", "replace").decode()) | fixed
        answer = client.post(address, data)
        assert answer.status_code in (302, 403, 404, 409, 422), (address, nasty[:20], answer.status_code)


@pytest.fixture
def scene(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    templates.load(at=AT)
    made = draft()
    sign_in(client, made.officer)
    return made


def test_every_field_of_the_triage(client, scene):
    _sent(client, reverse("drafting:start"), ["token", "subject", "question", "others", "organisation"])
    row = begun(scene)
    _sent(client, reverse("drafting:step", args=[row.reference, "public"]), ["answer"])
    _sent(client, reverse("drafting:step", args=[row.reference, "existing"]), ["answer", "reference"], answer="use")
    for address in ("drafting:triages", "drafting:triages_csv", "drafting:wordings"):
        for nasty in NASTY:
            query = dict.fromkeys(["q", "outcome", "page", "whose", "retired"], nasty.encode("utf-8", "replace"))
            assert client.get(reverse(address), query).status_code == 200


def test_every_field_of_starting_and_copying(client, scene):
    row = decided(scene)
    _sent(client, reverse("drafting:start_template", args=[row.reference]), ["template"])
    name = reverse("drafting:start_name", args=[row.reference])
    _sent(client, f"{name}?template=pan-london", ["title", "public_title", "organisation"])
    for nasty in NASTY:
        assert client.get(name, {"template": nasty.encode("utf-8", "replace")}).status_code == 302
    copying = reverse("drafting:copy", args=[scene.agreement.reference])
    _sent(client, copying, ["token", "title", "link", "organisation"])


def test_every_field_of_the_library(client, scene):
    _sent(client, reverse("drafting:keep_wording"), ["token", "title", "text", "organisation"])
    row = library.keep(
        reference=begun(scene).reference, organisation=scene.lead, title="T", text="x", section="", question="",
        by=scene.officer, at=AT,
    )  # fmt: skip
    _sent(client, reverse("drafting:change_wording", args=[row.reference]), ["title", "text", "based_on"])
    use = reverse("drafting:use_wording", args=[scene.agreement.reference, "necessity", "text", row.reference])
    _sent(client, use, ["how", "based_on"])
    _sent(client, use, ["based_on"], how="replace")
    assert Wording.objects.count() == 1


def test_every_field_of_a_file(client, scene):
    address = reverse("drafting:attach", args=[scene.agreement.reference])
    _sent(client, address, ["kind", "title", "description", "audience", "organisation"])
    for nasty in NASTY:
        name = nasty.encode("utf-8", "replace").decode()[:200] or "x"
        data = {"file": SimpleUploadedFile(name, b"%PDF-1"), "kind": "dpia", "title": "T", "audience": "own"}
        assert client.post(address, data).status_code == 422, name[:20]
    assert not Attachment.objects.exists()


def test_a_broken_token_is_a_new_page(client, scene):
    values = {"token": "no-token", "subject": "Buses", "question": "When?", "organisation": str(scene.lead.pk)}
    assert client.post(reverse("drafting:start"), values).status_code == 302
    assert Triage.objects.get().subject == "Buses"


def test_a_field_that_is_sent_twice_is_refused(client, scene):
    values = {"token": "x", "subject": ["a", "b"], "question": "When?", "organisation": str(scene.lead.pk)}
    assert client.post(reverse("drafting:start"), values).status_code == 400
