"""Counting how long data is kept, and recording that it is gone (C-19, D-30, E-35)."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from closing.choices import DeadlineKind
from closing.disposal import Fate
from closing.models import Countdown, Deadline
from closing.services import deadlines, keeping
from closing.services.keeping import Gone
from foundation.verdicts import Refused
from tests.closing import disposing
from tests.closing.disposing import AT, DAY, TODAY
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
KEPT = {"key": "kept", "party": "p1", "datasets": ["cases"], "period": {"number": 2, "unit": "years"}}
LOOKED = KEPT | {"key": "looked", "reviewed_every": {"number": 6, "unit": "months"}}
EVENT = {"key": "event", "party": "p1", "datasets": ["cases"], "event": "the child is 25"}
BOTH = EVENT | {"key": "both", "reviewed_every": {"number": 1, "unit": "years"}}


def _scene():
    return disposing.in_force(retention=[KEPT, LOOKED, EVENT, BOTH], ending=[], at=timezone.now() - DAY)


STAGE = _scene


def _start(scene, rule="kept", *, counted_from=TODAY, what="Extract of March", at=AT, **more):
    act = {"agreement": scene.agreement, "organisation": scene.organisations[1], "by": scene.reviewers[1]} | more
    return keeping.start(rule_key=rule, what=what, counted_from=counted_from, at=at, **act)


def _gone(**more):
    return Gone(**({"fate": Fate.DELETED, "on": TODAY, "method": "Overwritten"} | more))


def test_a_period_is_counted_from_the_day_that_a_person_names(scene):
    row = _start(scene, counted_from=dt.date(2024, 2, 29))
    assert (row.due_on, row.look_on) == (dt.date(2026, 2, 28), None)
    assert (row.data, row.rule) == ("Case files", "Kept for 2 years")


def test_what_is_looked_at_again_has_a_day_for_that_too(scene):
    row = _start(scene, "looked", counted_from=dt.date(2026, 1, 31))
    assert (row.due_on, row.look_on) == (dt.date(2028, 1, 31), dt.date(2027, 1, 31))
    assert _start(scene, "both").due_on is None


def test_looking_moves_on_to_the_next_time_until_the_data_must_go(scene):
    row = _start(scene, "looked", counted_from=dt.date(2026, 1, 31))
    keeping.look(row=row, by=scene.reviewers[1], at=AT)
    row.refresh_from_db()
    assert row.look_on == dt.date(2027, 7, 31)
    keeping.look(row=row, by=scene.reviewers[1], at=AT)
    row.refresh_from_db()
    assert row.look_on is None  # the next would be the day on which it must be gone
    with pytest.raises(Refused, match="does not say that this data is looked at again"):
        keeping.look(row=row, by=scene.reviewers[1], at=AT)
    assert row.history.count() == 3


def test_an_event_has_no_day_to_count_to(scene):
    with pytest.raises(Refused, match="names an event and no time"):
        _start(scene, "event")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"counted_from": TODAY + DAY}, "must be today or in the past"),
        ({"counted_from": dt.date(1989, 12, 31)}, "must be today or in the past"),
        ({"what": "  "}, "Say which data it is."),
        ({"rule": "unknown"}, "has no such rule"),
    ],
)
def test_what_cannot_be_counted_is_refused(scene, more, reason):
    with pytest.raises(Refused, match=reason):
        _start(scene, **more)
    assert not Countdown.objects.exists()


def test_a_period_beyond_all_calendars_is_refused():
    far = KEPT | {"period": {"number": 10_000, "unit": "years"}}
    scene = disposing.in_force(retention=[far], ending=[])
    with pytest.raises(Refused, match="further ahead than any date"):
        _start(scene)


def test_the_same_data_is_counted_once(scene):
    _start(scene)
    with pytest.raises(Refused, match="counted from that day already"):
        _start(scene)
    _start(scene, what="Extract of April")


def test_nobody_counts_for_another_party_nor_under_another_ones_rule(scene):
    with pytest.raises(Refused, match="Only reviewers, data protection officers"):
        _start(scene, by=scene.officer)
    with pytest.raises(Refused, match="has no such rule for this organisation"):
        _start(scene, organisation=scene.organisations[2], by=scene.reviewers[2])


def test_what_is_gone_is_recorded_and_nobody_is_reminded_any_more(scene):
    row = _start(scene, counted_from=TODAY - 10 * DAY)
    keeping.done(row=row, gone=_gone(evidence="Entry 4411"), by=scene.reviewers[1], at=AT)
    row.refresh_from_db()
    assert (row.fate, row.done_on, row.evidence, row.closed_by) == ("deleted", TODAY, "Entry 4411", scene.reviewers[1])
    assert Deadline.objects.get().settled_at == AT
    with pytest.raises(Refused, match="Somebody has recorded"):
        keeping.done(row=row, gone=_gone(), by=scene.reviewers[1], at=AT)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"on": TODAY + DAY}, "must be today or in the past"),
        ({"on": TODAY - 11 * DAY}, "before the day that it is counted from"),
        ({"method": ""}, "Say how it was done."),
        ({"fate": Fate.KEPT}, "still counted"),
    ],
)
def test_what_cannot_have_happened_is_refused(scene, more, reason):
    row = _start(scene, counted_from=TODAY - 10 * DAY)
    with pytest.raises(Refused, match=reason):
        keeping.done(row=row, gone=_gone(**more), by=scene.reviewers[1], at=AT)


def test_a_mistake_is_stopped_with_a_reason_and_stays_in_the_record(scene):
    row = _start(scene)
    with pytest.raises(Refused, match="Say why nobody counts"):
        keeping.stop(row=row, because=" ", by=scene.reviewers[1], at=AT)
    keeping.stop(row=row, because="Entered twice", by=scene.reviewers[1], at=AT)
    assert Countdown.objects.get().closed_because == "Entered twice"
    assert Deadline.objects.get().settled_at == AT


def test_its_organisation_is_reminded_before_on_and_after_the_day(scene):
    _start(scene, counted_from=dt.date(2024, 12, 1))
    assert Deadline.objects.get().kind == DeadlineKind.RETENTION
    before, late = (dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC), dt.datetime(2026, 12, 9, 9, tzinfo=dt.UTC))
    assert [deadlines.remind_due(at=at) for at in (before, before, late)] == [1, 0, 1]
    (first, _), (second, text) = [(subject, text) for _, subject, text in disposing.mail("retention_due")]
    assert first == "Delete by 1 December 2026: data of Early help"
    assert second == "Overdue since 1 December 2026: data of Early help to delete"
    assert "Extract of March" in text
    assert "8 days ago" in text


def test_the_page_groups_by_quarter_and_says_what_to_do(client, scene):
    today = timezone.localdate()
    _start(scene, counted_from=today - 800 * DAY, at=timezone.now())
    _start(scene, "both", what="Plans", counted_from=today - 10 * DAY, at=timezone.now())
    sign_in(client, scene.reviewers[1])
    page = client.get(reverse("closing:keeping")).content.decode()
    assert page.index("Overdue") < page.index("Extract of March") < page.index("Later") < page.index("Plans")
    sign_in(client, scene.reviewers[2])
    assert "No data is counted" in client.get(reverse("closing:keeping")).content.decode()


def test_what_an_organisation_keeps_is_its_own_to_know(client, scene):
    row = _start(scene)
    sign_in(client, scene.reviewers[2])
    for name in ("done", "look", "stop"):
        assert client.get(reverse(f"closing:{name}", args=[row.pk])).status_code == 404
    rules = reverse("closing:rules", args=[scene.agreement.reference])
    assert "Extract of March" not in client.get(rules).content.decode()
    sign_in(client, scene.reviewers[1])
    page = client.get(rules).content.decode()
    assert "Extract of March" in page
    assert "No day is known: look whether it has happened" in page


def test_a_person_counts_and_records_on_the_pages(client, scene):
    sign_in(client, scene.reviewers[1])
    day = timezone.localdate() - 30 * DAY
    typed = {"counted_from_day": day.day, "counted_from_month": day.month, "counted_from_year": day.year}
    count = reverse("closing:count", args=[scene.agreement.reference, scene.organisations[1].slug, "kept"])
    assert client.post(count, typed | {"what": ""}).status_code == 422
    assert client.post(count, typed | {"what": "Extract of May", "counted_from_year": "1985"}).status_code == 422
    assert client.post(count, typed | {"what": "Extract of May"}).status_code == 302
    again = client.post(count, typed | {"what": "Extract of May"})
    assert "counted from that day already" in again.content.decode()
    row = Countdown.objects.get()
    done = reverse("closing:done", args=[row.pk])
    today = timezone.localdate()
    gone = {"fate": "deleted", "on_day": today.day, "on_month": today.month, "on_year": today.year}
    assert client.post(done, gone | {"method": ""}).status_code == 422
    assert client.post(done, gone | {"method": "Shredded"}).status_code == 302
    assert "Shredded" in client.get(reverse("closing:rules", args=[scene.agreement.reference])).content.decode()
    assert "Somebody has recorded" in client.get(done).content.decode()


@pytest.mark.parametrize("parties", [2, 33, 100])
def test_the_pages_ask_the_database_little(client, django_assert_max_num_queries, parties):
    rules = [KEPT | {"key": f"r{number}", "party": f"p{number}"} for number in range(parties)]
    scene = disposing.in_force(parties, retention=rules, ending=[], staffed=2)
    for number in range(5):
        _start(scene, "r1", what=f"Extract {number}")
    sign_in(client, scene.reviewers[1])
    client.get(reverse("closing:keeping"))
    addresses = [reverse(f"closing:{name}") for name in ("keeping", "all_rules")]
    for address in (*addresses, reverse("closing:rules", args=[scene.agreement.reference])):
        with django_assert_max_num_queries(25):
            assert client.get(address).status_code == 200
