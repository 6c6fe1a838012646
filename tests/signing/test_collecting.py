"""What the portal cannot collect is not sent, and is said before anything is asked."""

import pytest
from django.utils import timezone

from foundation.verdicts import Refused
from signing.models import Request
from tests.signing import entry, scene
from tests.signing.scene import AT, MINUTE
from tests.signing.test_views import address

pytestmark = pytest.mark.django_db


def reasons(act) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.reasons


ALONE = [{"key": "e", "party": "essex"}]


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (
            [*ALONE, {"key": "p", "party": "police", "route": "paper"}],
            "The text says that Essex Police does not sign in the portal. The portal cannot record such a signature.",
        ),
        (
            [*ALONE, {"key": "p", "party": "police", "route": "elsewhere"}],
            "The text says that Essex Police does not sign in the portal. The portal cannot record such a signature.",
        ),
        (
            [{"key": "e", "party": "essex", "for_parties": ["police"]}],
            "The text says that Essex County Council also signs for Essex Police. "
            "The portal takes each party’s signature by itself.",
        ),
    ],
    ids=["on paper", "elsewhere", "for others"],
)
def test_what_the_portal_cannot_collect_is_not_sent(monkeypatch, wanted, reason):
    plain = scene.document
    monkeypatch.setattr(scene, "document", lambda **term: plain(**term) | {"signatures": wanted})
    staged = scene.freeze(scene.call_cast(AT), AT)
    assert reason in reasons(lambda: scene.open_round(staged))
    assert not Request.objects.exists()


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"party": "charity"}, "The party “charity” has no place in the agreement any more."),
        ({"party": "police", "route": "paper"}, "Essex Police does not sign in the portal."),
    ],
    ids=["an observer who is not in the directory", "on paper"],
)
def test_what_cannot_be_sent_is_said_before_anything_is_asked(client, monkeypatch, wanted, says):
    text = scene.document()
    text["parties"].append({"key": "charity", "organisation": {"name": "A Charity"}, "roles": ["observer"]})
    text["signatures"] = [{"key": "s"} | wanted]
    monkeypatch.setattr(scene, "document", lambda **term: text)
    at = timezone.now() - MINUTE
    staged = scene.freeze(scene.call_cast(at), at)
    entry.sign_in(client, staged.officer)
    answer = client.get(address(staged, "ask/"))
    assert answer.status_code == 200
    assert "You cannot ask for signatures now" in answer.content.decode()
    assert says in answer.content.decode()
