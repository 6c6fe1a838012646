"""One thread through the whole house: a file becomes a draft, a frozen text, two signatures, a PDF, a reminder."""

import datetime as dt
import hashlib
import io
import json
import re

import page as checker
import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from agreements.models import Agreement
from dsaportal.celery import app as celery
from signing import chain, files, tasks
from signing.models import GENESIS, SealedFile, Signature
from tests.factories.people import make_person
from tests.signing import entry, papers, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(settings, tmp_path) -> scene.Cast:
    settings.MEDIA_ROOT = tmp_path / "files"
    cast = scene.call_cast(timezone.now() - dt.timedelta(hours=1))
    make_person("pat@police.example", cast.partner, [Role.REVIEWER], full_name="Pat Reviewer")
    return cast


@pytest.fixture
def acting(django_capture_on_commit_callbacks):
    """What the portal does after a commit is done at once, as a worker would."""
    celery.loader.import_default_modules()  # a worker knows its tasks; a test process has not met them yet
    return lambda: django_capture_on_commit_callbacks(execute=True)


def command(name: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(name, *arguments, stdout=out)
    return out.getvalue().strip()


def as_person(person) -> Client:
    client = Client()
    entry.sign_in(client, person)
    return client


def main_link(mail) -> str:
    """The first address in a mail, as its reader would open it."""
    return re.search(r"http://127\.0\.0\.1:8000(/\S+)", mail.body).group(1)


def test_from_a_file_to_the_reminder(people, acting, mailoutbox, tmp_path):
    # A document is taken in from a file, and shown.
    path = tmp_path / "agreement.json"
    path.write_text(json.dumps(scene.document()))
    reference = command("import_agreement", str(path), "--by", people.officer.email)
    officer = as_person(people.officer)
    overview = f"/agreements/{reference}/"
    assert "Street lighting faults" in officer.get(overview).content.decode()

    # The lead's officer freezes it; a worker makes its PDF.
    with acting():
        officer.post(f"{overview}freeze/")
    agreement = Agreement.objects.get(reference=reference)
    version = agreement.versions.get()
    assert hashlib.sha256(version.text.encode()).hexdigest() == version.fingerprint
    assert version.rendering.state == "done"

    # Both parties' signatories are asked by email.
    day = timezone.localdate() + dt.timedelta(days=10)
    answers = {"party-essex": people.first.pk, "party-police": people.second.pk}
    answers |= {"sign_by_day": day.day, "sign_by_month": day.month, "sign_by_year": day.year}
    with acting():
        officer.post(f"{overview}sign/ask/", answers | {"send": "yes"})
    asked = {mail.to[0]: mail for mail in mailoutbox if "asks you to sign" in mail.subject}
    assert set(asked) == {people.first.email, people.second.email}

    # Each follows the link, reads, declares, proves with a second factor that it is they, and signs.
    for person in (people.first, people.second):
        landing = main_link(asked[person.email])
        client = as_person(person)
        assert "You have been asked to sign" in client.get(landing).content.decode()
        client.post(f"{landing}start/")
        assert version.fingerprint[:4].upper() in client.get(f"{landing}read/").content.decode()
        said = {"statements": ["0", "1"], "typed_name": person.full_name, "rank": person.rank}
        step_up = client.post(f"{landing}declare/", said | {"fingerprint": version.fingerprint})["Location"]
        assert step_up.startswith("/account/confirm/")
        proved = client.post(step_up, {"code": entry.code_for(person)})
        assert proved["Location"] == f"{landing}confirm/"
        with acting():
            receipt = client.post(proved["Location"], follow=True)
        assert "Agreement signed" in receipt.content.decode()

    # It is in force, everybody is told, and the chain of evidence holds.
    agreement.refresh_from_db()
    assert agreement.status == "in_force"
    links = [chain.Link(s.number, s.evidence, s.previous_hash, s.hash) for s in Signature.objects.all()]
    assert (len(links), chain.faults(links, GENESIS)) == (2, [])
    told = {mail.to[0] for mail in mailoutbox if mail.subject == "Street lighting is now in force"}
    assert {people.officer.email, people.first.email, people.second.email, "pat@police.example"} <= told

    # The PDF carries three signatures that others' tools call valid, and the portal knows the file.
    whole = officer.get(f"{overview}sign/v1/pdf/").content
    checked = papers.pdfsig(whole, tmp_path)
    assert checked.count("Signature is Valid") == 3
    assert len(re.findall("- Total document signed", checked)) == 1  # the last one covers the whole file
    sealed = tmp_path / "sealed.pdf"
    sealed.write_bytes(whole)
    answer = json.loads(command("verify_pdf", str(sealed)))
    assert (answer["answer"], answer["fingerprint"]) == ("genuine", version.fingerprint)

    # Half a year on, the review is due: the data protection officer's mail leads to the list of reviews.
    command("sweep")
    mailoutbox.clear()
    review = next(one for one in json.loads(command("due", "--days", "200")) if one["offset_days"] == 0)
    command("sweep", "--at", review["send_at"])
    reminder = next(mail for mail in mailoutbox if mail.to == ["pat@police.example"])
    assert reminder.subject == "Review of Street lighting is due today"
    reviewer = as_person(User.objects.get(email="pat@police.example"))
    page = reviewer.get(main_link(reminder)).content.decode()
    assert "Street lighting faults" in page
    assert "Review 1" in page


def test_the_signed_pdf_stays_archivable_and_accessible(people, acting):
    """PDF/A-3a and PDF/UA-1 after signing. The checker's rule on ByteRange knows files with one signature only."""
    with acting():
        staged = scene.freeze(people, timezone.now() - dt.timedelta(minutes=30))
    with acting():
        at = timezone.now() - dt.timedelta(minutes=20)
        scene.open_round(staged, at, timezone.localdate() + dt.timedelta(days=5))
        scene.sign(staged, staged.first, at + scene.MINUTE)
        scene.sign(staged, staged.second, at + 2 * scene.MINUTE)
    tasks.sweep()
    pdf = files.content(SealedFile.objects.newest_of(staged.version))
    archive = checker.validate_pdf_bytes(pdf, profile="3a")
    assert {failure.rule_id for failure in archive.failures} <= {"PDFA3A-SIGNATURE-BYTERANGE-001"}
    assert checker.validate_pdf_bytes(pdf, profile="ua1").is_compliant
