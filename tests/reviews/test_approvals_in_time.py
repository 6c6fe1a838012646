"""Messages that time brings: reminders, approvals that a change made old, blocks that nobody settles. Never twice."""

import datetime as dt

import pytest

from agreements import services as agreements
from foundation.verdicts import Refused
from notices.models import Notice
from reviews import services
from reviews.choices import Outcome
from reviews.models import Decision, Reviewer
from reviews.services import nudging
from tests.reviews import rounds
from tests.reviews.rounds import AT, DAY, DUE, NOTE, decide, send, write

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
EVERYBODY = ["dpo@lead.example", "dpo@second.example", "dpo@third.example"]


STAGE = rounds.draft


def noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)


def reminded(at: dt.datetime) -> list[str]:
    """Who hears it in this sweep; a second one at the same instant adds nothing."""
    before = set(Notice.objects.values_list("pk", flat=True))
    services.remind_reviewers(at=at)
    found = Notice.objects.filter(kind="approval.reminder").exclude(pk__in=before)
    services.remind_reviewers(at=at)
    return sorted(found.values_list("email", flat=True))


def test_reminders_go_5_and_1_working_days_before_and_on_the_day(scene):
    send(scene)  # due on Friday 4 December
    heard = {day: reminded(noon(AT.date() + day * DAY)) for day in range(25)}
    assert {day: emails for day, emails in heard.items() if emails} == {
        7: EVERYBODY,  # Friday 27 November
        13: EVERYBODY,
        14: EVERYBODY,
    }
    subjects = [subject for _, subject, _ in rounds.mail("reminder")]
    assert subjects[0] == "Reminder: review Early help by 4 December 2026"
    assert subjects[-1] == "Review Early help today"


def test_nobody_is_reminded_in_the_night_or_after_answering_or_leaving(scene):
    send(scene)
    decide(scene, 0)
    scene.reviewers[2].is_active = False
    scene.reviewers[2].save()
    assert reminded(dt.datetime(2026, 11, 27, 7, 29, tzinfo=dt.UTC)) == []
    assert reminded(dt.datetime(2026, 11, 27, 7, 30, tzinfo=dt.UTC)) == ["dpo@second.example"]
    services.take_back(agreement=scene.agreement, reason="Not ready.", by=scene.officer, at=noon(DUE) - HOUR)
    assert reminded(noon(DUE)) == []


def test_after_an_outage_the_newest_reminder_only_and_no_stale_one(scene):
    send(scene)
    assert len(reminded(noon(DUE + DAY))) == 3
    assert len(rounds.mail("reminder")) == 3
    assert reminded(noon(DUE + 4 * DAY)) == []


def test_more_time_brings_new_reminders(scene):
    send(scene)
    assert len(reminded(noon(DUE))) == 3
    services.extend(agreement=scene.agreement, due_on=DUE + 14 * DAY, by=scene.officer, at=noon(DUE))
    assert reminded(noon(DUE + DAY)) == []
    assert len(reminded(noon(DUE + 7 * DAY))) == 3


def test_whoever_is_asked_late_hears_only_of_what_comes(scene):
    send(scene, at=noon(DUE - DAY))
    assert reminded(noon(DUE - DAY) + HOUR) == []
    assert reminded(noon(DUE)) == EVERYBODY


def test_the_lead_reminds_each_person_once_a_day(scene):
    send(scene)
    second = scene.organisations[1]

    def remind(at):
        return services.remind(agreement=scene.agreement, organisation=second, by=scene.officer, at=at)

    assert remind(AT) == 1
    with pytest.raises(Refused, match="was reminded today"):
        remind(AT + HOUR)
    assert remind(AT + DAY) == 1
    assert len(rounds.mail("reminder")) == 2
    with pytest.raises(Refused, match="Only information"):
        services.remind(agreement=scene.agreement, organisation=second, by=scene.reviewers[0], at=AT + 2 * DAY)
    Reviewer.objects.update(ended_at=AT)
    with pytest.raises(Refused, match="nothing to answer"):
        remind(AT + 3 * DAY)


def out_of_date(at: dt.datetime) -> int:
    return services.tell_out_of_date(at=at)


def test_an_approver_hears_once_that_the_text_changed_with_the_sections(scene):
    send(scene)
    decide(scene, 1)
    decide(scene, 2, Outcome.CHANGES, NOTE)
    write(scene, at=AT + HOUR)
    assert out_of_date(AT + HOUR) == 0  # somebody is writing
    assert [out_of_date(AT + 2 * HOUR) for _ in range(3)] == [1, 0, 0]
    [(email, subject, text)] = rounds.mail("out_of_date")
    assert (email, subject) == ("dpo@second.example", "Early help changed after you approved it")
    assert "Changed: 2 Purpose" in text
    assert f"/review/parties/{scene.organisations[1].slug}/changes/" in text


def test_at_most_once_a_day_and_not_again_without_a_new_change(scene):
    send(scene)
    decide(scene, 1)
    write(scene, at=AT + HOUR)
    out_of_date(AT + 2 * HOUR)
    write(scene, at=AT + 3 * HOUR, question="Who needs help soonest?")
    assert out_of_date(AT + 4 * HOUR) == 0
    assert [out_of_date(AT + DAY) for _ in range(2)] == [1, 0]
    assert [out_of_date(AT + number * DAY) for number in range(2, 5)] == [0, 0, 0]


def test_nothing_is_told_of_a_change_that_was_taken_back_or_of_a_review_that_ended(scene):
    send(scene)
    decide(scene, 1)
    write(scene, at=AT + HOUR)
    write(scene, at=AT + 2 * HOUR, question="Who needs help?")
    assert out_of_date(AT + 4 * HOUR) == 0
    write(scene, at=AT + 5 * HOUR)
    services.take_back(agreement=scene.agreement, reason="Not ready.", by=scene.officer, at=AT + 5 * HOUR)
    assert out_of_date(AT + 7 * HOUR) == 0


def test_a_block_that_nobody_settles_is_told_to_both_sides_then_every_ten_working_days(scene):
    send(scene)
    block = decide(scene, 1, Outcome.CHANGES, NOTE)
    last = block.expires_on
    assert services.escalate(at=noon(last)) == 0
    days = {day: services.escalate(at=noon(last + day * DAY)) for day in range(1, 35)}
    assert sorted(day for day, told in days.items() if told) == [1, 18, 33]  # 29 December and 13 January
    first = [email for email, _, _ in rounds.mail("blocked")][:3]
    assert first == ["dpo@lead.example", "dpo@second.example", "ig@lead.example"]
    subjects = list(dict.fromkeys(subject for _, subject, _ in rounds.mail("blocked")))
    assert subjects == [f"Early help has been blocked for {count} working days" for count in (15, 25, 35)]


def test_a_block_that_was_settled_is_told_no_more(scene):
    send(scene)
    decide(scene, 1, Outcome.CHANGES, NOTE)
    late = noon(dt.date(2026, 12, 14))
    services.go_on(agreement=scene.agreement, reason="It was discussed.", by=scene.officer, at=late)
    assert services.escalate(at=late) == 0
    decide(scene, 1, at=late)
    assert services.escalate(at=late + 30 * DAY) == 0


def test_one_that_fails_does_not_keep_the_others_from_being_told(scene, monkeypatch):
    send(scene)
    for party in (1, 2):
        decide(scene, party)
    write(scene, at=AT + HOUR)
    broken, act = Decision.objects.earliest("pk"), nudging._tell_out_of_date

    def fail(decision, at):
        if decision.pk == broken.pk:
            raise RuntimeError("no such text")
        return act(decision, at)

    monkeypatch.setattr(nudging, "_tell_out_of_date", fail)
    assert out_of_date(AT + 2 * HOUR) == 1


def test_requests_that_have_not_left_are_taken_back_with_the_review(scene):
    send(scene)
    agreements.withdraw(agreement=scene.agreement, by=scene.officer, at=AT, reason="Not needed.")
    services.close_left_open(at=AT)
    assert set(Notice.objects.filter(kind="approval.request").values_list("state", flat=True)) == {"cancelled"}
