"""What stands in calendars beside reviews: by when to sign, and by when to say what happened to the data."""

import datetime as dt

import pytest

from agreements.models import Agreement
from closing import days
from closing.choices import DeadlineKind
from closing.models import Deadline
from reviews import events
from tests.factories.people import make_person
from tests.signing import scene

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def found(person, source):
    return list(source(Agreement.objects.visible_to(person), *events.EVER))


def test_the_last_day_to_sign_stands_there_for_those_who_see_the_agreement():
    staged = scene.set_stage()
    scene.open_round(staged)
    (event,) = found(staged.officer, days.to_sign)
    assert (event.on, event.what) == (scene.SIGN_BY, "Sign by")
    assert event.key == f"sign-{staged.agreement.reference}-{staged.round.pk}"
    assert found(make_person("stranger@example.org"), days.to_sign) == []


def test_many_rows_of_one_day_are_one_event_and_what_is_done_is_none():
    staged = scene.freeze(scene.call_cast(scene.AT), scene.AT)
    for party in (staged.lead, staged.partner):
        for kind in (DeadlineKind.DISPOSAL, DeadlineKind.END):
            Deadline.objects.create(
                agreement=staged.agreement, kind=kind, organisation=party, key="kept", on=scene.SIGN_BY
            )
    Deadline.objects.create(
        agreement=staged.agreement,
        kind=DeadlineKind.RETENTION,
        organisation=staged.lead,
        on=scene.SIGN_BY,
        settled_at=scene.AT,
    )
    (event,) = found(staged.officer, days.to_dispose)
    assert event.what == "Say what happened to the data"
    days.register()
    assert days.to_dispose in events._SOURCES
