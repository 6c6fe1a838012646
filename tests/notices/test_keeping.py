import datetime as dt

import pytest

from notices import services
from notices.choices import State
from notices.models import Notice

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def test_an_empty_queue_is_not_late(at):
    assert services.oldest_waiting_seconds(at=at) is None


def test_how_late_the_oldest_is(tell, at):
    tell(not_before=at + 5 * MINUTE)
    assert services.oldest_waiting_seconds(at=at) is None
    tell(dedupe_key="old", at=at - 3 * MINUTE)
    assert services.oldest_waiting_seconds(at=at) == 180


def test_retries_do_not_make_it_look_young(tell, at):
    notice = tell()
    Notice.objects.filter(pk=notice.pk).update(not_before=at + 60 * MINUTE)
    assert services.oldest_waiting_seconds(at=at + 30 * MINUTE) == 1800


def test_operators_hear_when_the_queue_stands_still_once_in_six_hours(tell, at, settings):
    tell()
    services.keep_house(at=at + 15 * MINUTE)
    assert not Notice.objects.filter(kind="ops.mail_stuck").exists()
    for minutes in (16, 17, 60):
        services.keep_house(at=at + minutes * MINUTE)
    alarm = Notice.objects.get(kind="ops.mail_stuck")
    assert alarm.subject == "[dsa] Messages have been waiting for 16 minutes"
    assert alarm.email == settings.OPERATOR_EMAIL
    services.keep_house(at=at + 400 * MINUTE)
    assert Notice.objects.filter(kind="ops.mail_stuck").count() == 2


def test_words_go_after_90_days_and_the_fact_stays(tell, at, deliver):
    notice = tell()
    deliver()
    waiting = tell(dedupe_key="waiting", not_before=at + dt.timedelta(days=200))
    assert services.keep_house(at=at + dt.timedelta(days=89)) == 0
    assert services.keep_house(at=at + dt.timedelta(days=91)) == 1
    assert services.keep_house(at=at + dt.timedelta(days=92)) == 0
    notice.refresh_from_db()
    waiting.refresh_from_db()
    assert (notice.text, notice.state, notice.accepted_at) == ("", State.ACCEPTED, at)
    assert notice.subject
    assert waiting.text
