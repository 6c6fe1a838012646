"""Comparing any two texts: revisions, versions, the template, a file that is not kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.models import Upload
from agreements.services import freeze, unfreeze
from dsaformat import canonical, editing
from tests.drafting.scene import draft
from tests.drafting.test_checking import at, document, page
from tests.drafting.test_history import LONG, minutes, write
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db


STAGE = draft


@pytest.fixture
def officer(client, scene):
    sign_in(client, scene.officer)
    return client


def test_two_revisions_in_sentences_with_who_would_sign_again(officer, scene):
    write(scene, LONG, 1)
    write(scene, LONG.replace("names", "addresses"), 2)
    shown = page(officer, at(scene, "compare", **{"from": "r2", "to": "r3"}))
    assert "Who would sign again" in shown
    assert "signs again" in shown
    assert "<ins" in shown
    assert "Both texts are the same." in page(officer, at(scene, "compare", **{"from": "r3", "to": "now"}))


def test_a_version_is_compared_with_the_text_that_followed(officer, scene, monkeypatch):
    monkeypatch.setattr("agreements.services.life.check", lambda **_: ())
    freeze(agreement=scene.agreement, by=None, at=minutes(1))
    scene.agreement.refresh_from_db()
    unfreeze(agreement=scene.agreement, by=None, at=minutes(2))
    write(scene, "Only names.", 3)
    shown = page(officer, at(scene, "compare"))
    assert "Version 1" in shown
    assert "Only names." in shown


@pytest.mark.parametrize("name", ["r0", "r99", "r-1", "r²", "v7", "template", "%00", ""])
def test_what_is_not_there_is_left_out(officer, scene, name):
    write(scene, "Only names.", 1)
    assert "Revision 1" in page(officer, at(scene, "compare", **{"from": name, "to": name}))


def test_a_file_is_compared_and_not_kept(officer, scene):
    other = editing.put(document(scene), "proportionality", {"text": "From the file."})
    upload = SimpleUploadedFile("theirs.json", canonical.dump(other).encode(), "application/json")
    response = officer.post(at(scene, "compare"), {"file": upload})
    assert response.status_code == 200
    assert "From the file." in response.content.decode()
    assert not Upload.objects.exists()
    assert document(scene).proportionality.text == ""


@pytest.mark.parametrize("content", [b"", b"{", b'{"format_version": 1}', b"\xff\xfe\x00"])
def test_a_file_that_is_no_agreement_is_said_to_be_none(officer, scene, content):
    upload = SimpleUploadedFile("theirs.json", content, "application/json")
    response = officer.post(at(scene, "compare"), {"file": upload})
    assert response.status_code == 422
    assert "The selected file is" in response.content.decode()
