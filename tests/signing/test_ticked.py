"""What is kept of an act of signing is what the person saw and did."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from signing import chain
from signing.models import Signature
from tests.signing import entry, scene
from tests.signing.test_views import address, confirm_it_is, declaration, walk

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def asked(settings, tmp_path) -> scene.Scene:
    settings.MEDIA_ROOT = tmp_path
    at = timezone.now() - 10 * MINUTE
    staged = scene.set_stage(at)
    scene.open_round(staged, at, timezone.localdate(at) + dt.timedelta(days=10))
    return staged


def test_what_is_recorded_is_what_was_ticked_whatever_the_organisation_is_called_by_now(client, asked):
    entry.sign_in(client, asked.second)
    said = client.get(address(asked, "declare/")).content.decode()
    client.post(address(asked, "declare/"), declaration(asked, asked.second))
    asked.partner.legal_name = "Essex Constabulary"
    asked.partner.save()
    confirm_it_is(client, asked, asked.second)
    client.post(address(asked, "confirm/"))
    ticked = Signature.objects.get().statements
    assert ticked[1] == "I have authority to sign for Essex Police."
    assert all(sentence in said for sentence in ticked)


def test_sentences_other_than_those_of_the_version_are_refused(client, asked):
    entry.sign_in(client, asked.first)
    client.post(address(asked, "declare/"), declaration(asked, asked.first))
    session = client.session
    kept = session["signing"]
    said = json.loads(kept["declaration"]) | {"statements": ["I agree to nothing.", "I am nobody."]}
    session["signing"] = kept | {"declaration": chain.canonical(said)}
    session.save()
    confirm_it_is(client, asked, asked.first)
    client.post(address(asked, "confirm/"))
    assert not Signature.objects.exists()


def test_behind_a_proxy_the_evidence_names_the_person_and_not_the_proxy(client, asked, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client.defaults["HTTP_X_FORWARDED_FOR"] = "192.0.2.99, 192.0.2.41"
    walk(client, asked, asked.first)
    assert Signature.objects.get().record["from"]["address"] == "192.0.2.41"
