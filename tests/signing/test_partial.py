"""A copy of how far it has come: marked on every page, and never taken for the signed one."""

import subprocess

import page
import pytest
from django.urls import reverse

from agreements import pdf as rendering
from signing import genuineness, partial, tasks
from signing.genuineness import Answer
from signing.seal import copies, keys
from tests.agreements.scene import worded
from tests.factories.people import make_person
from tests.factories.people import sign_in as enter
from tests.signing import scene
from tests.signing.scene import AT, MINUTE


@pytest.fixture
def asked(settings, tmp_path) -> scene.Scene:
    settings.MEDIA_ROOT = tmp_path
    staged = scene.set_stage()
    scene.open_round(staged)
    scene.sign(staged, staged.first, AT + MINUTE)
    tasks.sweep()
    return staged


def address(staged: scene.Scene) -> str:
    return reverse("signing:partial", args=[staged.agreement.reference, staged.version.number])


def words(pdf: bytes, folder) -> str:
    (folder / "copy.pdf").write_bytes(pdf)
    command = ["pdftotext", "-layout", str(folder / "copy.pdf"), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.django_db
def test_it_says_who_has_signed_and_who_is_missing(asked, tmp_path):
    said = words(partial.copy(asked.version, at=AT + 2 * MINUTE), tmp_path)
    assert "1 of 2 signatures had been given on 20 November 2026, 10:02 UTC." in said
    signed, waiting = said.split("Not signed yet")
    assert "Essex County Council: Morgan Reed, Director of Place" in signed
    assert "Essex Police" in waiting
    assert "Essex Police" not in signed.split("Signed\n")[1]
    assert said.count("not everybody has signed") == 3  # on the sheet, and on each of two pages


@pytest.mark.django_db
def test_the_check_does_not_take_it_for_the_signed_one(asked):
    copy = partial.copy(asked.version, at=AT)
    result = genuineness.check(copy, keyring=keys.current(AT))
    assert (result.answer, result.details) == (Answer.UNKNOWN, ("The file carries no signature.",))


@pytest.mark.django_db
def test_parties_get_it_while_signatures_are_missing_and_nobody_else(asked, client):
    enter(client, asked.officer)
    answer = client.get(address(asked))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"].endswith('-v1-partial.pdf"')
    enter(client, make_person("somebody@elsewhere.example"))
    assert client.get(address(asked)).status_code == 404
    scene.sign(asked, asked.second, AT + 2 * MINUTE)
    enter(client, asked.officer)
    assert client.get(address(asked)).status_code == 404


@pytest.mark.django_db
def test_before_the_pdf_is_made_it_says_so(settings, tmp_path, client, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(scene, "render", lambda version, at: None)
    staged = scene.set_stage()
    scene.open_round(staged)
    enter(client, staged.officer)
    answer = client.get(address(staged), follow=True)
    assert "The PDF is not made yet" in answer.content.decode()


def test_the_real_document_still_reads_aloud_with_names_in_any_script(tmp_path):
    """Thirty-five organisations need a second sheet; letters that the font lacks stop nothing."""
    made = rendering.render(worded(), at=AT).content
    sheet = [copies.Line("Partial copy", 20), *(copies.Line(f"Cyngor Gŵyr {n} 王芳: asked") for n in range(50))]
    copy = copies.marked(made, sheet=sheet, banner="Partial copy", mark=partial.NOT_SIGNED)
    assert page.validate_pdf_bytes(copy, profile="ua1").is_compliant
    assert page.validate_pdf_bytes(copy, profile="3a").is_compliant
    assert words(copy, tmp_path).count(": asked") == 50
