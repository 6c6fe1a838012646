"""A newcomer's first ten minutes, through the real processes that ``make run`` starts and a real browser.

The pictures of the guide come from here: ``GUIDE_PICTURES=1 .venv/bin/pytest tests/journeys/test_first_look.py``.
"""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.dsaportal import running
from tests.journeys.browser import PICTURES, ROOT, axe

pytestmark = [pytest.mark.browser, pytest.mark.processes]

GUIDE = ROOT / "docs" / "guide" / "pictures"
FOLDER = GUIDE if os.environ.get("GUIDE_PICTURES") else PICTURES
USED: set[tuple[str, str]] = set()
PASSWORD = "demo-people-only"
OFFICER = "ig.officer@essex.example"
ADMINISTRATOR = "administrator@essex.example"  # another person: each code of an authenticator works once
COLLEAGUE = "robin.new@essex.example"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    port = running.free_port()
    env = running.environment(PORTAL_VAR=str(tmp_path / "var"), PORT=str(port))
    command = [sys.executable, "manage.py", "up", "--port", str(port)]
    portal = running.Running(command, env, tmp_path / "up.log")
    try:
        running.until(lambda: "Ctrl-C stops it" in portal.said, 180, "the first page", portal.log)
        yield f"http://localhost:{port}"  # browsers keep no passkeys for a bare IP address
        assert portal.end() == 0
    finally:
        portal.clean_up()


@pytest.fixture
def browser_of(chromium, site) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=site, viewport={"width": 1280, "height": 860}, locale="en-GB")
    context.set_default_timeout(20_000)
    yield context
    context.close()


def snap(page: Page, name: str) -> None:
    """A picture for the guide, of a page that must be clean."""
    assert axe(page) == []
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"{name}.png", full_page=name != "start")


def new_code(page: Page, who: str) -> str:
    """What the person's authenticator shows now; each code works once, so a used one is waited out."""
    other = page.context.new_page()
    for _ in range(70):
        other.goto("/dev/people/")
        found = re.search(rf"(?:^|\s){re.escape(who)}\s+(\d{{3}} ?\d{{3}})", other.inner_text("main"))
        assert found
        if (who, found[1]) not in USED:
            USED.add((who, found[1]))
            other.close()
            return found[1].replace(" ", "")
        other.wait_for_timeout(500)
    raise AssertionError("the code did not change")


def sign_in(page: Page, who: str) -> None:
    page.goto("/account/sign-in/")
    page.get_by_label("Email address").fill(who)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(new_code(page, who))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Your work")).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url("**/account/signed-out/**")


def passkeys_for(context: BrowserContext, page: Page) -> None:
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    options |= {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def invite(page: Page) -> None:
    page.goto("/organisations/?q=essex+county")
    page.locator("main").get_by_role("link", name=re.compile("Essex County Council")).first.click()
    page.locator("main").get_by_role("link", name="People").click()
    page.get_by_role("button", name="Invite somebody").click()
    page.get_by_label("Full name").fill("Robin New")
    page.get_by_label("Email address").fill(COLLEAGUE)
    page.get_by_label("Signatory", exact=True).check()
    snap(page, "invite")
    page.get_by_role("button", name="Send invitation").click()
    with page.context.expect_page() as opened:  # a signatory can bind the organisation: confirm, in another tab
        page.get_by_role("link", name=re.compile("Confirm that it is you")).click()
    confirming = opened.value
    confirming.get_by_label("Code").fill(new_code(page, OFFICER))
    confirming.get_by_role("button", name="Continue").click()
    confirming.wait_for_url("**/people/invite/")
    confirming.close()
    page.get_by_role("button", name="Send invitation").click()
    expect(page.locator("main")).to_contain_text("Robin New")


def read_the_invitation(page: Page) -> None:
    link = page.get_by_role("link", name=re.compile("has invited you"))
    for _ in range(30):  # a worker delivers it; the mailbox is a page that one reloads
        page.goto("/dev/mail/")
        if link.count():
            break
        page.wait_for_timeout(500)
    snap(page, "mailbox")
    link.first.click()
    snap(page, "invitation-mail")
    page.locator("main a[href*='/account/invitation/']").first.click()


def accept_with_a_passkey(page: Page) -> None:
    expect(page.locator("main")).to_contain_text("Essex County Council")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name=re.compile("passkey", re.IGNORECASE)).first.click()
    page.get_by_label("Full name").fill("Robin New")
    page.get_by_role("button", name="Continue").click()
    snap(page, "passkey")
    page.get_by_role("button", name="Set up a passkey").click()
    page.wait_for_url("**/organisations/invitation/")
    snap(page, "accept")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Essex County Council")


def enter_in_the_register(page: Page) -> None:
    page.goto("/organisations/essex-county-council/signatories/add/")
    if "/account/confirm/" in page.url:  # binding the organisation needs a fresh second factor
        page.get_by_label("Code").fill(new_code(page, ADMINISTRATOR))
        page.get_by_role("button", name="Continue").click()
        page.wait_for_url("**/signatories/add/")
    page.get_by_label("Robin New").check()
    page.get_by_label("Office").fill("Strategic Director, Resources")
    page.get_by_label("Yes", exact=True).check()
    page.locator("input[type=file]").set_input_files(
        {"name": "scheme of delegation.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%demo\n%%EOF\n"}
    )
    page.locator("main form button").last.click()


def test_a_newcomer_reaches_the_register_of_authority(browser_of: BrowserContext) -> None:
    page = browser_of.new_page()
    page.goto("/")
    page.get_by_role("button", name="Hide cookie message").click()
    expect(page.get_by_role("button", name="Hide cookie message")).to_have_count(0)
    snap(page, "start")
    page.goto("/dev/people/")
    snap(page, "demo-people")
    sign_in(page, OFFICER)
    invite(page)
    sign_out(page)

    passkeys_for(browser_of, page)
    read_the_invitation(page)
    accept_with_a_passkey(page)
    sign_out(page)

    sign_in(page, ADMINISTRATOR)
    enter_in_the_register(page)
    sign_out(page)

    page.goto("/account/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Your work")).to_be_visible()
    snap(page, "your-work")
    page.goto("/organisations/essex-county-council/signatories/")
    expect(page.locator("main")).to_contain_text("Robin New")
    expect(page.locator("main")).to_contain_text("Strategic Director, Resources")
    snap(page, "register")
