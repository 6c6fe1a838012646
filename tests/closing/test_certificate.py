"""The certificate of disposal: what it tells, that it is sealed, and that nothing but a lost file loses it."""

import datetime as dt
import io

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from closing import certificate
from closing.models import Certificate
from closing.services import certificates
from dsaformat import canonical
from signing import genuineness
from signing.genuineness import Answer
from signing.seal import keys, verify
from tests.closing import disposing
from tests.closing.disposing import AT, DAY, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(settings, tmp_path):
    settings.MEDIA_ROOT, settings.VAR = tmp_path / "media", tmp_path
    keys.forget()
    made = disposing.in_force()
    disposing.end(made)
    disposing.confirm(made, 1, disposing.said(on=TODAY - DAY))
    disposing.confirm(made, 2, disposing.kept())
    yield made
    keys.forget()


def _told(scene):
    row = Certificate.objects.select_related("agreement__lead").get()
    return certificate.context(row, row.agreement.versions.get(), AT)


def test_it_tells_what_each_party_did_when_how_on_what_basis_and_who_says_so(scene):
    told = {party["name"]: party["rows"] for party in _told(scene)["parties"]}
    (_, first), (_, second) = told["Council 001"][0], told["Council 002"][0]
    assert dict(first) == {
        "What happened": "Deleted, 19 November 2026",
        "How": "Overwritten",
        "Evidence": "Log entry 4411",
        "Confirmed by": "Reviewer of Council 001, on 20 November 2026",
    }
    assert dict(second)["Lawful basis"] == "Children Act 1989, section 17"
    assert dict(second)["Looked at again"] == "20 November 2027"
    assert _told(scene)["nothing"] == ["Council 000"]


def test_it_tells_of_the_answers_up_to_its_own_and_of_none_later(scene):
    disposing.confirm(scene, 1, disposing.said(method="Shredded"), at=AT + DAY)
    first, second = Certificate.objects.order_by("number")
    version = scene.agreement.versions.get()
    hows = [dict(certificate.context(row, version, AT)["parties"][0]["rows"][0][1])["How"] for row in (first, second)]
    assert hows == ["Overwritten", "Shredded"]


def test_it_is_sealed_and_carries_the_text_that_it_is_about(scene):
    row = Certificate.objects.get()
    assert certificates.make(certificate_id=row.pk, at=AT)
    row.refresh_from_db()
    pdf = (disposing.media() / row.path).read_bytes()
    assert (row.size, row.made_at) == (len(pdf), AT)
    ring = keys.current(AT)
    found = verify.examine(pdf, roots=ring.roots, seals=ring.seals)
    assert found.sound
    assert found.signatures[0].certifies
    names = PdfFileReader(io.BytesIO(pdf)).root["/Names"]["/EmbeddedFiles"]["/Names"]
    text = names[1].get_object()["/EF"]["/F"].data.decode()
    assert canonical.fingerprint_of(text) == scene.agreement.versions.get().fingerprint
    assert not certificates.make(certificate_id=row.pk, at=AT)


def test_whoever_checks_it_is_told_what_it_is_and_a_changed_one_is_refused(scene):
    row = Certificate.objects.get()
    certificates.make(certificate_id=row.pk, at=AT)
    pdf = (disposing.media() / Certificate.objects.get().path).read_bytes()
    result = genuineness.check(pdf, keyring=keys.current(AT))
    assert (result.answer, result.version) == (Answer.PAPER, None)
    assert result.notes == (f"It is certificate of disposal 1 of {scene.agreement.reference}.",)
    assert genuineness.check(pdf + b"\n% more", keyring=keys.current(AT)).answer is Answer.CHANGED


def test_one_that_fails_is_tried_again_by_the_sweep(scene, monkeypatch):
    row = Certificate.objects.get()
    monkeypatch.setattr(certificates.making, "make", lambda *_, **__: 1 / 0)
    assert certificates.make_due(at=AT) == 0
    row.refresh_from_db()
    assert (row.attempts, row.error) == (1, "ZeroDivisionError: division by zero")
    assert certificates.make_due(at=AT) == 0  # not at once
    monkeypatch.setattr(certificates.making, "make", lambda *_, **__: b"%PDF-1.7")
    assert certificates.make_due(at=AT + dt.timedelta(minutes=5)) == 1
    row.refresh_from_db()
    assert row.made_at is not None
    assert certificates.make_due(at=AT + DAY) == 0
