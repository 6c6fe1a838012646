"""The pages of managing and ending: what each person sees and is told, and that nothing typed is lost."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.choices import Status
from agreements.models import Ending
from closing.services import ends as services
from tests.closing import ending
from tests.closing.ending import DAY, told
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db


def _scene():
    """In force since yesterday, as the pages see it."""
    return ending.stage(timezone.now() - DAY)


STAGE = _scene


@pytest.fixture
def now(scene):
    return scene


def at(scene, name, *parts):
    return reverse(f"closing:{name}", args=[scene.agreement.reference, *parts])


def day(name: str, on: dt.date) -> dict[str, int]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def page(client, person, address, status=200) -> str:
    sign_in(client, person)
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def halves(shown: str) -> tuple[str, str]:
    possible, _, blocked = shown.partition("What you cannot do now, and why")
    return possible, blocked


def test_what_the_lead_can_do_and_why_not_the_rest(client, now):
    possible, blocked = halves(page(client, now.officer, at(now, "manage")))
    for name in ("pause", "end"):
        assert at(now, name) in possible
    assert "Leave the agreement" in blocked
    assert "It can end it." in blocked
    assert "does not say that others can join" in blocked


def test_what_a_party_can_do_and_why_not_the_rest(client, now):
    possible, blocked = halves(page(client, now.police, at(now, "manage")))
    assert at(now, "leave") in possible
    assert at(now, "end") not in possible
    assert "Only information governance officers of Essex County Council can do this." in blocked


def test_a_reader_sees_every_act_with_its_reason(client, now):
    shown = page(client, now.reader, at(now, "manage"))
    assert "What you can do" not in shown
    for title in ("Pause sharing", "Leave the agreement", "End the agreement"):
        assert title in shown


def test_it_is_not_there_for_others_and_leads_nowhere_while_it_is_written(client, now):
    page(client, now.outsider, at(now, "manage"), 404)
    overview = page(client, now.reader, now.agreement.get_absolute_url())
    assert at(now, "manage") in overview
    services.decide_end(
        agreement=now.agreement,
        on=timezone.localdate(),
        confirm_by=timezone.localdate() + DAY,
        reason="Done.",
        by=now.officer,
        at=timezone.now(),
    )
    assert at(now, "manage") not in page(client, now.reader, now.agreement.get_absolute_url())
    assert "has not ended" in page(client, now.officer, at(now, "manage"))


def test_the_end_shows_what_it_does_then_asks_then_happens(client, now):
    shown = page(client, now.officer, at(now, "end"))
    for words in (
        "Lamp faults: kept for 2 years",
        "Lamp faults: delete it within 30 days",
        "Secrets stay secret.",
        "of 3 parties are told",
    ):
        assert words in shown
    on = timezone.localdate() + 30 * DAY
    said = day("on", on) | {"reason": "The grant has run out."}
    checked = client.post(at(now, "end"), said)
    assert checked.status_code == 200
    assert "The end can be called off until the day has come." in checked.content.decode()
    assert not Ending.objects.exists()
    done = client.post(at(now, "end"), said | {"confirm": "yes"}, follow=True).content.decode()
    assert "Every party is told." in done
    assert "Call off the end" in done
    assert Ending.objects.get().confirm_by_on == on + 30 * DAY
    assert len(told("end.planned")) == 3
    again = page(client, now.officer, at(now, "end"))
    assert "A new decision takes the place of that one." in again
    off = client.post(at(now, "call_off"), {"reason": "A new grant."}, follow=True).content.decode()
    assert "The end is called off." in off
    assert not Ending.objects.exists()


def test_an_end_today_warns_that_it_cannot_be_undone(client, now):
    sign_in(client, now.officer)
    said = day("on", timezone.localdate()) | {"reason": "Done."}
    assert "This cannot be undone." in client.post(at(now, "end"), said).content.decode()
    done = client.post(at(now, "end"), said | {"confirm": "yes"}, follow=True).content.decode()
    assert "The agreement has ended." in done
    assert now.status == Status.ENDED


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Enter the day it ends"),
        ({"on_day": "31", "on_month": "6", "on_year": "2099"}, "Day it ends must be a real date"),
        ({"on_day": "1", "on_month": "1", "on_year": "2020"}, "must be on or after"),
        ({"on_day": "1", "on_month": "1", "on_year": "2199"}, "must be on or before"),
        ({"on_day": "31", "on_month": "12", "on_year": "9999"}, "must be on or before"),
        ({"on_day": "1", "on_year": "2027"}, "must include a month"),
    ],
)
def test_what_was_typed_stays_beside_what_is_wrong(client, now, typed, words):
    sign_in(client, now.officer)
    for step in ({}, {"confirm": "yes"}):
        answer = client.post(at(now, "end"), typed | step | {"reason": "Typed with care."})
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert "Typed with care." in answer.content.decode()
    assert not Ending.objects.exists()


def test_the_last_day_to_confirm_does_not_come_first(client, now):
    sign_in(client, now.officer)
    on = timezone.localdate() + 10 * DAY
    said = day("on", on) | day("confirm_by", on - DAY) | {"reason": "Done."}
    assert "must be the day it ends or later" in client.post(at(now, "end"), said).content.decode()
    far = day("on", on) | day("confirm_by", on + 3000 * DAY) | {"reason": "Done."}
    assert "within five years of the end" in client.post(at(now, "end"), far).content.decode()


def test_two_people_end_it_at_once_and_the_second_reads_that_it_is_over(client, now):
    sign_in(client, now.officer)
    said = day("on", timezone.localdate()) | {"reason": "Done.", "confirm": "yes"}
    assert client.post(at(now, "end"), said).status_code == 302
    second = client.post(at(now, "end"), said | {"reason": "Typed by the second."})
    assert second.status_code == 422
    assert "has not ended, can be ended" in second.content.decode()
    assert "Typed by the second." in second.content.decode()
    assert Ending.objects.get().reason == "Done."


def test_who_may_not_end_it_reads_why(client, now):
    shown = page(client, now.police, at(now, "end"))
    assert "Only information governance officers of Essex County Council can do this." in shown
    assert "When does it end?" not in shown
    assert "Call off the end" in page(client, now.police, at(now, "call_off"))


def test_annexes_are_named_to_those_who_may_see_them(client, now):
    up = [{"key": "up", "link": "parent", "title": "P", "reference": now.agreement.reference, "state": "live"}]
    identity = {"title": "An annex", "public_title": "An annex", "owner": "essex"}
    no_care = {"parties": [ending.party("essex"), ending.party("police")]}
    ending.in_force(now.officer, timezone.now() - DAY, identity=identity, related=up, **no_care)
    assert "An annex" in page(client, now.police, at(now, "end"))
    assert "An annex" not in page(client, now.care, at(now, "end"))


@pytest.mark.parametrize("number", [2, 33, 100])
def test_queries_do_not_grow_with_the_parties(client, django_assert_max_num_queries, number):
    keys = ["essex", "police", *(f"body-{one}" for one in range(number - 2))]
    rows = {
        "parties": [ending.party(key) for key in keys],
        "retention": [{"key": f"r-{key}", "party": key, "period": {"number": 2, "unit": "years"}} for key in keys],
    }
    scene = ending.crowd(keys, timezone.now() - DAY, **rows)
    for person in (scene.police, scene.officer):
        sign_in(client, person)
        client.get(at(scene, "manage"))
        for name, more in (("manage", ()), ("leave", ()), ("leave_as", ("essex-police",)), ("end", ()), ("pause", ())):
            with django_assert_max_num_queries(25, info=f"{name} for {person}"):
                assert client.get(at(scene, name, *more)).status_code == 200
