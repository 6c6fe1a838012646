"""The files of a draft: what is taken, who opens them, how the text names them (C-8, C-22; bad-input rows 62-68)."""

import hashlib
import io
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements import assembly
from agreements.services import withdraw
from drafting import attached
from drafting.choices_starting import AttachmentKind, Audience
from drafting.models import Attachment
from drafting.services import attachments as services
from drafting.services import copy, remove_row
from foundation.verdicts import Refused
from tests.drafting.scene import AT, draft
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nsmall"
PNG = b"\x89PNG\r\n\x1a\n0000"


def archive(*names, content=b"x"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, content)
    return out.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
XLSX = archive("[Content_Types].xml", "xl/workbook.xml")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.pdf", b"", attached.EMPTY),
        ("a.pdf", b"%PDF-" + b"x" * attached.LARGEST, attached.TOO_BIG),
        ("a.pdf", b"Just text", attached.WRONG_TYPE),
        ("a.docx", PDF, attached.WRONG_TYPE),
        ("a.pdf", DOCX, attached.WRONG_TYPE),
        ("a.xlsx", DOCX, attached.WRONG_TYPE),
        ("a.png", b"<html>", attached.WRONG_TYPE),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", attached.WRONG_TYPE),
        ("a.exe", PDF, attached.WRONG_TYPE),
        ("a", PDF, attached.WRONG_TYPE),
        ("a.docx", b"PK\x03\x04broken", attached.WRONG_TYPE),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 locked", attached.PASSWORD),
        ("a.pdf", PDF + b"\ntrailer << /Encrypt 5 0 R >>", attached.PASSWORD),
        ("a.xlsx", archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), attached.MACROS),
        (
            "a.docx",
            archive("[Content_Types].xml", "word/document.xml", content=bytes(26 * 1024 * 1024)),
            attached.UNPACKS,
        ),
    ],
)
def test_what_is_not_taken(name, data, message):
    with pytest.raises(attached.NotTaken) as refused:
        attached.examine(name, data)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("name", "data", "cleaned"),
    [
        ("../../etc/passwd.pdf", PDF, "passwd.pdf"),
        ("a\r\nX-H: y.pdf", PDF, "aX-H y.pdf"),
        ("CON.png", PNG, "evidence.png"),
        ("Flow.JPEG", b"\xff\xd8\xff\xe0", "Flow.jpg"),
        (f"{'n' * 300}.docx", DOCX, f"{'n' * 100}.docx"),
        ("Daten 表.xlsx", XLSX, "Daten 表.xlsx"),
    ],
)
def test_names_are_cleaned(name, data, cleaned):
    file = attached.examine(name, data)
    assert file.name.replace(" ", "") == cleaned.replace(" ", "")
    assert file.media_type == attached.TYPES[cleaned.rpartition(".")[2]]


@pytest.fixture
def scene(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return draft()


@pytest.fixture
def officer(client, scene):
    sign_in(client, scene.officer)
    return client


def address(scene, name="attachments", *parts):
    return reverse(f"drafting:{name}", args=[scene.agreement.reference, *parts])


def sent(**more):
    values = {"kind": "dpia", "title": "Impact assessment", "description": "Risks.", "audience": "parties"} | more
    return {"file": SimpleUploadedFile("dpia.pdf", PDF)} | values


def brought(scene, by=None, organisation=None, audience=Audience.PARTIES, data=PDF, title="Impact assessment"):
    return services.attach(
        agreement=scene.agreement,
        organisation=organisation or scene.lead,
        file=attached.File("dpia.pdf", "application/pdf", data),
        kind=AttachmentKind.DPIA,
        title=title,
        description="",
        audience=audience,
        by=by or scene.officer,
        at=AT,
    )


def opened(client, row):
    return b"".join(client.get(row.get_absolute_url()).streaming_content)


def listed(scene):
    scene.agreement.refresh_from_db()
    return assembly.assemble(scene.agreement).attachments


def test_a_file_is_kept_and_named_in_the_text(officer, scene):
    assert "No files yet." in officer.get(address(scene)).content.decode()
    assert officer.post(address(scene, "attach"), sent())["Location"] == address(scene)
    row = Attachment.objects.get()
    assert row.sha256 == hashlib.sha256(PDF).hexdigest()
    assert row.token not in row.name
    (part,) = listed(scene)
    assert (part.key, part.title, part.kind) == (row.key, "Impact assessment", "Impact assessment")
    assert (part.file_name, part.sha256) == ("dpia.pdf", row.sha256)
    response = officer.get(row.get_absolute_url())
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="dpia.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_sending_the_page_twice_keeps_one(officer, scene):
    for _ in range(2):
        officer.post(address(scene, "attach"), sent())
    assert Attachment.objects.count() == 1
    assert len(listed(scene)) == 1


def test_errors_are_said_at_the_field_and_nothing_typed_is_lost(officer, scene):
    wrong = {"file": SimpleUploadedFile("a.svg", b"<svg/>"), "title": "Picture", "kind": "diagram"}
    response = officer.post(address(scene, "attach"), wrong)
    shown = response.content.decode()
    assert response.status_code == 422
    for message in (attached.WRONG_TYPE, "Select who may open it"):
        assert message in shown
    assert 'value="Picture"' in shown
    assert "Select a file" in officer.post(address(scene, "attach"), {}).content.decode()
    empty = officer.post(address(scene, "attach"), sent(file=SimpleUploadedFile("a.pdf", b"")))
    assert attached.EMPTY in empty.content.decode()
    again = officer.post(address(scene, "attach"), sent(title=""))
    assert "Select the file again" in again.content.decode()
    assert not Attachment.objects.exists()


def test_another_agreements_address_opens_no_file(officer, scene):
    row = brought(scene)
    other = copy(agreement=scene.agreement, title="Other", lead=scene.lead, by=scene.officer, at=AT)
    assert officer.get(reverse("drafting:attachment", args=[other.reference, row.token])).status_code == 404


def test_own_files_are_for_the_own_organisation(client, scene):
    own = brought(scene, audience=Audience.OWN)
    assert (own.key, listed(scene)) == ("", ())
    sign_in(client, scene.reader)
    assert opened(client, own) == PDF
    for person in (scene.partner, scene.outsider):
        sign_in(client, person)
        assert client.get(own.get_absolute_url()).status_code == 404
        assert client.get(address(scene, "remove_attachment", own.token)).status_code == 404
    sign_in(client, scene.partner)
    assert own.title not in client.get(address(scene)).content.decode()
    sign_in(client, scene.outsider)
    assert client.get(address(scene)).status_code == 404


def test_a_party_brings_its_own_and_the_lead_lists_it(client, scene):
    second = scene.organisations[1]
    row = brought(scene, by=scene.partner, organisation=second)
    assert listed(scene) == ()
    sign_in(client, scene.partner)
    client.post(address(scene, "list_attachment", row.token))
    assert listed(scene) == ()
    sign_in(client, scene.officer)
    client.post(address(scene, "list_attachment", row.token))
    assert [part.sha256 for part in listed(scene)] == [row.sha256]
    sign_in(client, scene.partner)
    client.post(address(scene, "remove_attachment", row.token))
    assert len(listed(scene)) == 1
    with pytest.raises(Refused):
        brought(scene, by=scene.partner, organisation=scene.lead)
    for person in (scene.reader, scene.reviewer, scene.outsider):
        with pytest.raises(Refused):
            brought(scene, by=person)


def test_a_party_takes_away_what_it_brought(client, scene):
    row = brought(scene, by=scene.partner, organisation=scene.organisations[1])
    services.remove(attachment=row, by=scene.partner, at=AT)
    lead = brought(scene)
    with pytest.raises(Refused):
        services.remove(attachment=lead, by=scene.partner, at=AT)


def test_what_is_removed_cannot_be_opened_and_stays_in_the_history(officer, scene):
    row = brought(scene)
    assert "Remove “Impact assessment”" in officer.get(address(scene, "remove_attachment", row.token)).content.decode()
    officer.post(address(scene, "remove_attachment", row.token))
    assert listed(scene) == ()
    assert officer.get(row.get_absolute_url()).status_code == 404
    row.refresh_from_db()
    assert row.removed_by == scene.officer
    assert row.history.count() > 1


def test_a_row_that_was_taken_out_of_the_text_first_is_no_obstacle(scene):
    row = brought(scene)
    remove_row(agreement=scene.agreement, path=f"attachments/{row.key}", by=scene.officer, at=AT)
    again = services.list_in_agreement(attachment=row, by=scene.officer, at=AT)
    assert [part.key for part in listed(scene)] == [again.key]
    remove_row(agreement=scene.agreement, path=f"attachments/{again.key}", by=scene.officer, at=AT)
    services.remove(attachment=row, by=scene.officer, at=AT)
    assert listed(scene) == ()


def test_a_text_that_is_no_longer_written_keeps_its_files(officer, scene):
    row = brought(scene)
    withdraw(agreement=scene.agreement, by=scene.officer, at=AT, reason="Not needed any more")
    officer.post(address(scene, "remove_attachment", row.token))
    row.refresh_from_db()
    assert row.removed_at is None
    assert "The agreement was withdrawn." in officer.get(address(scene, "attach")).content.decode()
    assert officer.post(address(scene, "attach"), sent(title="Late")).status_code == 200
    assert Attachment.objects.count() == 1
    assert opened(officer, row) == PDF


def test_an_agreement_has_room_for_so_much(scene, monkeypatch):
    monkeypatch.setattr(services, "QUOTA", len(PDF))
    brought(scene)
    with pytest.raises(Refused, match="200MB"):
        brought(scene, data=b"%PDF-2", title="More")
    assert Attachment.objects.count() == 1


def test_a_file_that_is_gone_from_the_disk_is_not_found(officer, scene):
    row = brought(scene)
    default_storage.delete(row.path)
    assert officer.get(row.get_absolute_url()).status_code == 404


def test_only_shared_files_are_listed_says_the_database(scene):
    row = brought(scene)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(pk=row.pk).update(audience="own")


def test_the_list_takes_few_queries(officer, scene):
    for number in range(60):
        brought(scene, data=PDF + bytes([number]), title=f"File {number}", audience=Audience.OWN)
    with CaptureQueriesContext(connection) as counted:
        page = officer.get(address(scene)).content.decode()
    assert len(counted) <= 25
    assert "Showing 1 to 50 of 60 files" in page
