import datetime as dt

import pytest

from foundation.verdicts import Refused
from notices import kinds, services
from notices.choices import Choice, DigestTime, State
from notices.models import Preference

pytestmark = pytest.mark.django_db


def choose(person, at, choice, time=DigestTime.EARLY):
    services.choose(by=person, choices={"org.ico_due": choice}, time=time, at=at)


def test_without_a_choice_everything_comes_straight_away(person):
    assert set(services.choices_of(person).values()) == {Choice.IMMEDIATE}
    assert services.digest_time_of(person) == DigestTime.EARLY


def test_a_choice_is_kept_and_can_change(person, at):
    choose(person, at, Choice.WEEKLY, DigestTime.EVENING)
    choose(person, at, Choice.OFF, DigestTime.MIDDAY)
    assert services.choices_of(person)["org.ico_due"] == Choice.OFF
    assert services.digest_time_of(person) == DigestTime.MIDDAY
    assert Preference.objects.count() == 1


@pytest.mark.parametrize("key", [kind.key for kind in kinds.KINDS.values() if kind.compulsory])
def test_what_is_compulsory_is_refused_with_its_reason(person, at, key):
    with pytest.raises(Refused, match=r"cannot be turned off|asked to have"):
        services.choose(by=person, choices={key: Choice.OFF}, time=DigestTime.EARLY, at=at)
    assert not Preference.objects.exists()


@pytest.mark.parametrize(
    ("choice", "state", "moment"),
    [
        (Choice.IMMEDIATE, State.QUEUED, dt.datetime(2027, 3, 10, 13, 0, tzinfo=dt.UTC)),
        (Choice.OFF, State.OFF, None),
        (Choice.WEEKLY, State.HELD, dt.datetime(2027, 3, 15, 17, 30, tzinfo=dt.UTC)),
        (Choice.DAILY, State.HELD, dt.datetime(2027, 3, 10, 17, 30, tzinfo=dt.UTC)),
    ],
)
def test_what_waits_follows_a_new_choice(person, tell, at, choice, state, moment):
    choose(person, at, Choice.DAILY)
    held = tell()
    choose(person, at + dt.timedelta(hours=1), choice, DigestTime.EVENING)
    held.refresh_from_db()
    assert held.state == state
    assert moment is None or held.not_before == moment


def test_what_was_sent_does_not_follow(person, tell, at, deliver):
    sent = tell()
    deliver()
    choose(person, at, Choice.OFF)
    sent.refresh_from_db()
    assert sent.state == State.ACCEPTED
