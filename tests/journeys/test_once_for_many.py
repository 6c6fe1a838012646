"""Thirty-three organisations are bound by one signature, as London's are by the chair of its directors (A-22).

The pictures of the guide come from here: ``GUIDE_PICTURES=1 .venv/bin/pytest tests/journeys/test_once_for_many.py``.
"""

import datetime as dt
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils import timezone
from django.utils.text import slugify
from playwright.sync_api import Page

from accounts.models import Confirmation, User
from accounts.roles import Role
from agreements import services as agreements
from agreements import tasks as agreement_tasks
from agreements.choices import Status
from agreements.models import Agreement, Version
from dsaformat import canonical, reading
from foundation.verdicts import Refused
from notices.models import Notice
from parties.models import Mandate, Organisation
from parties.services import mandates
from signing import custody, tasks, tasks_acts
from signing.choices import Capacity, RequestState
from signing.evidence import Circumstances
from signing.models import ChainHead, Request, Round, SealedFile, Sealing, Signature
from signing.services import acts, rounds
from tests.factories.parties import make_ready_organisation
from tests.factories.people import make_person
from tests.journeys import browser
from tests.signing import entry, scene, several
from tests.signing.scene import MINUTE
from tests.signing.test_bundle import check

FOLDER = browser.ROOT / "docs" / "guide" / "pictures" if os.environ.get("GUIDE_PICTURES") else browser.PICTURES
TELEPHONE = 390
PATIENCE = 90_000  # milliseconds for a page: the machine may be busy with other things
BOROUGHS = """\
Camden, Barking and Dagenham, Barnet, Bexley, Brent, Bromley, Croydon, Ealing, Enfield, Greenwich, Hackney, Hammersmith
and Fulham, Haringey, Harrow, Havering, Hillingdon, Hounslow, Islington, Kensington and Chelsea, Kingston upon Thames,
Lambeth, Lewisham, Merton, Newham, Redbridge, Richmond upon Thames, Southwark, Sutton, Tower Hamlets, Waltham Forest,
Wandsworth, Westminster"""
CITY = "City of London Corporation"
DISPUTING = "london-borough-of-havering"
WRITTEN = (Signature, ChainHead, Sealing, Request, Round, Confirmation, Agreement, Notice)


def rows() -> list[object]:
    """Of every table that an act of signing writes to."""
    return [list(model.objects.order_by("pk").values()) for model in WRITTEN]


@dataclass
class London:
    agreement: Agreement
    version: Version
    officer: User
    chair: User
    bodies: dict[str, Organisation]
    mandate: Mandate

    def at(self, rest: str) -> str:
        return f"/agreements/{self.agreement.reference}/{rest}"

    @property
    def request(self) -> Request:
        """The only one."""
        return Request.objects.with_round().select_related("organisation").get()


def build(at: dt.datetime) -> London:
    """The text is frozen; whoever chairs the association may sign for all of them, and each has confirmed it."""
    names = [*(f"London Borough of {name}" for name in " ".join(BOROUGHS.split()).split(", ")), CITY]
    bodies = {slugify(name): make_ready_organisation(name) for name in names}
    lead = bodies["london-borough-of-camden"]
    officer = make_person("ig@camden.example", lead, [Role.IG_OFFICER], full_name="Ada Field")
    text = scene.document()
    first, second, *_ = bodies
    text["identity"] |= {"title": "Children who move within London", "public_title": "Moving within London"}
    text["identity"]["owner"] = first
    text["parties"] = [scene._party(key, body.legal_name) for key, body in bodies.items()]
    text["purposes"][0]["title"] = "Keep school places when a family moves"
    text["datasets"][0] |= {"title": "Free places by school", "supplier": first, "recipients": [*bodies][1:]}
    text["retention"][0]["party"] = second
    text["signatures"] = [{"key": first, "party": first, "for_parties": [*bodies][1:]}]
    made = agreements.import_document(document=reading.load(json.dumps(text)), by=officer, at=at)
    version = agreements.freeze(agreement=made, by=officer, at=at)
    chair, _ = several.chair([*bodies.values()], at)
    return London(Agreement.objects.get(pk=made.pk), version, officer, chair, bodies, Mandate.objects.get())


def snap(page: Page, name: str) -> None:
    assert browser.sideways(page) == []
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"{name}.png", full_page=True)


def press(page: Page, button: str, then: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_url(then)


@contextmanager
def opened(window: browser.Window, person: User | None = None, width: int = browser.DESK) -> Iterator[Page]:
    """A patient window, for somebody who has an authenticator app or for anybody; nothing was refused in it."""
    if person is not None:
        entry.equip(person)
    with window(width=width, user=person) as page:
        page.set_default_timeout(PATIENCE)
        page.set_default_navigation_timeout(PATIENCE)
        yield page
        assert page.complaints == []  # type: ignore[attr-defined]


def send(page: Page, london: London) -> None:
    """One signature is asked for, and the page says whom it binds."""
    page.goto(london.at("sign/ask/"))
    assert CITY in page.get_by_role("region", name="Who signs", exact=True).inner_text()
    page.get_by_label("Pat Chair, Chair").check()
    day = timezone.localdate() + dt.timedelta(days=10)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(part).fill(str(value))
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Check before you send").wait_for()
    assert CITY in page.get_by_role("table", name="Who is asked").inner_text()
    press(page, "Send for signature", "**/sign/progress/")
    assert "0 of 33 signed" in page.inner_text("main")


def sign(page: Page, london: London) -> None:
    """The chair, on a telephone."""
    page.goto(london.at("sign/"))
    assert "and 32 more with the same signature" in page.inner_text("main")
    press(page, "Start", "**/sign/before/")
    press(page, "Continue", "**/sign/read/")
    assert "And 32 more that you sign for." in page.inner_text("main")
    assert page.get_by_text("With", exact=True).count() == 0  # all of them are bound: there is nobody else
    press(page, "Continue", "**/sign/decision/")
    page.get_by_label("Sign it").check()
    press(page, "Continue", "**/sign/bodies/")
    assert page.get_by_role("heading", name="Sign for 33 organisations at once").is_visible()
    covered = page.get_by_role("table", name="Covered").get_by_role("rowheader").all_inner_texts()
    assert sorted(covered) == sorted(body.legal_name for body in london.bodies.values())
    assert page.get_by_role("table", name="Not covered").count() == 0
    snap(page, "sign-many-bodies-phone")
    page.get_by_role("button", name="Continue to sign").click()
    page.wait_for_url("**/sign/declare/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("Your full name").fill("Pat Chair")
    assert browser.sideways(page) == []
    press(page, "Continue to sign", "**/account/confirm/**")
    assert "for London Borough of Camden and 32 more." in page.inner_text("main")
    page.get_by_label("6-digit code").fill(entry.code_for(london.chair))
    press(page, "Continue", "**/sign/confirm/")
    assert not Signature.objects.exists()
    press(page, "Sign agreement", "**/sign/done/london-borough-of-camden/")
    assert "for London Borough of Camden and 32 more on" in page.inner_text("main")
    assert browser.sideways(page) == []


def one_act_binds_all(london: London) -> None:
    """A row and a link of the chain for each body; all of them name the mandate and the one declaration."""
    leading, *others = Signature.objects.order_by("number")
    assert {row.organisation_id for row in (leading, *others)} == {body.pk for body in london.bodies.values()}
    assert len(others) == 32
    assert {row.given_with for row in others} == {leading}
    rights = {(row.authority, row.capacity) for row in (leading, *others)}
    assert rights == {(london.mandate.reference, Capacity.MANDATE)}
    assert {row.record["declaration_digest"] for row in others} == {leading.record["declaration_digest"]}
    assert {row.confirmation for row in (leading, *others)} == {Confirmation.objects.get(used_at__isnull=False)}
    assert (custody.check().faults, custody.check().links) == ((), 33)


def everybody_was_told(london: London) -> None:
    """The people of each body who review or sign for it, each about their own body."""
    told = Notice.objects.filter(kind="sign.on_behalf").values_list("email", "subject")
    people = {f"signatory@{body.slug}.example": body for body in london.bodies.values()}
    people[f"dpo@{DISPUTING}.example"] = london.bodies[DISPUTING]
    said = "Pat Chair signed Moving within London for"
    assert sorted(told) == sorted((email, f"{said} {body.legal_name}") for email, body in people.items())


def object_to_it(page: Page, london: London) -> None:
    """One body never agreed: its signature stays, and everybody sees that it is disputed."""
    page.goto(london.at(f"sign/object/{DISPUTING}/"))
    page.get_by_label("Why was it wrong to sign for you?").fill("Our cabinet never decided on it.")
    press(page, "Object to this signature", "**/evidence/")
    rows = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="London Borough of Havering"))
    assert "Disputed" in rows.first.inner_text()
    assert "Our cabinet never decided on it." in rows.last.inner_text()
    assert page.get_by_text("Disputed", exact=True).count() == 1
    snap(page, "sign-evidence")


def take_home(page: Page, london: London, folder: Path) -> Path:
    """The signed PDF, and the bundle once the worker has made it; the bundle is unpacked and proves itself."""
    page.goto(london.at("sign/progress/"))
    assert "33 of 33 signed" in page.inner_text("main")
    pdf = download(page, "Download the signed PDF", folder)
    page.goto(london.at("evidence/"))
    page.get_by_role("button", name="Put the evidence together").click()
    page.get_by_text("We are putting it together").wait_for()
    assert tasks_acts.bundle(london.agreement.pk) is True
    page.goto(london.at("evidence/"))
    packed = download(page, "Download the evidence bundle (zip)", folder)
    zipfile.ZipFile(packed).extractall(folder)
    home = folder / packed.stem
    assert check(home) == (0, "Everything in this bundle fits together.\n")
    assert len(list((home / "chain").glob("0*.json"))) == 34  # the signatures and the objection
    return pdf


def download(page: Page, link: str, folder: Path) -> Path:
    with page.expect_download() as taken:
        page.get_by_role("link", name=link).click()
    path = folder / taken.value.suggested_filename
    taken.value.save_as(path)
    return path


def verify(page: Page, london: London, pdf: Path) -> None:
    """Anybody may, without an account."""
    page.goto("/verify/")
    page.set_input_files("input[type=file]", pdf)
    page.get_by_role("button", name="Check the file").click()
    page.get_by_text("This is the genuine, complete and current agreement.").first.wait_for()
    said = page.inner_text("main")
    assert canonical.grouped(london.version.fingerprint) in said
    assert "Disputed by London Borough of Havering" in said
    assert [name for name in (body.legal_name for body in london.bodies.values()) if name not in said] == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_one_signature_binds_thirty_three_organisations(settings, tmp_path, window, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr("foundation.jobs.ring", lambda task, **facts: None)  # the worker's tasks run where we say so
    london = build(timezone.now() - 30 * MINUTE)
    watcher = several.reviewer(london.bodies[DISPUTING])
    assert agreement_tasks.render_version(london.version.pk) is True
    with opened(window, london.officer) as page:
        send(page, london)
    assert london.request.bodies.count() == 33
    with opened(window, london.chair, TELEPHONE) as page:
        sign(page, london)
    one_act_binds_all(london)
    everybody_was_told(london)
    with opened(window, watcher) as page:
        object_to_it(page, london)
    assert not SealedFile.objects.exists()
    assert tasks.sweep() == 3  # certified, the one signature, and the timestamp of the whole document
    with opened(window, london.officer) as page:
        pdf = take_home(page, london, tmp_path)
    with opened(window) as page:
        verify(page, london, pdf)
    london.agreement.refresh_from_db()
    assert london.agreement.status == Status.IN_FORCE


@pytest.mark.django_db
def test_a_mandate_that_ended_for_one_body_before_the_button_stops_the_act_for_all(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    at = timezone.now() - 30 * MINUTE
    london = build(at)
    scene.render(london.version, at)
    rounds.open_round(
        version=london.version,
        signatories={next(iter(london.bodies)): london.chair},
        sign_by=timezone.localdate() + dt.timedelta(days=10),
        by=london.officer,
        at=at,
    )
    request, body = london.request, london.bodies[DISPUTING]
    declaration = scene.declare(request, london.chair, at)
    proof = scene.prove(london.chair, request, at + MINUTE, declaration=declaration)
    by = several.administrator(body)
    mandates.withdraw(mandate=london.mandate, organisation=body, reason="We sign ourselves.", by=by, at=at + MINUTE)
    before = rows()
    with pytest.raises(Refused) as refused:
        acts.sign(
            request=request,
            declaration=declaration,
            proof=proof,
            circumstances=Circumstances(),
            by=london.chair,
            at=at + 2 * MINUTE,
        )
    (reason,) = refused.value.reasons
    assert "London Borough of Havering" in reason
    assert rows() == before
    assert (Signature.objects.count(), london.request.state) == (0, RequestState.ASKED)
