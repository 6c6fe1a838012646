"""Passkeys in a real browser with a virtual authenticator, under the portal's own Content-Security-Policy."""

import os
import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from accounts.models import Confirmation, User
from accounts.services import invitations
from tests.accounts.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    tab = context.new_page()
    tab.complaints = []
    tab.on("console", lambda message: tab.complaints.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
    session = context.new_cdp_session(tab)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    tab.set_default_timeout(8_000)
    yield tab
    context.close()


@pytest.fixture
def site(live_server):
    """By name: browsers keep no passkeys for an IP address."""
    cache.clear()
    return live_server.url.replace("127.0.0.1", "localhost")


def shot(page, name):
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def sign_in(page, site, email, password=PASSWORD):
    page.goto(f"{site}/account/sign-in/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    press(page, "Sign in")


def test_add_a_passkey_then_sign_in_and_confirm_with_it(page, site, make):
    person = make(role="signatory")
    sign_in(page, site, person.email)
    page.wait_for_url("**/second-factor/needed/**")
    page.get_by_role("button", name="Set up a passkey").click()
    page.wait_for_url("**/again/password/**")
    page.fill("input[name=password]", PASSWORD)
    press(page, "Continue")
    page.wait_for_url("**/passkeys/add/**")
    page.fill("input[name=name]", "Work laptop")
    shot(page, "add-passkey")
    press(page, "Add a passkey")
    page.wait_for_url("**/recovery-codes/")
    assert Authenticator.objects.get(user=person, type="webauthn").wrap().name == "Work laptop"
    page.goto(f"{site}/account/sign-out/")
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    page.wait_for_url("**/signed-out/")

    page.goto(f"{site}/account/sign-in/?next=/sign/a1/")
    press(page, "Sign in with a passkey")
    page.wait_for_url("**/account/confirm/?next=**")
    shot(page, "confirm-passkey")
    press(page, "Use a passkey")
    page.wait_for_url("**/sign/a1/")
    assert "Ready to sign" in page.content()
    row = Confirmation.objects.get()
    assert (row.method, row.purpose) == ("passkey", "sign:a1")
    assert _signature_is_good(row)
    assert page.complaints == []


def test_a_password_and_then_a_passkey(page, site, make):
    person = make()
    sign_in(page, site, person.email)
    page.goto(f"{site}/account/security/passkeys/add/")
    page.fill("input[name=password]", PASSWORD)
    press(page, "Continue")
    page.wait_for_url("**/passkeys/add/**")
    press(page, "Add a passkey")
    page.wait_for_url("**/recovery-codes/")
    page.context.clear_cookies()
    sign_in(page, site, person.email)
    page.wait_for_url("**/second-factor/")
    shot(page, "second-factor")
    press(page, "Use a passkey")
    page.wait_for_url("**/home/")
    page.goto(f"{site}/account/security/passkeys/")
    page.get_by_role("link", name="Remove Passkey 1").click()
    page.wait_for_url("**/again/passkey/**")
    press(page, "Use a passkey")
    page.wait_for_url("**/remove/**")
    press(page, "Remove passkey")
    page.wait_for_url("**/passkeys/")
    assert not Authenticator.objects.filter(type="webauthn").exists()
    assert page.complaints == []


def test_an_invitation_is_accepted_with_a_passkey_and_no_password(page, site, make, now):
    admin = make("admin@council.example")
    _, token = invitations.issue(email="new@council.example", full_name="Noor New", by=admin, at=now)
    page.goto(f"{site}/account/invitation/{token}/")
    assert token not in page.url
    shot(page, "invited")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Set up a passkey instead of a password").click()
    page.fill("input[name=full_name]", "Noor New")
    press(page, "Continue")
    page.wait_for_url("**/sign-up/passkey/add/")
    press(page, "Set up a passkey")
    page.wait_for_url("**/organisations/invitation/")
    person = User.objects.get(email="new@council.example")
    assert not person.has_usable_password()
    assert Authenticator.objects.filter(user=person, type="webauthn").exists()
    assert page.complaints == []


def test_without_a_device_the_page_says_so_and_keeps_its_other_ways(page, site, make):
    page.context.new_cdp_session(page).send("WebAuthn.enable")
    page.goto(f"{site}/account/sign-in/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')); }")
    press(page, "Sign in with a passkey")
    page.get_by_text("Your device did not answer").wait_for(state="visible")
    assert page.get_by_role("button", name="Sign in with a passkey").is_enabled()


def test_without_script_everything_but_passkeys_works(chromium, site, make):
    person = make()
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{site}/account/sign-in/")
    assert tab.get_by_text("Passkeys need a browser that knows them").is_visible()
    assert not tab.get_by_role("button", name="Sign in with a passkey").is_visible()
    tab.fill("input[name=login]", person.email)
    tab.fill("input[name=password]", PASSWORD)
    tab.get_by_role("button", name="Sign in", exact=True).click()
    tab.wait_for_url(re.compile("/home/$"))
    context.close()


def _signature_is_good(row: Confirmation) -> bool:
    """With nothing of the portal but what it kept: the key, the nonce, the purpose and the answer."""
    import base64
    import hashlib
    import json

    from fido2.cose import CoseKey

    def read(text: str) -> bytes:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

    passkey = Authenticator.objects.get(pk=int(row.credential.partition(":")[2]))
    key = CoseKey.parse(passkey.wrap().authenticator_data.credential_data.public_key)
    client_data = read(row.proof["client_data"])
    asked = hashlib.sha256(bytes.fromhex(row.proof["nonce"]) + row.purpose.encode()).digest()
    key.verify(
        read(row.proof["authenticator_data"]) + hashlib.sha256(client_data).digest(), read(row.proof["signature"])
    )
    return read(json.loads(client_data)["challenge"]) == asked
