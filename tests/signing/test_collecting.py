"""What cannot be sent for signature is said before anything is asked."""

import pytest
from django.utils import timezone

from tests.signing import entry, scene
from tests.signing.scene import MINUTE
from tests.signing.test_views import address

pytestmark = pytest.mark.django_db


def test_whoever_has_no_place_in_the_agreement_cannot_be_asked(client, monkeypatch):
    """An observer who signs, and who is not in the directory."""
    text = scene.document()
    text["parties"].append({"key": "charity", "organisation": {"name": "A Charity"}, "roles": ["observer"]})
    text["signatures"] = [{"key": "s", "party": "charity"}]
    monkeypatch.setattr(scene, "document", lambda **term: text)
    at = timezone.now() - MINUTE
    staged = scene.freeze(scene.call_cast(at), at)
    entry.sign_in(client, staged.officer)
    answer = client.get(address(staged, "ask/"))
    assert answer.status_code == 200
    assert "You cannot ask for signatures now" in answer.content.decode()
    assert "The party “charity” has no place in the agreement any more." in answer.content.decode()
