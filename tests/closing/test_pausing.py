"""Sharing is paused and goes on; the agreement stays in force meanwhile."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.choices import Status
from agreements.models import Suspension
from closing.services import ends as services
from foundation.verdicts import Refused
from notices.models import Notice
from tests.closing import ending
from tests.closing.ending import AT, DAY, TODAY, told
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
LATER = AT + DAY


STAGE = ending.stage


def pause(scene, *, on=TODAY + DAY, at=LATER, by=None, reason="A breach."):
    return services.pause(agreement=scene.agreement, from_on=on, reason=reason, by=by or scene.officer, at=at)


def refused(act) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return str(caught.value)


def test_every_party_is_told_and_it_stays_in_force(scene):
    pause(scene)
    assert told("pause.started") == ["cyn@care.example", "dpo@police.example", "pat@police.example"]
    notice = Notice.objects.filter(kind="pause.started").first()
    assert notice.subject == "Sharing under Street lighting is paused from 21 November 2026"
    assert "From today nobody shares data" in notice.text
    assert notice.is_urgent
    assert scene.status == Status.IN_FORCE


def test_a_pause_ahead_says_from_when(scene):
    pause(scene, on=TODAY + 7 * DAY)
    assert "From 27 November 2026 nobody shares data" in Notice.objects.filter(kind="pause.started").first().text


def test_lifting_it_tells_why_and_stops_what_has_not_left(scene):
    pause(scene)
    services.lift(agreement=scene.agreement, reason="It is mended.", by=scene.officer, at=LATER + DAY)
    assert told("pause.started") == []
    assert told("pause.lifted") == ["cyn@care.example", "dpo@police.example", "pat@police.example"]
    assert "> It is mended." in Notice.objects.filter(kind="pause.lifted").first().text
    assert pause(scene, at=LATER + 2 * DAY, on=TODAY + 3 * DAY).pk


@pytest.mark.parametrize(
    ("on", "why"),
    [(TODAY, "today or later"), (dt.date(2199, 12, 31), "within a year")],
)
def test_days_that_cannot_be(scene, on, why):
    assert why in refused(lambda: pause(scene, on=on))
    assert not Suspension.objects.exists()


def test_not_after_its_end():
    scene = ending.stage(term={"ends_on": "2026-12-31", "ongoing": False})
    assert "nothing to pause" in refused(lambda: pause(scene, on=dt.date(2027, 1, 1)))
    assert pause(scene, on=dt.date(2026, 12, 31)).pk


def test_not_twice_not_by_others_not_without_a_reason(scene):
    assert "Only information governance officers of Essex County Council" in refused(
        lambda: pause(scene, by=scene.police)
    )
    assert "Say why sharing is paused." in refused(lambda: pause(scene, reason="  "))
    pause(scene)
    assert "paused already" in refused(lambda: pause(scene))
    assert len(told("pause.started")) == 3


def test_what_is_not_paused_cannot_be_lifted(scene):
    assert "is not paused" in refused(
        lambda: services.lift(agreement=scene.agreement, reason="Yes.", by=scene.officer, at=LATER)
    )


def at(scene, name):
    return reverse(f"closing:{name}", args=[scene.agreement.reference])


def test_the_pages_pause_and_lift_and_the_list_of_acts_turns_round(client):
    now = ending.stage(timezone.now() - DAY)
    sign_in(client, now.officer)
    shown = client.get(at(now, "pause")).content.decode()
    assert "all its 2 data flows stop" in shown
    today = timezone.localdate()
    day = {"from_on_day": today.day, "from_on_month": today.month, "from_on_year": today.year}
    assert client.post(at(now, "pause"), day | {"reason": "..."}).status_code == 422
    assert client.post(at(now, "pause"), day | {"reason": "A breach."}).status_code == 302
    managed = client.get(at(now, "manage")).content.decode()
    assert "Sharing under this agreement is paused since" in managed
    assert "Lift the pause" in managed
    assert "Pause sharing" not in managed
    again = client.post(at(now, "pause"), day | {"reason": "Typed twice."})
    assert again.status_code == 422
    assert "paused already" in again.content.decode()
    assert "Typed twice." in again.content.decode()
    assert client.post(at(now, "lift"), {"reason": ""}).status_code == 422
    assert client.post(at(now, "lift"), {"reason": "It is mended."}).status_code == 302
    assert Suspension.objects.get().lifted_because == "It is mended."
