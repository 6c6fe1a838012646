"""The Essex agreement from its review to a file that anybody can check: four organisations sign it in four ways.

The pictures of the guide come from here: ``GUIDE_PICTURES=1 .venv/bin/pytest tests/journeys/test_four_ways.py``.
"""

import datetime as dt
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import User
from accounts.roles import Role
from agreements import services as agreements
from agreements import tasks as rendering
from agreements.models import Agreement
from drafting.outline import OWN_TEXT
from lawfulbasis import services as law
from parties.authority_rules import Term
from parties.choices import Kind
from parties.models import Authority, Organisation
from parties.services import authority
from signing import tasks as sealing
from signing.choices import Capacity
from signing.models import Signature
from signing.seal import keys
from tests.agreements.scene import essex
from tests.factories.parties import make_organisation, make_ready_organisation
from tests.factories.people import make_person
from tests.journeys import browser
from tests.journeys.steps import PATIENCE, fill, follow
from tests.journeys.test_passkey_signing import DEVICE
from tests.signing import entry, paper_scene, papers, scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOLDER = browser.ROOT / "docs" / "guide" / "pictures" if os.environ.get("GUIDE_PICTURES") else browser.PICTURES
TELEPHONE = 390  # pixels
ESSEX, BASILDON, POLICE = "essex-county-council", "basildon-borough-council", "essex-police"
UNIVERSITY, PROCESSOR = "university-of-essex", "pi-limited"
SIGN = {
    ESSEX: ("Essex County Council", Kind.LOCAL_AUTHORITY, "Morgan Reed", "Executive Director", ""),
    BASILDON: ("Basildon Borough Council", Kind.LOCAL_AUTHORITY, "Jo Marsh", "Senior Information Risk Owner", ""),
    POLICE: ("Essex Police", Kind.POLICE, "Siân Llewellyn", "Lead for information", "Assistant Chief Constable"),
    UNIVERSITY: ("University of Essex", Kind.UNIVERSITY, "Alex Vane", "Registrar and Secretary", ""),
}
"""Each organisation's name and kind, and who signs for it by which office and rank. The processor signs nothing."""
REVIEWERS = ("Dora Hart", "Eli Stone", "Finn Adeyemi", "Grace Okafor", "Hal Price")  # the processor's last
PAPER = f"sign/paper/Signature-{POLICE}/"
WISH = "Say who answers a complaint when it is about more than one of us."
ADDED = "Whoever receives a complaint about several parties answers it for all of them."


@dataclass
class Journey:
    """One agreement, its people, and their windows on it. The bringer scans what the police signed on paper."""

    window: browser.Window
    agreement: Agreement
    officer: User
    reviewers: dict[str, User]
    signatories: dict[str, User]
    delegate: User
    bringer: User

    def address(self, rest: str) -> str:
        return f"/agreements/{self.agreement.reference}/{rest}"

    @contextmanager
    def at(self, rest: str, person: User | None, width: int = browser.DESK) -> Iterator[Page]:
        """The person's own browser, on a page of the agreement or, where it begins with a slash, of the portal."""
        with self.window(width=width, user=person) as page:
            page.set_default_timeout(PATIENCE)
            page.goto(rest if rest.startswith("/") else self.address(rest))
            yield page
            assert page.complaints == []  # type: ignore[attr-defined]


@pytest.fixture
def journey(settings, tmp_path, window, monkeypatch) -> Journey:
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr("foundation.jobs.ring", lambda task, **facts: None)  # the worker runs where this test says
    at = timezone.now() - dt.timedelta(hours=1)
    law.load_catalogue(at=at)
    places = {key: make_ready_organisation(name, kind) for key, (name, kind, *_) in SIGN.items()}
    signatories = {
        key: scene._signatory(f"signs@{key}.example", name, places[key], office, rank, at)
        for key, (_, _, name, office, rank) in SIGN.items()
    }
    places[PROCESSOR] = make_organisation("PI Limited", Kind.COMPANY)
    officer = make_person(f"ig@{ESSEX}.example", places[ESSEX], [Role.IG_OFFICER], full_name="Ada Field")
    reviewers = {
        key: make_person(f"dpo@{key}.example", place, [Role.REVIEWER], full_name=name)
        for (key, place), name in zip(places.items(), REVIEWERS, strict=True)
    }
    return Journey(
        window=window,
        agreement=agreements.import_document(document=essex(timezone.localdate()), by=officer, at=at),
        officer=officer,
        reviewers=reviewers,
        signatories=signatories,
        delegate=_delegate(places[UNIVERSITY], signatories[UNIVERSITY], at),
        bringer=make_person(f"ig@{POLICE}.example", places[POLICE], [Role.IG_OFFICER], full_name="Cal Partner"),
    )


def _delegate(place: Organisation, absent: User, at: dt.datetime) -> User:
    person = make_person(f"kit@{place.slug}.example", place, [Role.SIGNATORY], full_name="Kit Ward")
    authority.delegate(
        authority=Authority.objects.get(person=absent),
        person=person,
        office=authority.Office("Deputy Registrar"),
        term=Term(timezone.localdate(at) - dt.timedelta(days=1)),
        reason="On leave",
        evidence=None,
        by=User.objects.get(email=f"admin1@{place.slug}.example"),
        at=at,
    )
    return person


def snap(page: Page, name: str) -> None:
    assert browser.sideways(page) == []
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"{name}.png", full_page=True)


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()
    wrong = page.locator(".govuk-error-summary")
    assert wrong.count() == 0, f"{page.url}: {wrong.inner_text()}"


def decide(journey: Journey, party: str, outcome: str, note: str = "") -> None:
    with journey.at("review/decide/", journey.reviewers[party]) as page:
        page.get_by_label(outcome, exact=True).check()
        fill(page, "note", note)
        press(page, "Record the decision")


def review(journey: Journey) -> None:
    """Sent round; one party asks for a change, another has approved; the text is changed; then all approve."""
    with journey.at("review/", journey.officer) as page:
        follow(page, page.get_by_role("link", name="Send for review"))
        press(page, "Send for review")
        decide(journey, POLICE, "Approve")
        decide(journey, BASILDON, "Ask for changes", WISH)
        page.reload()
        assert WISH in page.inner_text("main")
        assert page.get_by_role("link", name="Freeze the text").count() == 0
        page.goto(journey.address(f"draft/complaints/{OWN_TEXT.key}/"))
        fill(page, "text", f"{page.locator('[name=text]').input_value()}\n\n{ADDED}")
        press(page, "Save and continue")
        decide(journey, UNIVERSITY, "Approve")
        page.goto(journey.address("review/"))
        assert "Essex Police approved an earlier text" in page.inner_text("main")
        snap(page, "sign-board")
        for party in (ESSEX, BASILDON, POLICE, PROCESSOR):
            decide(journey, party, "Approve")
        page.reload()
        assert "5 of 5 approved the text as it is now" in page.inner_text("main")


def freeze_and_send(journey: Journey) -> None:
    with journey.at("review/", journey.officer) as page:
        follow(page, page.get_by_role("link", name="Freeze the text"))
        press(page, "Freeze the text")
        assert ADDED in journey.agreement.versions.get().text
        rendering.sweep()
        page.reload()
        follow(page, page.get_by_role("button", name="Send for signature"))
        fill(page, f"party-{UNIVERSITY}", [journey.delegate.pk])
        page.get_by_text("Somebody signs on paper").click()
        fill(page, f"paper-{POLICE}", "Its officers have no passkeys yet.")
        fill(page, "sign_by", timezone.localdate() + dt.timedelta(days=10))
        press(page, "Continue")
        assert "Kit Ward" in page.inner_text("main")
        press(page, "Send for signature")
        assert "0 of 4 signed" in page.inner_text("main")


def declare(page: Page, name: str, picture: str = "") -> None:
    """From the page that the mail leads to, to the one that asks whether it is you."""
    press(page, "Start")
    press(page, "Continue")
    if picture:
        snap(page, picture)
    press(page, "Continue")
    page.get_by_label("Sign it").check()
    press(page, "Continue")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("Your full name").fill(name)
    press(page, "Continue to sign")


def sign_with_passkey(journey: Journey, person: User) -> None:
    with journey.at("/account/security/passkeys/add/", person) as page:
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        page.get_by_role("button", name="Add a passkey").click()
        page.wait_for_url("**/recovery-codes/")
        page.goto(journey.address("sign/"))
        declare(page, person.full_name)
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url("**/sign/confirm/")
        press(page, "Sign agreement")


def sign_with_code(journey: Journey, person: User, says: str, picture: str = "") -> None:
    with journey.at("sign/", person, width=TELEPHONE) as page:
        assert says in page.inner_text("main")
        declare(page, person.full_name, picture)
        page.get_by_label("6-digit code").fill(entry.code_for(person))
        press(page, "Continue")
        press(page, "Sign agreement")
        assert "Agreement signed" in page.inner_text("main")


def bring_paper(journey: Journey) -> None:
    with journey.at(f"{PAPER}upload/", journey.bringer) as page:
        sheet = {"name": "sheet.png", "mimeType": "image/png", "buffer": paper_scene.sheet()}
        page.set_input_files("input[type=file]", sheet)  # type: ignore[arg-type]
        for button in ("Continue", "Turn it clockwise", "This is the right one"):
            press(page, button)
        who = zip(("name", "office", "rank"), SIGN[POLICE][2:], strict=True)
        for field, value in (*who, ("keeper", "Legal services"), ("dated_on", timezone.localdate())):
            fill(page, field, value)
        press(page, "Hand it in")
        page.goto(journey.address(f"{PAPER}check/"))
        assert page.get_by_role("button", name="Finish the check").count() == 0  # it is for a second person


def verified(journey: Journey, pdf: bytes, picture: str) -> str:
    """What is said to somebody who belongs to nobody here and brings the file."""
    with journey.at("/verify/", None) as page:
        file = {"name": "agreement.pdf", "mimeType": "application/pdf", "buffer": pdf}
        page.set_input_files("input[type=file]", file)  # type: ignore[arg-type]
        press(page, "Check the file")
        snap(page, picture)
        return str(page.inner_text("main"))


def others_agree(pdf: bytes, folder: Path) -> None:
    """Poppler calls the portal's seal and the four signatures valid; openssl also the timestamp over all of them."""
    checked = papers.pdfsig(pdf, folder)
    found = dict(re.findall(r"Signature Field Name: (\S+)[^#]*?Signature Validation: ([^\n]+)", checked))
    assert "not yet been verified" in found.pop("Timestamp-1")  # poppler does not look into this kind, and says so
    assert found == {f"Signature-{key}": "Signature is Valid." for key in ("PORTAL", *SIGN)}
    assert checked.count("- Total document signed") == 1
    assert papers.openssl_agrees(pdf, keys.current(timezone.now()), folder) == [True] * 6


def with_one_byte_changed(pdf: bytes) -> bytes:
    """In the middle of the text as it was before anybody signed."""
    place = pdf.index(b"/ByteRange") // 2
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def test_four_organisations_sign_in_four_ways(journey: Journey, tmp_path: Path) -> None:
    review(journey)
    freeze_and_send(journey)
    sign_with_passkey(journey, journey.signatories[ESSEX])
    sign_with_code(journey, journey.signatories[BASILDON], "Senior Information Risk Owner", "sign-brief-phone")
    bring_paper(journey)
    with journey.at("sign/progress/", journey.officer) as page:
        assert "2 of 4 signed" in page.inner_text("main")
        snap(page, "sign-progress")
    sign_with_code(journey, journey.delegate, "Deputy Registrar, for Alex Vane")
    with journey.at(f"{PAPER}check/", journey.officer) as page:
        for group in page.get_by_role("group").all():
            group.get_by_label("Yes").check()
        press(page, "Finish the check")
        assert "The signature of Essex Police counts now." in page.inner_text("body")
    assert list(Signature.objects.order_by("number").values_list("party_key", "capacity", "factor")) == [
        (ESSEX, Capacity.OWN, "passkey"),
        (BASILDON, Capacity.OWN, "totp"),
        (UNIVERSITY, Capacity.DELEGATE, "totp"),
        (POLICE, Capacity.PAPER, "paper"),
    ]
    sealing.sweep()
    with journey.at("sign/progress/", journey.officer) as page, page.expect_download() as taken:
        page.get_by_role("link", name="Download the signed PDF").click()
        pdf = Path(taken.value.path()).read_bytes()
    others_agree(pdf, tmp_path)
    said = verified(journey, pdf, "verify-genuine")
    assert "This is the genuine, complete and current agreement." in said
    named = ("Morgan Reed", "Jo Marsh", "Deputy Registrar, for Alex Vane", "Signed on paper by Siân Llewellyn")
    assert [words for words in named if words not in said] == []
    said = verified(journey, with_one_byte_changed(pdf), "verify-changed")
    assert "This file was changed after it was signed. Do not rely on it." in said
