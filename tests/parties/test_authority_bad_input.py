"""Bad input to the register's forms: always an answer in words, never a failure (rows 3, 10, 11, 16, 22, 25-33)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from parties.models import Authority, Collective, Mandate
from tests.factories.people import sign_in
from tests.parties.registering import admin, council, record, signatory

pytestmark = pytest.mark.django_db

NASTY = [
    "", "\x00", "a\x00b", "\ud800", "\u202e", "\u200b\u200b", "x" * 20_001, "<script>alert(1)</script>",
    "{{ settings.SECRET_KEY }}", "' OR 1=1--", "9" * 30, "9" * 5000, "-1", "1e9", "３", "[]", "%00", "../../x",
]  # fmt: skip


def _post(client, address, fields, **files):
    for nasty in NASTY:
        data = dict.fromkeys(fields, nasty.encode("utf-8", "replace").decode()) | files
        answer = client.post(address, data)
        assert answer.status_code in (302, 403, 404, 422), (nasty[:20], answer.status_code)


DATES = [f"{name}_{part}" for name in ("starts_on", "ends_on") for part in ("day", "month", "year")]


def test_every_field_of_every_form_survives(client):
    camden = council("Camden")
    authority = record(camden)
    mandate_home = council("ALDCS", "unincorporated")
    sign_in(client, admin(camden), fresh=True)
    shared = ["person", "office", "which", "kinds", "sensitive", *DATES]
    _post(client, reverse("parties:signatory_add", args=[camden.slug]), [*shared, "evidence"])
    _post(client, reverse("parties:delegation_add", args=[camden.slug, authority.reference]), [*shared, "reason"])
    _post(client, reverse("parties:collective_new"), ["name", "description", "owner", "convener"])
    sign_in(client, admin(mandate_home), fresh=True)
    fields = [*shared, "purpose", "whom", "collective", "bodies"]
    _post(client, reverse("parties:mandate_propose", args=[mandate_home.slug]), fields)
    assert (Authority.objects.count(), Mandate.objects.count(), Collective.objects.count()) == (1, 0, 0)


@pytest.mark.parametrize("slug", ["a%00b", "9" * 5000, "%2e%2e", "camden%0d%0a"])
def test_odd_addresses_are_not_found(client, slug):
    sign_in(client, admin(council("Camden")))
    for path in (
        f"{slug}/signatories/",
        f"collectives/{slug}/",
        f"authority/mandates/{slug}/",
        f"authority/evidence/{slug}/",
    ):
        assert client.get(f"/organisations/{path}").status_code == 404


def test_names_are_shown_as_typed_and_cleaned(client):
    camden = council("Camden")
    sign_in(client, admin(camden), fresh=True)
    data = {
        "person": str(signatory(camden).pk), "office": " <b>Chief\x00\u202e  Executive</b>\r\n", "which": "every",
        "sensitive": "no", "starts_on_day": "３", "starts_on_month": "04", "starts_on_year": "2026",
        "evidence": SimpleUploadedFile("../<b>X-H: y\u202e.pdf", b"%PDF-1.7"),
    }  # fmt: skip
    assert client.post(reverse("parties:signatory_add", args=[camden.slug]), data).status_code == 302
    kept = Authority.objects.get()
    assert kept.office == "<b>Chief Executive</b>"
    assert (kept.starts_on.day, kept.starts_on.month) == (3, 4)
    shown = client.get(reverse("parties:signatories", args=[camden.slug])).content.decode()
    assert "&lt;b&gt;Chief Executive&lt;/b&gt;" in shown
    answer = client.get(kept.evidence.get_absolute_url())
    b"".join(answer.streaming_content)
    assert answer["Content-Disposition"] == 'attachment; filename="bX-H y.pdf"'


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("minute.pdf", b"", "The selected file is empty"),
        ("minute.docx", b"%PDF-1.7", "The selected file must be a PDF, DOCX, PNG or JPEG"),
        ("minute.pdf", b"%PDF" + bytes(10 * 1024 * 1024), "The selected file must be smaller than 10MB"),
    ],
)
def test_files_that_cannot_be_evidence(client, name, data, words):
    camden = council("Camden")
    sign_in(client, admin(camden))
    answer = client.post(
        reverse("parties:signatory_add", args=[camden.slug]), {"evidence": SimpleUploadedFile(name, data)}
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()
