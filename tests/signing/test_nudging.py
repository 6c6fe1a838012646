"""Who hears what and when while a round is out: asked of the state, as often as one likes."""

import datetime as dt

import pytest

from accounts.roles import Role
from foundation.workdays import UK
from notices.models import Notice
from parties.models import Authority
from parties.services import authority
from signing.models import Request
from signing.services import nudging, rounds
from tests.factories.people import make_person
from tests.signing import crowd as crowds
from tests.signing.crowd import Crowd
from tests.signing.scene import AT, MINUTE

pytestmark = pytest.mark.django_db
FAR = dt.date(2027, 3, 1)


@pytest.fixture
def asked() -> Crowd:
    crowd = crowds.gather(2)
    crowd.open(sign_by=FAR)
    return crowd


def morning(month: int, day: int, hour: int = 8) -> dt.datetime:
    return dt.datetime(2026 if month > 6 else 2027, month, day, hour, tzinfo=UK)


def sweep(at: dt.datetime, times: int = 2) -> list[tuple[str, str]]:
    """What this adds, however often it is done."""
    before = set(Notice.objects.values_list("pk", flat=True))
    for _ in range(times):
        nudging.remind_signatories(at=at)
        nudging.tell_expired(at=at)
        nudging.tell_progress(at=at)
    new = Notice.objects.exclude(pk__in=before).order_by("kind", "email")
    return list(new.values_list("kind", "email"))


def test_reminders_come_5_days_after_asking_and_then_every_5_working_days(asked):
    asked.sign("one", AT + MINUTE)
    days = [morning(11, 24) + dt.timedelta(days=n) for n in range(45)]
    found = [(at.astimezone(UK).date(), email) for at in days for kind, email in sweep(at) if kind == "sign.reminder"]
    on = [dt.date(2026, 11, 25), dt.date(2026, 12, 2), dt.date(2026, 12, 9), dt.date(2026, 12, 16)]
    assert found == [(day, "two@signs.example") for day in on]


def test_nobody_is_reminded_before_half_past_seven_or_on_a_day_off(asked):
    assert sweep(morning(11, 25, 7)) == []
    assert sweep(morning(11, 28)) == []  # a Saturday, three days late
    assert [kind for kind, _ in sweep(morning(11, 30))] == ["sign.reminder", "sign.reminder"]


def test_after_an_outage_one_is_sent_and_not_a_pile(asked):
    assert sweep(morning(12, 10)) == [("sign.reminder", "one@signs.example"), ("sign.reminder", "two@signs.example")]


def test_whoever_the_lead_has_just_reminded_is_left_alone(asked):
    rounds.remind(request=asked.request("two"), by=asked.officer, at=morning(11, 25))
    assert sweep(morning(11, 26)) == [("sign.reminder", "one@signs.example")]


def test_nobody_is_reminded_who_left_or_could_not_sign_any_more(asked):
    right = Authority.objects.get(person=asked.people["two"])
    authority.end(authority=right, reason="Left", by=right.recorded_by, at=AT + MINUTE)
    asked.people["one"].is_active = False
    asked.people["one"].save()
    assert sweep(morning(11, 25)) == []


def test_nobody_is_reminded_of_what_was_withdrawn_or_waits_for_an_answer(asked):
    rows = Request.objects.filter(signatory=asked.people["one"])
    rows.update(state="question", paused_at=AT)
    assert sweep(morning(11, 25)) == [("sign.reminder", "two@signs.example")]
    rounds.withdraw(agreement=asked.agreement, by=asked.officer, at=morning(11, 25, 9), reason="Over")
    assert sweep(morning(12, 2)) == []


def test_2_working_days_before_the_end_the_administrators_hear_it_too():
    crowd = crowds.gather(2)
    crowd.open(sign_by=dt.date(2026, 11, 30))
    crowd.sign("one", AT + MINUTE)
    sweep(morning(11, 25))
    assert sweep(morning(11, 26)) == [
        ("sign.final", "admin1@two-council.example"),
        ("sign.final", "admin2@two-council.example"),
        ("sign.final", "two@signs.example"),
    ]
    assert Notice.objects.filter(kind="sign.final").first().subject.endswith("– 2 working days left")
    assert sweep(morning(11, 27)) == []
    rounds.extend(round_=crowd.round, sign_by=dt.date(2026, 12, 7), reason="", by=crowd.officer, at=morning(11, 28))
    assert [kind for kind, _ in sweep(morning(12, 3))] == ["sign.final"] * 3


def test_when_the_time_has_ended_each_hears_it_once_and_the_lead_hears_of_all():
    crowd = crowds.gather(3)
    crowd.open(sign_by=dt.date(2026, 11, 24))
    crowd.sign("one", AT + MINUTE)
    nudging.tell_progress(at=morning(11, 23))
    assert [kind for kind, _ in sweep(morning(11, 24, 23)) if kind == "sign.expired"] == []
    assert sweep(morning(11, 25)) == [
        ("sign.expired", "ig@lead.example"),
        ("sign.expired", "three@signs.example"),
        ("sign.expired", "two@signs.example"),
    ]
    text = Notice.objects.get(kind="sign.expired", email="ig@lead.example").text
    assert "- Three Council" in text
    assert "- One Council" not in text
    assert sweep(morning(11, 26)) == []


def test_the_lead_hears_once_a_day_how_far_it_has_come_if_it_has_come_further(asked):
    make_person("ig2@lead.example", asked.organisations["one"], [Role.IG_OFFICER])
    assert sweep(morning(11, 23)) == []
    asked.sign("one", morning(11, 23, 9))
    both = [("sign.progress", "ig2@lead.example"), ("sign.progress", "ig@lead.example")]
    assert sweep(morning(11, 23, 10)) == both
    assert Notice.objects.filter(kind="sign.progress").first().subject == (
        "1 of 2 organisations have signed Street lighting"
    )
    assert sweep(morning(11, 24)) == []
