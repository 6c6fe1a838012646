"""A-1: an annex is warned when what it hangs under is over, from the clock to the letter and its own pages."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from agreements.choices import Status
from agreements.models import Agreement
from closing.services import ends
from dsaportal import timekeeping
from tests.closing import changed, ending
from tests.closing.ending import AT, DAY
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
UNTIL_2026 = {"ongoing": False, "ends_on": "2026-12-31"}


def annex_of(scene) -> Agreement:
    up = {"key": "up", "link": "parent", "title": "P", "reference": scene.agreement.reference, "state": "live"}
    identity = {"title": "An annex", "public_title": "An annex", "owner": "essex"}
    return ending.in_force(scene.officer, AT, identity=identity, related=[up])


def at(year: int, month: int, day: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(dt.date(year, month, day), dt.time(9, 30)))


def letters(to: str) -> list[str]:
    return sorted(one.subject for one in mail.outbox if one.to == [to] and "above" in one.subject)


def page(client, scene, annex) -> str:
    sign_in(client, scene.officer)
    return client.get(annex.get_absolute_url()).content.decode()


def test_a_parent_expires_and_the_lead_of_the_annex_reads_it_in_a_letter_and_on_the_page(client):
    scene = ending.stage(term=UNTIL_2026)
    annex = annex_of(scene)
    timekeeping.once(at=at(2026, 12, 31))
    assert letters("ada@essex.example") == []
    timekeeping.once(at=at(2027, 1, 1))
    timekeeping.once(at=at(2027, 1, 2))
    assert letters("ada@essex.example") == ["An agreement above An annex has ended"]
    assert letters("pat@police.example") == []
    assert f"({scene.agreement.reference}), under which this agreement hangs, ended on" in page(client, scene, annex)
    annex.refresh_from_db()
    assert annex.status == Status.IN_FORCE


def test_a_parent_that_was_renewed_and_then_ends_is_not_only_called_replaced(client):
    """The annex names the first edition for ever; what counts is the last one."""
    scene = ending.stage()
    annex = annex_of(scene)
    new = changed.replaced(scene, AT + DAY)
    assert "has been replaced by a newer version" in page(client, scene, annex)
    on = (AT + 9 * DAY).date()
    ends.decide_end(agreement=new, on=on, confirm_by=on, reason="Done.", by=scene.officer, at=AT + 2 * DAY)
    assert f"({new.reference}), under which this agreement hangs, ends on 29 November 2026" in page(
        client, scene, annex
    )
    timekeeping.once(at=AT + 9 * DAY)
    assert letters("ada@essex.example") == [
        "An agreement above An annex has ended",
        "An agreement above An annex was replaced",
    ]
    assert f"({new.reference}), under which this agreement hangs, ended on 29 November 2026" in page(
        client, scene, annex
    )
