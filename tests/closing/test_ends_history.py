"""Pauses and notices stand among what happened, on the overview of the agreement; and their letters have a heading."""

import datetime as dt

import pytest
from django.urls import reverse

from closing.services import ends
from notices.kinds import KINDS, Group
from tests.closing import ending
from tests.closing.ending import AT, DAY
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def overview(client, scene) -> str:
    sign_in(client, scene.officer)
    page = client.get(scene.agreement.get_absolute_url()).content.decode()
    return page[page.index("What happened") :]


def test_what_was_done_beside_the_moves_stands_in_order_with_who_and_why(client):
    scene = ending.stage()
    act = {"agreement": scene.fresh(), "by": scene.officer}
    ends.pause(**act, from_on=(AT + 2 * DAY).date(), reason="A breach.", at=AT + DAY)
    ends.lift(**act, reason="It is mended.", at=AT + 3 * DAY)
    on = (AT + 90 * DAY).date()
    row = ends.give_notice(
        agreement=scene.fresh(),
        organisation=scene.organisations["police"],
        leaves_on=on,
        reason="No lamps.",
        by=scene.police,
        at=AT + 4 * DAY,
    )
    ends.take_back_notice(departure=row, by=scene.police, at=AT + 5 * DAY)
    ends.decide_end(**act, on=on, confirm_by=on, reason="Done.", at=AT + 6 * DAY)
    page = overview(client, scene)
    said = [
        "Decided to end on 18 February 2027",
        "Essex Police took its notice back",
        "Essex Police gave notice to leave on 18 February 2027",
        "Pause lifted",
        "Sharing paused from 22 November 2026",
    ]
    places = [page.index(words) for words in said]
    assert places == sorted(places)
    for words in ("by Pat Police", "No lamps.", "A breach.", "It is mended."):
        assert words in page


def test_a_party_that_has_left_stands_there_without_anybodys_name(client):
    scene = ending.stage()
    ends.give_notice(
        agreement=scene.fresh(),
        organisation=scene.organisations["care"],
        leaves_on=(AT + DAY).date(),
        reason="Enough.",
        by=scene.care,
        at=AT + MINUTE,
    )
    ends.leave_due(at=AT + DAY)
    assert "Care Analytics left</h3>" in overview(client, scene)


def test_letters_about_leaving_pausing_and_ending_stand_under_a_heading_of_their_own(client):
    theirs = {key for key, kind in KINDS.items() if kind.group == Group.ENDS}
    assert {key for key in KINDS if key.startswith(("leave.", "pause.", "end."))} <= theirs
    assert {"ended", "end_due", "retention_due"} <= theirs
    assert not any(key.startswith("review") for key in theirs)
    scene = ending.stage()
    sign_in(client, scene.officer)
    page = client.get(reverse("notices:preferences")).content.decode()
    assert "Leaving, pausing and ending" in page
