"""Agreements from files, in the browser and at the command line."""

import datetime as dt
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from agreements import services
from agreements.models import Agreement, Upload
from dsaformat import canonical, reading
from foundation.verdicts import Refused
from tests.agreements.scene import AT, TODAY, essex, set_scene
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
NEW = "agreements:import"


STAGE = set_scene


def changed(**identity):
    values = canonical.plain(essex())
    values["identity"] |= identity
    return values


def send(client, address, values):
    content = values if isinstance(values, bytes) else json.dumps(values).encode()
    return client.post(address, {"file": SimpleUploadedFile("essex.json", content)}, follow=True)


def replacing(scene):
    return reverse("agreements:replace", args=[scene.agreement.reference])


def check_page():
    return Upload.objects.get().get_absolute_url()


def test_a_file_is_shown_before_it_becomes_a_draft(client, scene):
    sign_in(client, scene.officer)
    page = send(client, reverse(NEW), changed(title="A second platform")).content.decode()
    assert "Check what we found" in page
    assert "A second platform" in page
    assert "Essex Police" in page
    assert "CO-02" in page
    assert Agreement.objects.count() == 1
    page = client.post(check_page(), follow=True).content.decode()
    assert "The draft is made" in page
    made = Agreement.objects.get(title="A second platform")
    assert (made.created_by, made.lead) == (scene.officer, scene.lead)
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "document: is not JSON"),
        (b"\xff\xfe", "document: is not UTF-8 text"),
        (b'{"format_version":1,"identity":{"title":""},"x":1}', "identity.title: must not be empty"),
        (b'{"format_version":1,"identity":{"title":""},"x":1}', "x: is not a field of this format"),
        (b"", "The selected file is empty"),
        (b" " * (reading.MAX_BYTES + 1), "must be smaller than 2MB"),
    ],
)
def test_a_file_that_is_none_is_refused_with_places_and_reasons(client, scene, content, words):
    sign_in(client, scene.officer)
    page = send(client, reverse(NEW), content).content.decode()
    assert words in page
    assert not Upload.objects.exists()


def test_no_file_is_said(client, scene):
    sign_in(client, scene.officer)
    assert "Select a file" in client.post(reverse(NEW)).content.decode()


def test_what_cannot_be_taken_is_said_and_offers_no_button(client, scene):
    values = changed()
    values["parties"][2]["organisation"] = values["parties"][1]["organisation"]
    sign_in(client, scene.officer)
    page = send(client, reverse(NEW), values).content.decode()
    assert "is already a party" in page
    assert "Create the draft" not in page
    assert "is already a party" in client.post(check_page(), follow=True).content.decode()
    assert Agreement.objects.count() == 1


def test_a_party_that_is_not_in_the_directory_is_said(client, scene):
    values = changed()
    values["parties"][2]["organisation"] = {"name": "Nobody knows us Ltd"}
    sign_in(client, scene.officer)
    page = send(client, reverse(NEW), values).content.decode()
    assert "Without an account here" in page
    assert "Nobody knows us Ltd" in page
    assert "Create the draft" in page


def test_nobody_imports_for_another_lead(client, scene):
    sign_in(client, scene.partner)
    page = send(client, reverse(NEW), changed()).content.decode()
    assert "Only information governance officers of Essex County Council" in page
    client.post(check_page())
    assert Agreement.objects.count() == 1


def test_the_list_leads_to_it_for_those_who_may(client, scene):
    for who, offered in ((scene.officer, True), (scene.outsider, True), (scene.reader, False)):
        sign_in(client, who)
        page = client.get(reverse("agreements:list")).content.decode()
        assert (f'href="{reverse(NEW)}"' in page) is offered
    assert client.get(reverse(NEW)).status_code == 403
    assert client.post(reverse(NEW)).status_code == 403


def test_a_text_that_was_opened_again_can_be_replaced(client, scene):
    services.freeze(agreement=scene.agreement, by=scene.officer, at=AT)
    services.unfreeze(agreement=scene.agreement, by=scene.officer, at=AT)
    sign_in(client, scene.officer)
    overview = client.get(scene.agreement.get_absolute_url()).content.decode()
    assert f'href="{replacing(scene)}"' in overview
    values = changed(title="Put right")
    values["term"].pop("review")
    page = send(client, replacing(scene), values).content.decode()
    assert "Enter the review date" in page
    page = client.post(check_page(), follow=True).content.decode()
    assert "The text is replaced" in page
    agreement = Agreement.objects.get()
    assert (agreement.title, agreement.revision) == ("Put right", 2)
    assert agreement.history.filter(title=essex().identity.title).exists()


def test_only_the_lead_replaces_and_only_a_draft(client, scene):
    sign_in(client, scene.partner)
    assert "Only information governance officers of Essex" in client.get(replacing(scene)).content.decode()
    assert "Only information governance officers of Essex" in send(client, replacing(scene), changed()).content.decode()
    services.freeze(agreement=scene.agreement, by=scene.officer, at=AT)
    sign_in(client, scene.officer)
    assert "already frozen" in client.get(replacing(scene)).content.decode()
    assert not Upload.objects.exists()


def test_a_change_in_between_is_not_overwritten(client, scene):
    sign_in(client, scene.officer)
    send(client, replacing(scene), changed(title="Mine"))
    services.revise(agreement=scene.agreement, document=essex(), based_on=1, by=scene.officer, at=AT)
    assert "Somebody else has changed" in client.get(check_page()).content.decode()
    assert "Somebody else has changed" in client.post(check_page(), follow=True).content.decode()
    assert Agreement.objects.get().title != "Mine"
    assert Upload.objects.exists()


def test_who_would_leave_is_said(client, scene):
    whole = changed()
    fewer = {name: whole[name] for name in ("format_version", "identity")} | {"parties": whole["parties"][:2]}
    document = reading.parse(fewer)
    upload = services.keep(document=document, file_name="x", agreement=scene.agreement, by=scene.officer, at=AT)
    found = services.foresee(upload=upload, by=scene.officer, on=TODAY)
    assert found.leaving == ("Essex Police", "University of Essex")


def test_an_upload_is_its_owner_s_alone_and_is_taken_once(client, scene):
    sign_in(client, scene.officer)
    send(client, reverse(NEW), changed())
    upload, address = Upload.objects.get(), check_page()
    sign_in(client, scene.partner)
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    services.take(upload=Upload.objects.get(), by=scene.officer, at=AT)
    with pytest.raises(Refused, match="taken already"):
        services.take(upload=upload, by=scene.officer, at=AT)


def test_what_nobody_confirmed_goes_after_a_week(scene):
    services.keep(document=essex(), file_name="x", agreement=None, by=scene.officer, at=AT)
    assert services.forget_uploads(at=AT + dt.timedelta(days=6)) == 0
    assert services.forget_uploads(at=AT + dt.timedelta(days=8)) == 1


def test_the_command_replaces_a_draft_s_text(scene, tmp_path, capsys):
    path = tmp_path / "x.json"
    path.write_text(json.dumps(changed(title="From the command line")))
    call_command("import_agreement", str(path), "--into", scene.agreement.reference)
    assert capsys.readouterr().out.strip() == scene.agreement.reference
    assert Agreement.objects.get().title == "From the command line"
    services.freeze(agreement=scene.agreement, by=scene.officer, at=AT)
    with pytest.raises(CommandError, match="already frozen"):
        call_command("import_agreement", str(path), "--into", scene.agreement.reference)
