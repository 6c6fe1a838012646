"""Rows 25 to 41: dates and numbers in real forms, spreadsheets and agreement documents."""

import datetime as dt
import json
import time
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from agreements import services
from agreements.models import Agreement
from dsaformat import canonical, reading
from foundation.verdicts import Refused
from parties.models import Authority
from tests.agreements.scene import AT, essex, set_scene
from tests.factories.parties import make_organisation
from tests.factories.people import make_operator, sign_in
from tests.parties.registering import admin, council, signatory
from tests.signing import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def norwich(client):
    """Its registration's last day is a single date in a form of its own."""
    sign_in(client, make_operator())
    return make_organisation("Norwich City Council")


def ends(client, body, day: str, month: str, year: str):
    """The page after sending a date, and the date that is stored."""
    data = {"ico_reference": "Z1234567", "ico_expires_on_day": day, "ico_expires_on_month": month}
    answer = client.post(reverse("parties:change", args=[body.slug, "ico"]), data | {"ico_expires_on_year": year})
    body.refresh_from_db()
    return answer.content.decode(), body.ico_expires_on


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (("03", "04", "2027"), dt.date(2027, 4, 3)),
        (("31", "12", "2027"), dt.date(2027, 12, 31)),
        (("29", "2", "2028"), dt.date(2028, 2, 29)),
        (("３", "٤", "2027"), dt.date(2027, 4, 3)),
        ((" 3", "4 ", " 2027 "), dt.date(2027, 4, 3)),
    ],
)
def test_b25_b26_b27_b30_the_day_comes_first_in_any_digits(client, norwich, typed, stored):
    assert ends(client, norwich, *typed)[1] == stored


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("29", "2", "2027"), "Date it runs out must be a real date"),
        (("31", "6", "2027"), "Date it runs out must be a real date"),
        (("0", "6", "2027"), "Date it runs out must be a real date"),
        (("1", "13", "2027"), "Date it runs out must be a real date"),
        (("1", "", "2027"), "Date it runs out must include a month"),
        (("", "6", ""), "Date it runs out must include a day and year"),
        (("1", "6", "27"), "Year must include 4 numbers"),
        (("1", "6", "0003"), "Year must include 4 numbers"),
        (("1", "6", "10000"), "Year must include 4 numbers"),
        (("1", "6", "-2027"), "Year must include 4 numbers"),
    ],
)
def test_b27_b28_b29_each_mistake_is_named_and_kept(client, norwich, typed, words):
    page, stored = ends(client, norwich, *typed)
    assert words in page
    assert stored is None
    for part in typed:
        assert not part or f'value="{part}"' in page


def add_signatory(client, **dates: str):
    camden = council("Camden")
    sign_in(client, admin(camden), fresh=True)
    data = {"person": str(signatory(camden).pk), "office": "Chief Executive", "which": "every", "sensitive": "no"}
    return client.post(reverse("parties:signatory_add", args=[camden.slug]), data | dates)


def boxes(name: str, day: dt.date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def test_b29_a_year_far_away_is_refused(client):
    page = add_signatory(client, **boxes("starts_on", dt.date(9999, 12, 31))).content.decode()
    assert "First day must be on or before" in page
    assert not Authority.objects.exists()


def test_b31_an_end_before_its_start_is_said_at_both(client):
    today = timezone.localdate()
    answer = add_signatory(client, **boxes("starts_on", today), **boxes("ends_on", today - dt.timedelta(days=1)))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "First day must be on or before the last day" in page
    assert "Last day must be on or after the first day" in page
    assert 'href="#id_starts_on' in page
    assert 'href="#id_ends_on' in page


def test_b31_a_last_day_to_sign_in_the_past(client):
    staged = scene.set_stage()
    sign_in(client, staged.officer)
    data = boxes("sign_by", timezone.localdate() - dt.timedelta(days=1))
    answer = client.post(reverse("signing:ask", args=[staged.agreement.reference]), data)
    assert answer.status_code in (200, 422)
    assert "must be on or after" in answer.content.decode()


HEAD = "Legal name,Kind,Nation,ICO number,ICO runs out on\n"


@pytest.mark.parametrize("cell", ["03/04/2027", "2027-04-03", "3.4.2027", "3 April 2027", "３/4/2027"])
def test_b25_a_spreadsheets_date_is_read_back_in_words(client, norwich, cell):
    content = f"{HEAD}A new trust,company,england,Z1234567,{cell}\n".encode()
    data = {"file": SimpleUploadedFile("organisations.csv", content)}
    assert "3 April 2027" in client.post(reverse("parties:import"), data, follow=True).content.decode()


@pytest.mark.parametrize("cell", ["29/2/2027", "31/6/2027", "tomorrow", "1/1/27", "46478"])
def test_b27_b28_b29_a_spreadsheets_wrong_date_is_listed(client, norwich, cell):
    content = f"{HEAD}A new trust,company,england,Z1234567,{cell}\n".encode()
    data = {"file": SimpleUploadedFile("organisations.csv", content)}
    page = client.post(reverse("parties:import"), data, follow=True).content.decode()
    assert "<strong>1</strong> need" in page
    assert "must be a real date" in page or "must be a date, like 27/3/2027" in page or "Year must include 4" in page


# --- agreement documents, by the command that takes them in --------------------------------------------------------


def take_in(tmp_path, text: str | bytes) -> str:
    """Why the command refuses the text."""
    path = tmp_path / "agreement.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    with pytest.raises(CommandError) as refused:
        call_command("import_agreement", str(path), stdout=StringIO())
    assert not Agreement.objects.exists()
    return str(refused.value)


def spoilt(**changes: object) -> str:
    return json.dumps(scene.document() | changes)


@pytest.mark.parametrize("day", ["03/04/2027", "31/12/2027", "2027-2-3", "27-02-03", "20270203", "2027-04-03T00:00"])
def test_b25_b26_a_document_takes_iso_dates_only(tmp_path, day):
    assert "must be a date like 2026-11-30" in take_in(tmp_path, spoilt(term={"starts_on": day, "ongoing": True}))


@pytest.mark.parametrize("day", ["2027-02-29", "2027-06-31", "0003-01-01", "9999-12-31", "2027-13-01", "2027-00-10"])
def test_b27_b28_b29_a_documents_impossible_days(tmp_path, day):
    assert "term.starts_on" in take_in(tmp_path, spoilt(term={"starts_on": day, "ongoing": True}))


def test_b31_a_document_that_ends_before_it_starts(tmp_path):
    assert "term" in take_in(tmp_path, spoilt(term={"starts_on": "2027-01-02", "ends_on": "2027-01-01"}))


@pytest.mark.parametrize("number", [0, -1, 2.5, 1e9, "7 yrs", "7", None, True, 10_001])
def test_b32_b33_retention_is_a_whole_number(tmp_path, number):
    row = scene.document()["retention"][0] | {"period": {"number": number, "unit": "years"}}
    assert "retention.0.period" in take_in(tmp_path, spoilt(retention=[row]))


@pytest.mark.parametrize("number", ["2147483648", "9" * 5_000])
def test_b33_numbers_past_every_column(client, norwich, number):
    began = time.perf_counter()
    address = f"/account/security/passkeys/{number}/name/"
    assert client.get(address).status_code in (302, 404)
    page, stored = ends(client, norwich, number, "1", "2027")
    assert "must be a real date" in page
    assert stored is None
    assert time.perf_counter() - began < 2


NOT_UNDERSTOOD = {
    "b34": ("{", "is not JSON"),
    "b35 list": ("[1]", "must be an object"),
    "b35 text": ('"x"', "must be an object"),
    "b35 null": ("null", "must be an object"),
    "b36": (spoilt(identity={"title": "a\x00b"}), "U+0000"),
    "b37": ('{"format_version":1,"identity":{"title":"\\ud800"}}', "U+D800"),
    "b38 NaN": ('{"format_version":1,"identity":NaN}', "NaN"),
    "b38 Infinity": ('{"format_version":1,"identity":Infinity}', "Infinity"),
    "b38 twice": ('{"format_version":1,"format_version":1}', "twice"),
    "b39": ("[" * 100_000, "nested too deeply"),
    "b40": ('{"format_version":' + "9" * 5_000 + "}", "too many digits"),
    "b41 object for text": (spoilt(identity={"title": {"a": 1}}), "identity.title"),
    "b41 truth for text": (spoilt(identity={"title": True}), "identity.title"),
    "b4 bad bytes": (b"\xff\xfe\x00", "is not UTF-8"),
}


@pytest.mark.parametrize("row", NOT_UNDERSTOOD)
def test_b34_to_b41_documents_that_cannot_be_understood(tmp_path, row):
    text, reason = NOT_UNDERSTOOD[row]
    began = time.perf_counter()
    assert reason in take_in(tmp_path, text)
    assert time.perf_counter() - began < 1  # fifty milliseconds when nothing else runs


@pytest.mark.parametrize(
    "answer",
    ["{", "[1]", '"x"', "null", '{"id":"\\u0000"}', '{"id":"\\ud800"}', '{"a":NaN}', "[" * 19_000, "9" * 5_000,
     '{"a":' * 3_000, '{"id":{"a":1},"type":true}'],
)  # fmt: skip
def test_b34_to_b41_what_a_passkey_never_answers(client, answer):
    """The other place where a browser sends JSON: the sign-in by passkey, open to everybody."""
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    got = client.post(reverse("mfa_login_webauthn"), {"credential": answer})
    assert got.status_code in (200, 302, 400, 422)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("based_on", [1, 99, 0, -1])
def test_b42_a_stale_or_future_revision_changes_nothing(based_on):
    drafted = set_scene()
    services.revise(agreement=drafted.agreement, document=essex(), based_on=1, by=drafted.officer, at=AT)
    changed = canonical.plain(essex())
    changed["identity"]["title"] = "Somebody's older words"
    with pytest.raises(Refused, match="Somebody else has changed"):
        services.revise(
            agreement=drafted.agreement,
            document=reading.parse(changed),
            based_on=based_on,
            by=drafted.officer,
            at=AT,
        )
    drafted.agreement.refresh_from_db()
    assert drafted.agreement.title != "Somebody's older words"
