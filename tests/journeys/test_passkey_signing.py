"""Signing with a passkey in a real browser: the device signs the declaration itself, and openssl can tell."""

import datetime as dt

import pytest
from django.utils import timezone

from signing.models import Signature
from tests.journeys import browser
from tests.signing import scene
from tests.signing.test_passkeys import openssl_agrees

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def asked(settings, tmp_path, transactional_db) -> scene.Scene:
    settings.MEDIA_ROOT = tmp_path
    at = timezone.now() - dt.timedelta(minutes=30)
    staged = scene.set_stage(at)
    scene.open_round(staged, at + scene.MINUTE, timezone.localdate() + dt.timedelta(days=10))
    return staged


def test_the_passkey_signs_the_declaration(chromium, live_server, asked, tmp_path):
    site = live_server.url.replace("127.0.0.1", "localhost")  # browsers keep no passkeys for an IP address
    context = chromium.new_context(base_url=site)
    browser.sign_in(context, site, asked.first)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto("/account/security/passkeys/add/")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/recovery-codes/")
    page.goto(f"/agreements/{asked.agreement.reference}/sign/declare/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("Your full name").fill("Morgan Reed")
    page.get_by_role("button", name="Continue to sign").click()
    page.wait_for_url("**/account/confirm/**")
    assert "You are about to sign version 1 of" in page.inner_text("main")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/sign/confirm/")
    page.get_by_role("button", name="Sign agreement").click()
    page.wait_for_url("**/sign/done/essex/")
    context.close()
    record = Signature.objects.get().record
    assert record["identity"]["method"] == "passkey"
    assert openssl_agrees(record["identity"]["proof"], record["declaration_digest"], tmp_path)
