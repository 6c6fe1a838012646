"""/verify/: four plain answers to anybody, and nothing about what is not public."""

import json
import secrets

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agreements.models import Rendering
from dsaformat import canonical
from signing import files, tasks
from signing.forms import verifying
from signing.models import SealedFile
from signing.views import verify
from tests.factories.people import make_person
from tests.factories.people import sign_in as enter
from tests.signing import papers, scene
from tests.signing.scene import AT, MINUTE

pytestmark = pytest.mark.django_db

SAME_ANSWER = "We cannot say anything about a reference alone"


def _sealed() -> scene.Scene:
    staged = scene.set_stage()
    scene.open_round(staged)
    scene.sign(staged, staged.first, AT + MINUTE)
    scene.sign(staged, staged.second, AT + 2 * MINUTE)
    tasks.sweep()
    return staged


STAGE = _sealed


@pytest.fixture
def sealed(scene) -> scene.Scene:
    return scene


def states(staged: scene.Scene) -> list[bytes]:
    return [files.content(state) for state in SealedFile.objects.filter(version=staged.version)]


def send(client, pdf: bytes, what: str = "check", reference: str = "", name: str = "agreement.pdf"):
    address = reverse("verify:of", args=[reference]) if reference else reverse("verify:check")
    return client.post(address, {"file": SimpleUploadedFile(name, pdf, "application/pdf"), "what": what})


def ask(client, words: str):
    return client.post(reverse("verify:check"), {"words": words})


def test_the_page_is_there_for_everybody_and_names_the_seals(client):
    page = client.get(reverse("verify:check"))
    assert page.status_code == 200
    assert "The seals of this portal" in page.content.decode()


def test_a_whole_file_is_genuine_with_all_that_is_known(client, sealed):
    said = send(client, states(sealed)[-1]).content.decode()
    for words in (
        "This is the genuine, complete and current agreement.",
        sealed.agreement.reference,
        sealed.version.grouped_fingerprint,
        "Essex County Council",
        "Siân Llewellyn",
        "Superintendent, Borough Commander",
        "SIG-000002",
        "Timestamp of the whole document",
    ):
        assert words in said
    assert "⟦missing" not in said


def test_an_older_copy_says_what_it_lacks(client, sealed):
    said = send(client, states(sealed)[1]).content.decode()
    assert "This is genuine, but it is not the latest state of the agreement." in said
    assert "It lacks the signatures of Essex Police" in said
    assert "Given after this copy was made" in said


def test_a_changed_file_is_not_to_be_relied_on(client, sealed):
    said = send(client, states(sealed)[-1] + b"\n% a note").content.decode()
    assert "This file was changed after it was signed. Do not rely on it." in said
    assert "Something was added to the file after its last signature." in said


def test_another_pdf_is_not_ours(client, sealed):
    said = send(client, papers.blank("essex")).content.decode()
    assert "This is not a signed agreement of this portal." in said


def test_a_file_under_another_agreements_code_is_told_apart(client, sealed):
    said = send(client, states(sealed)[-1], reference="DSA-2026-9999").content.decode()
    assert "This file belongs to another agreement than the one that you came to check." in said
    assert sealed.agreement.reference in said


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The selected file is empty"),
        (b"hello", verifying.NO_PDF),
        (b"%PDF-1.7\ntrailer << /Encrypt 5 0 R >>", verifying.LOCKED),
        (b"%PDF-" + b"0" * verifying.MOST, verifying.TOO_BIG),
    ],
)
def test_what_cannot_be_checked_says_why(client, settings, content, says):
    """B62, B67."""
    settings.UPLOAD_MAX_SIZE = 2 * verifying.MOST
    answer = send(client, content)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_no_file_at_all(client):
    answer = client.post(reverse("verify:check"), {"what": "check"})
    assert (answer.status_code, "Select a PDF" in answer.content.decode()) == (422, True)


def test_damage_of_every_kind_gets_an_answer(client, sealed):
    whole = states(sealed)[-1]
    for cut in (200, len(whole) // 2, len(whole) - 30):
        assert send(client, whole[:cut]).status_code == 200


# --- the agreement inside ------------------------------------------------------------------------------------------


def test_the_data_of_a_genuine_file_can_be_taken_out(client, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(scene, "render", _render_with_its_data)
    staged = scene.set_stage()
    scene.open_round(staged)
    tasks.sweep()
    answer = send(client, states(staged)[-1], what="data")
    assert answer["Content-Disposition"] == f'attachment; filename="{staged.agreement.reference}-v1.json"'
    assert answer.content.decode() == staged.version.text == canonical.dump(staged.version.document)
    assert json.loads(answer.content)["identity"]["title"] == "Street lighting faults"


def _render_with_its_data(version, at) -> None:
    from agreements import services as agreements

    claimed = agreements.claim_rendering(rendering_id=Rendering.objects.get(version=version).pk, at=at)
    content = papers.blank("essex", "police", data=version.text.encode())
    agreements.finish_rendering(rendering=claimed, content=content, pages=1, at=at)


def test_nothing_is_taken_out_of_a_changed_file(client, sealed):
    answer = send(client, states(sealed)[-1] + b"\n", what="data")
    assert (answer.status_code, answer["Content-Type"]) == (422, "text/html; charset=utf-8")
    assert "We take the agreement out of genuine files only" in answer.content.decode()


# --- words instead of a file ---------------------------------------------------------------------------------------


def test_a_fingerprint_opens_what_its_holder_has_anyway(client, sealed):
    spaced = " ".join(sealed.version.fingerprint.upper()[at : at + 4] for at in range(0, 64, 4))
    said = ask(client, spaced).content.decode()
    assert "This is the fingerprint of a text that was sealed here" in said
    assert sealed.agreement.reference in said
    digest = SealedFile.objects.filter(version=sealed.version).first().sha256
    assert "This is the fingerprint of a signed file of this portal" in ask(client, digest).content.decode()
    assert "Essex Police" not in said


def test_a_fingerprint_of_nothing(client, sealed):
    said = ask(client, secrets.token_hex(32)).content.decode()
    assert "No agreement of this portal has this fingerprint" in said


def test_a_text_that_was_never_sealed_is_not_ours_to_speak_of(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    staged = scene.set_stage()
    said = ask(client, staged.version.fingerprint).content.decode()
    assert "No agreement of this portal has this fingerprint" in said


def test_a_reference_alone_opens_nothing(client, sealed):
    """It can be counted through: what exists and what does not look alike."""
    real = ask(client, sealed.agreement.reference).content.decode()
    unreal = ask(client, "DSA-2026-9999").content.decode()
    assert SAME_ANSWER in real
    assert real.replace(sealed.agreement.reference, "DSA-2026-9999") == unreal
    stranger = make_person("somebody@elsewhere.example")
    enter(client, stranger)
    assert SAME_ANSWER in ask(client, sealed.agreement.reference).content.decode()


def test_whoever_sees_the_agreement_is_led_to_it(client, sealed):
    enter(client, sealed.officer)
    said = ask(client, sealed.agreement.reference.lower()).content.decode()
    assert sealed.agreement.get_absolute_url() in said
    assert "This agreement was sealed here" in said


def test_the_code_on_a_page_fills_in_the_form_and_opens_nothing(client, sealed):
    """P8: what the printed code leads to."""
    page = client.get(reverse("verify:of", args=[sealed.agreement.reference])).content.decode()
    assert f'value="{sealed.agreement.reference}"' in page
    assert "Essex" not in page


@pytest.mark.parametrize("words", ["", "hello", "DSA", "a" * 63, "DSA-2026-0001; DROP TABLE", "\x00" * 5])
def test_neither_a_reference_nor_a_fingerprint(client, words):
    answer = ask(client, words)
    assert answer.status_code == 422


def test_too_many_questions_are_answered_later(client, sealed, monkeypatch):
    monkeypatch.setattr(verify, "TRIES", 2)
    codes = [ask(client, sealed.agreement.reference).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert client.get(reverse("verify:check")).status_code == 200


def test_keys_that_cannot_be_read_are_no_wrong_answer(client, sealed, monkeypatch):
    def locked(at):
        raise verify.keys.KeyTrouble("locked")

    content = states(sealed)[-1]
    monkeypatch.setattr(verify.keys, "current", locked)
    assert client.get(reverse("verify:check")).status_code == 200
    assert send(client, content).status_code == 503
