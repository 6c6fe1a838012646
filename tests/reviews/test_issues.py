"""The log of issues of an agreement that applies (A-21): raised, dealt with, reminded of and closed."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from accounts.roles import Role
from agreements.choices import Status
from agreements.models import Agreement
from foundation.verdicts import Refused
from notices.models import Notice
from parties.models import Organisation
from reviews import events, issues, sweeping
from reviews.choices import Severity
from reviews.models import Issue, IssueNote
from reviews.services import issues as services
from tests.factories.people import make_person
from tests.reviews import logging_issues as log
from tests.reviews import standing_agreement as stage
from tests.reviews.logging_issues import AT, DUE, SECRET, TODAY, fresh, raise_one, told
from tests.reviews.standing_agreement import DAY, decide, everybody_says

pytestmark = pytest.mark.django_db
LATER = AT + DAY


STAGE = stage.in_force


def test_a21_a_party_raises_an_issue_and_whoever_deals_with_it_is_told(scene):
    issue = raise_one(scene, assigned=2)
    assert (issue.number, issue.is_open, issue.raised_for) == (1, True, scene.organisations[1])
    assert told("raised") == ["dpo1@borough.example", "dpo3@borough.example", "ig@lead.example"]
    letter = Notice.objects.filter(kind="issue.raised").first()
    assert SECRET not in letter.text
    assert "Extract" not in letter.subject + letter.text
    assert issue.get_severity_display().lower() in letter.text
    assert raise_one(scene, 2).number == 2
    assert issue.history.get().history_user == scene.reviewers[1]


def test_every_party_hears_of_an_urgent_one(scene):
    quiet, urgent = raise_one(scene), raise_one(scene, severity=Severity.HIGH)
    keys = Notice.objects.filter(kind="issue.raised").values_list("dedupe_key", "email")
    heard = {
        issue.pk: sorted(m for key, m in keys if key.startswith(f"issue.raised:{issue.pk}:"))
        for issue in (quiet, urgent)
    }
    assert heard[quiet.pk] == ["dpo1@borough.example", "ig@lead.example"]
    assert set(heard[urgent.pk]) > set(heard[quiet.pk])
    assert "dpo3@borough.example" in heard[urgent.pk]
    assert "dpo2@borough.example" not in heard[urgent.pk]  # who raised it knows


def test_it_is_about_data_or_a_section_of_the_text_in_force(scene):
    issue = raise_one(scene, about="datasets/families")
    assert (issue.about, issue.about_name) == ("datasets/families", "Families")
    assert raise_one(scene, about="sections/law").about_name == "3 Lawful basis"
    with pytest.raises(Refused, match="Choose data or a section"):
        raise_one(scene, about="datasets/nothing")


@pytest.mark.parametrize(
    ("who", "why"),
    [("reader", "Only reviewers"), ("outsider", "Only reviewers")],
)
def test_only_people_who_speak_for_a_party_raise_one(scene, who, why):
    with pytest.raises(Refused, match=why):
        raise_one(scene, by=getattr(scene, who))


def test_nobody_speaks_for_another_party_or_gives_it_to_a_stranger(scene):
    with pytest.raises(Refused, match="cannot speak for that organisation"):
        raise_one(scene, organisation=scene.organisations[2])
    stranger = Organisation.objects.get(legal_name="Norwich City Council")
    with pytest.raises(Refused, match="is not a party"):
        services.raise_issue(
            agreement=scene.agreement,
            raised=services.Raised(scene.organisations[1], "A", "B", Severity.LOW, stranger, DUE),
            by=scene.reviewers[1],
            at=AT,
        )


@pytest.mark.parametrize("day", [TODAY - DAY, TODAY + 367 * DAY])
def test_its_day_is_neither_past_nor_for_ever(scene, day):
    with pytest.raises(Refused, match="The day must be from today"):
        raise_one(scene, due_on=day)


def test_none_is_raised_of_what_does_not_apply(scene):
    issue = raise_one(scene)
    Agreement.objects.filter(pk=scene.agreement.pk).update(status=Status.ENDED)
    with pytest.raises(Refused, match="signed and has not ended"):
        raise_one(scene)
    services.close(issue=issue, organisation=scene.organisations[0], done="Gone.", by=scene.reviewers[0], at=LATER)
    assert fresh(issue).closed_at == LATER


def test_it_is_given_to_another_party_which_is_told(scene):
    issue = raise_one(scene)
    act = {"due_on": DUE + DAY, "severity": Severity.HIGH, "by": scene.officer, "at": LATER}
    services.assign(issue=issue, organisation=scene.organisations[2], **act)
    issue = fresh(issue)
    assert (issue.assigned, issue.due_on, issue.severity) == (scene.organisations[2], DUE + DAY, "high")
    assert told("assigned") == ["dpo3@borough.example"]
    services.assign(issue=issue, organisation=scene.organisations[2], **(act | {"at": LATER + DAY}))
    assert len(told("assigned")) == 1
    assert issue.history.first().history_user == scene.officer


def test_only_those_concerned_settle_it_and_every_party_adds_a_note(scene):
    issue = raise_one(scene, assigned=0)
    third = {"organisation": scene.organisations[2], "by": scene.reviewers[2], "at": LATER}
    with pytest.raises(Refused, match="You can add a note"):
        services.close(issue=issue, done="Done.", **third)
    services.add_note(issue=issue, text="We saw it, too.", **third)
    services.add_note(issue=issue, text="We saw it, too.", **third)
    assert IssueNote.objects.get().text == "We saw it, too."
    for party in (0, 1):  # the lead, which deals with it, and whoever raised it
        one = raise_one(scene)
        act = {"organisation": scene.organisations[party], "by": scene.reviewers[party], "at": LATER}
        services.close(issue=one, done="Sent again.", **act)
        assert fresh(one).closed_by == scene.reviewers[party]


def test_a_note_is_never_rewritten(scene):
    issue = raise_one(scene)
    act = {"organisation": scene.organisations[1], "by": scene.reviewers[1], "at": LATER}
    note = services.add_note(issue=issue, text="Seen.", **act)
    with pytest.raises(DatabaseError), transaction.atomic():
        IssueNote.objects.filter(pk=note.pk).update(text="Not seen.")


def test_closing_says_what_was_done_and_by_whom_and_tells_those_concerned(scene):
    issue = raise_one(scene, 1, assigned=2)
    act = {"organisation": scene.organisations[2], "by": scene.reviewers[2], "at": LATER}
    with pytest.raises(Refused, match="Enter what was done"):
        services.close(issue=issue, done="  ", **act)
    services.close(issue=issue, done="Sent again.", **act)
    issue = fresh(issue)
    assert (issue.done, issue.closed_for, issue.closed_at) == ("Sent again.", scene.organisations[2], LATER)
    lead, raiser = ["dpo1@borough.example", "ig@lead.example"], ["dpo2@borough.example", "dpo@second.example"]
    assert told("closed") == sorted([*lead, *raiser, "ig@second.example"])
    assert told("raised") == []  # what had not left is taken back
    with pytest.raises(Refused, match="closed this issue for"):
        services.close(issue=issue, done="Again.", **act)
    with pytest.raises(Refused, match="closed this issue for"):
        services.add_note(issue=issue, organisation=act["organisation"], text="More", by=act["by"], at=LATER)


def at_noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), dt.UTC)


def test_once_its_day_has_passed_it_is_told_once(scene):
    issue = raise_one(scene, assigned=2)
    services.remind_late(at=at_noon(DUE))
    assert told("late") == []
    assert services.remind_late(at=at_noon(DUE + DAY)) == 1
    expected = ["dpo1@borough.example", "dpo3@borough.example", "ig@lead.example"]
    assert told("late") == expected
    for days in (1, 2, 30):
        assert services.remind_late(at=at_noon(DUE + days * DAY)) == 0
    assert told("late") == expected
    day = DUE + 40 * DAY
    act = {"severity": Severity.LOW, "by": scene.officer, "at": at_noon(DUE + 30 * DAY)}
    services.assign(issue=issue, organisation=issue.assigned, due_on=day, **act)
    assert services.remind_late(at=at_noon(day)) == 0
    assert services.remind_late(at=at_noon(day + DAY)) == 1
    assert len(told("late")) == 2 * len(expected)


def test_what_is_closed_in_time_is_not_reminded_of_and_the_sweep_reminds(scene):
    late, settled = raise_one(scene), raise_one(scene)
    act = {"organisation": scene.organisations[0], "by": scene.reviewers[0], "at": LATER}
    services.close(issue=settled, done="Done.", **act)
    sweeping.once(at=at_noon(DUE + 3 * DAY))
    keys = Notice.objects.filter(kind="issue.late").values_list("dedupe_key", flat=True)
    assert {key.split(":")[1] for key in keys} == {str(late.pk)}


def test_it_waits_in_the_in_tray_of_whoever_deals_with_it(scene):
    issue = raise_one(scene, assigned=2)
    assert issues.waiting_for(scene.reviewers[2]) == [issue]
    for person in (scene.reviewers[1], scene.officer, scene.reader, scene.outsider):
        assert issues.waiting_for(person) == []
    act = {"organisation": scene.organisations[2], "by": scene.reviewers[2], "at": LATER}
    services.close(issue=issue, done="Done.", **act)
    assert issues.waiting_for(scene.reviewers[2]) == []


def test_people_of_the_parties_alone_see_it(scene):
    issue = raise_one(scene)
    for person in (scene.reader, scene.officer, *scene.reviewers):
        assert list(Issue.objects.visible_to(person)) == [issue]
    operator = make_person("operator@elsewhere.example", None)
    for person in (scene.outsider, operator):
        assert not Issue.objects.visible_to(person).exists()


def test_a_review_shows_what_was_raised_since_the_last_one_and_what_is_open(scene):
    open_, closed = raise_one(scene), raise_one(scene)
    act = {"organisation": scene.organisations[0], "by": scene.reviewers[0], "at": LATER}
    services.close(issue=closed, done="Done.", **act)
    assert {one.pk for one in issues.since_review(scene.agreement, scene.reader)} == {open_.pk, closed.pk}
    everybody_says(scene)
    review = decide(scene)
    assert issues.since_review(scene.agreement, scene.reader) == [open_]
    fresh_one = raise_one(scene, at=review.concluded_at + DAY)
    assert set(issues.since_review(scene.agreement, scene.reader)) == {open_, fresh_one}
    assert closed in issues.since_review(scene.agreement, scene.reader, before=review.number)
    assert issues.since_review(scene.agreement, scene.outsider) == []


def test_its_day_stands_in_calendars_without_a_word_about_it(scene):
    issue = raise_one(scene)
    (found,) = issues.days(Agreement.objects.all(), TODAY, DUE)
    assert (found.on, found.what, found.agreement) == (issue.due_on, "Settle an issue", scene.agreement)
    assert any(one.key == found.key for one in events.between(Agreement.objects.all(), TODAY, DUE))
    assert list(issues.days(Agreement.objects.all(), TODAY, DUE - DAY)) == []


def test_the_life_of_the_agreement_names_numbers_and_not_what_went_wrong(scene):
    issue = raise_one(scene)
    act = {"organisation": scene.organisations[0], "by": scene.reviewers[0], "at": LATER}
    services.close(issue=issue, done="Done.", **act)
    assert list(issues.told(scene.agreement, scene.reader)) == [(AT, "Issue 1 raised"), (LATER, "Issue 1 closed")]
    assert list(issues.told(scene.agreement, scene.outsider)) == []


def test_what_an_ended_party_had_to_deal_with_passes_to_its_heir_or_the_lead(scene):
    second, third = raise_one(scene, assigned=1), raise_one(scene, assigned=2)
    act = {"agreement": scene.fresh(), "by": scene.officer, "at": LATER}
    services.pass_on(before=scene.organisations[1], after=scene.organisations[2], **act)
    assert fresh(second).assigned == scene.organisations[2]
    services.pass_on(before=scene.organisations[2], after=None, **act)
    assert {fresh(one).assigned for one in (second, third)} == {scene.organisations[0]}
    assert log.told("assigned") == []


def test_an_officer_of_any_party_may_raise_one(scene):
    officer = make_person("ig@third.example", scene.organisations[2], [Role.IG_OFFICER])
    assert raise_one(scene, 2, by=officer).raised_by == officer
