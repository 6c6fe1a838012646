"""The Essex protocol, drafted from nothing in a real browser by the officers of two councils.

The pictures of the guide come from here: ``GUIDE_PICTURES=1 .venv/bin/pytest tests/journeys/test_drafting.py``.
"""

import os
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.roles import Role
from agreements import services as agreements
from agreements.models import Agreement
from drafting.services import templates
from dsaformat.document import AgreementDocument
from foundation.verdicts import Finding
from lawfulbasis import services as law
from tests.agreements.scene import essex
from tests.factories.parties import make_organisation
from tests.factories.people import make_person
from tests.journeys.browser import PICTURES, ROOT, axe
from tests.journeys.officer import Officer
from tests.journeys.steps import PATIENCE, fill, follow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOLDER = ROOT / "docs" / "guide" / "pictures" if os.environ.get("GUIDE_PICTURES") else PICTURES
PARTNER = "basildon-borough-council"
THEIRS = ("contacts", "basis", "retention", "rights", "end", "own")
"""Questions that the second council answers for itself."""


@dataclass
class People:
    lead: User
    partner: User


@pytest.fixture
def people(transactional_db: None) -> People:
    at = timezone.now()
    law.load_catalogue(at=at)
    templates.load(at=at)
    bodies = [make_organisation(party.organisation.name) for party in essex().parties]
    return People(
        lead=make_person("ig@essex.example", bodies[0], [Role.IG_OFFICER], full_name="Ada Essex"),
        partner=make_person("ig@basildon.example", bodies[1], [Role.IG_OFFICER], full_name="Ben Basildon"),
    )


def send(page: Page, button: str, **typed: Any) -> None:
    for name, value in typed.items():
        fill(page, name, value)
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()
    wrong = page.locator(".govuk-error-summary")
    assert wrong.count() == 0, f"{page.url}: {wrong.inner_text()}"


def snap(page: Page, name: str) -> None:
    assert axe(page) == []
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"draft-{name}.png", full_page=True)


def stopping(officer: Officer) -> list[Finding]:
    found = agreements.check(document=officer.document, on=timezone.localdate())
    return [finding for finding in found if finding.stops]


def begin(page: Page, paper: AgreementDocument) -> str:
    """Is an agreement needed? Which template? What is it called? (B-1 to B-4, D-1)"""
    page.goto("/agreements/")
    follow(page, page.get_by_role("button", name="Start an agreement"))
    names = [party.organisation.name for party in paper.parties[1:]]
    send(page, "Continue", subject="School readiness in Vange", question="Who needs help before school?", others=names)
    for answer in ("no", "personal", "controller", "regular", "none"):
        send(page, "Continue", answer=answer)
    snap(page, "needed")
    send(page, "Record this and choose a template")
    send(page, "Continue", template="protocol")
    send(page, "Start the draft", title=paper.identity.title, public_title=paper.identity.public_title)
    return str(Agreement.objects.get().reference)


def bring_in_parties(officer: Officer) -> None:
    """By their names, a line each."""
    page = officer.page
    page.goto(officer.address("parties_names", "parties", "parties"))
    names = [party.organisation.name for party in officer.paper.parties[1:-1]]
    send(page, "Look these up", names=names, roles=["controller", "supplier", "recipient"])
    send(page, "Add these organisations")
    page.goto(officer.address("parties_names", "parties", "parties"))
    send(page, "Look these up", names=[officer.paper.parties[-1].organisation.name], roles=["processor"])
    send(page, "Add these organisations")
    assert [party.key for party in officer.document.parties] == [party.key for party in officer.paper.parties]
    snap(page, "parties")


def paste_items(officer: Officer) -> None:
    """C-6: 61 items from a spreadsheet, dataset by dataset."""
    page = officer.page
    for dataset in officer.paper.datasets:
        key = officer.keys["datasets", dataset.key]
        page.goto(officer.address("paste", "information", "data", f"datasets/{key}/items"))
        lines = [f"{item.name}\t{'; '.join(item.types)}" for item in dataset.items]
        send(page, "Read the table", table=["Item\tWhat the law calls it", *lines])
        if dataset is officer.paper.datasets[0]:
            snap(page, "paste")
        send(page, "Add the lines")
    assert sum(len(dataset.items) for dataset in officer.document.datasets) == 61


def suggest_and_accept(officer: Officer, other: Page) -> None:
    """A comment, and a suggestion that becomes the text (ux: the author is credited)."""
    place = ("purpose", "text")
    other.goto(officer.address("discuss", *place))
    send(other, "Send", kind="comment", text="Please say which ward.")
    other.goto(officer.address("discuss", *place))
    follow(other, other.get_by_role("link", name="Suggest a change to").first)
    words = "Families in the ward of Vange get help before their children start school."
    send(other, "Send the suggestion", proposed=words)
    page = officer.page
    page.goto(officer.address("discussion"))
    snap(page, "comments")
    follow(page, page.locator("main table").get_by_role("link", name="Families in the ward"))
    follow(page, page.get_by_role("button", name="Decide on this suggestion"))
    snap(page, "decide")
    send(page, "Save the decision", decision="accept")
    assert next(one.text for one in officer.document.sections if one.key == "purpose") == words


def disagree_and_settle(officer: Officer, people: People, window: Any) -> None:
    """Two officers of the lead change one text; the later one sees both and decides."""
    address = officer.address("question", "retention", "text")
    with window(user=people.lead) as later:
        later.set_default_timeout(PATIENCE)
        later.goto(address)
        officer.page.goto(address)
        send(officer.page, "Save and continue", text="Everything is kept for two years.")
        later.locator('[name="text"]').fill("Everything is kept for one year, then destroyed.")
        with later.expect_navigation():
            later.get_by_role("button", name="Save and continue").click()
        expect(later.get_by_role("heading", name="Someone else changed this while you were working")).to_be_visible(
            timeout=PATIENCE
        )
        assert "Everything is kept for two years." in later.content()
        snap(later, "conflict")
        later.locator('[name="resolve"][value="mine"]').check(force=True)
        with later.expect_navigation():
            later.get_by_role("button", name="Continue").click()
    said = next(one.text for one in officer.document.sections if one.key == "retention")
    assert said == "Everything is kept for one year, then destroyed."


def test_the_essex_protocol_from_nothing_to_no_problems(people: People, window: Any) -> None:
    paper = essex(timezone.localdate())
    with (
        window(user=people.lead) as page,
        window(user=people.lead, script=False) as plain,
        window(user=people.partner) as other,
    ):
        for one in (page, plain, other):
            one.set_default_timeout(PATIENCE)
        officer = Officer(page, paper, begin(page, paper))
        typist = Officer(plain, paper, officer.reference, keys=officer.keys)  # many rows, and no scripts to wait for
        snap(page, "tasks")
        bring_in_parties(officer)
        assert stopping(officer)
        everybody = {party.key for party in paper.parties} | {""}  # and the rows that belong to nobody alone
        for section, question in officer.questions():
            whoever = typist if question.kind == "rows" else officer
            whoever.answer(section, question, frozenset(everybody - {PARTNER}) if question.key in THEIRS else None)
            if question.key == "data":
                paste_items(officer)
        officer.write_texts()
        page.goto(officer.address("question", "breaches", "text"))
        breaches = next(one.text for one in paper.sections if one.key == "incidents")
        send(page, "Save and continue", text=breaches)
        assert stopping(officer), "the other council has said nothing yet"
        page.goto(officer.address("checks"))
        snap(page, "checks")

        partner = Officer(other, paper, officer.reference, keys=officer.keys)
        other.goto(reverse("home"))
        follow(other, other.get_by_role("link", name=paper.identity.title))
        for section, question in partner.questions():
            if question.key in THEIRS:
                partner.answer(section, question, frozenset({PARTNER}))
        suggest_and_accept(officer, other)
        disagree_and_settle(officer, people, window)

        assert stopping(officer) == []
        page.goto(officer.address("checks"))
        expect(page.get_by_text("0 problems")).to_be_visible()
        page.goto(officer.address("pictures"))
        snap(page, "pictures")
        page.goto(Agreement.objects.get().get_absolute_url())
        expect(page.get_by_role("button", name="Freeze the text")).to_be_visible()
        assert page.complaints == []  # type: ignore[attr-defined]
