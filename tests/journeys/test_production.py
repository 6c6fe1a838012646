"""The newcomer's first ten minutes again, on PostgreSQL, Redis and a mail server, with the settings of production."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from email.message import Message
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import BrowserContext, Page, expect

from tests import databases
from tests.dsaportal import test_start as production
from tests.dsaportal.running import ROOT, Running, until
from tests.dsaportal.test_start import broker, portal, sink
from tests.factories.people import PASSWORD
from tests.journeys import test_first_look as steps

__all__ = ["broker", "portal", "sink"]
pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.postgres]

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ADMINISTRATOR = "admin1@essex-county-council.example"
PEOPLE = f"""
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from accounts.models import User
from accounts.roles import Role
from tests.factories.parties import make_ready_organisation
from tests.factories.people import make_person
essex = make_ready_organisation("Essex County Council")
make_person("{steps.OFFICER}", essex, [Role.IG_OFFICER, Role.ADMINISTRATOR])
for person in User.objects.filter(email__in=["{steps.OFFICER}", "{ADMINISTRATOR}"]):
    EmailAddress.objects.get_or_create(user=person, email=person.email, defaults=dict(verified=True, primary=True))
    TOTP.activate(person, "{SECRET}")
"""


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """Set up already: test_start begins with an empty one."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with databases.own(os.environ["TEST_DATABASE_URL"], f"production_{worker}") as address:
        yield address


@pytest.fixture(scope="module")
def env(sink: Any, database: str, broker: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    made: dict[str, str] = production.env.__wrapped__(sink, database, broker, tmp_path_factory)
    # Browsers keep no passkeys for a bare IP address.
    return made | {"SITE_URL": f"http://localhost:{made['PORT']}", "ALLOWED_HOSTS": "localhost,127.0.0.1"}


@pytest.fixture
def page(chromium, portal: dict[str, Running], env: dict[str, str]) -> Iterator[Page]:
    command = [".venv/bin/python", "manage.py", "shell", "--no-imports", "-c", PEOPLE]
    subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=True, timeout=120)
    context: BrowserContext = chromium.new_context(base_url=env["SITE_URL"], locale="en-GB")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same steps with other people: authenticators of our own, and no pictures."""
    used: set[tuple[str, int]] = set()

    def next_code(page: Page, who: str) -> str:
        counter = int(time.time()) // 30
        while (who, counter) in used:
            counter += 1  # a clock that is one step ahead is still believed
        used.add((who, counter))
        return str(format_hotp_value(hotp_value(SECRET, counter)))

    monkeypatch.setattr(steps, "new_code", next_code)
    monkeypatch.setattr(steps, "snap", lambda page, name: None)
    monkeypatch.setattr(steps, "PASSWORD", PASSWORD)
    monkeypatch.setattr(steps, "ADMINISTRATOR", ADMINISTRATOR)


def _invitation(received: list[Message]) -> Message | None:
    return next((mail for mail in received if steps.COLLEAGUE in str(mail["To"])), None)


def test_the_same_in_production(page: Page, portal: dict[str, Running], sink: Any) -> None:
    page.goto("/dev/mail/")
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
    steps.sign_in(page, steps.OFFICER)
    steps.invite(page)
    steps.sign_out(page)

    until(lambda: _invitation(sink[0].received), 30, "the invitation", portal["worker"].log)
    mail = _invitation(sink[0].received)
    assert mail
    text = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    link = re.search(r"http://localhost:\d+/account/invitation/\S+", text.get_payload(decode=True).decode())
    assert link
    steps.passkeys_for(page.context, page)
    page.goto(link[0])
    steps.accept_with_a_passkey(page)
    steps.sign_out(page)

    steps.sign_in(page, ADMINISTRATOR)
    steps.enter_in_the_register(page)
    page.goto("/organisations/essex-county-council/signatories/")
    expect(page.locator("main")).to_contain_text("Strategic Director, Resources")
