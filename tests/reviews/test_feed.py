"""A person's calendar address (ux 1.9): shown once, revoked at will, and never more than the person may see now."""

import datetime as dt
import re
from importlib import import_module

import pytest
from django.test import Client
from django.utils import timezone

from accounts import tokens
from accounts.models import User
from accounts.roles import Role
from agreements.choices import How
from agreements.models import Ending, Suspension
from foundation.verdicts import Refused
from parties.models import Membership
from parties.services import people
from reviews import events
from reviews.models import Feed
from reviews.services import feeds
from tests.factories.people import make_person
from tests.reviews import ics_reader, in_time
from tests.signing import entry

pytestmark = pytest.mark.django_db
door = import_module("reviews.views.feed")  # the package knows the view by that name
NOW = dt.datetime(2026, 11, 27, 9, 30, tzinfo=dt.UTC)


STAGE = in_time.in_force


@pytest.fixture
def staged(scene):
    return scene


def read(secret: str, **headers: str):
    """As a calendar program: without a session."""
    return Client().get(f"/reviews/feed/{secret}.ics", headers=headers)


def days(secret: str) -> dict[str, str]:
    answer = read(secret)
    assert answer.status_code == 200
    _, found = ics_reader.read(answer.content)
    return {one["SUMMARY"]: one["DTSTART;VALUE=DATE"] for one in found}


def test_the_address_is_shown_once_and_kept_as_a_digest(client, staged):
    entry.sign_in(client, staged.officer)
    said = client.post("/reviews/feed/", {"make": "first"}).content.decode()
    secret = re.search(r"/reviews/feed/([\w-]{43})\.ics", said)[1]
    assert read(secret).status_code == 200
    again = client.get("/reviews/feed/").content.decode()
    assert secret not in again
    assert "A calendar read it last on" in again
    assert Feed.objects.get().secret_digest == tokens.digest(secret) != secret


def test_a_new_address_ends_the_old_one_and_stopping_ends_it_too(client, staged):
    old = feeds.make(by=staged.officer, at=NOW)
    new = feeds.make(by=staged.officer, at=NOW)
    assert (read(old).status_code, read(new).status_code) == (404, 200)
    entry.sign_in(client, staged.officer)
    said = client.post("/reviews/feed/", {"stop": "yes"}).content.decode()
    assert "no longer works" in said
    assert read(new).status_code == 404
    assert not Feed.objects.exists()


def test_the_feed_is_a_calendar_with_public_words_only(staged):
    in_time.move(staged, 40)
    answer = read(feeds.make(by=staged.officer, at=NOW))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies
    _, (one,) = ics_reader.read(answer.content)
    assert one["SUMMARY"] == f"Review due: {staged.agreement.reference} Street lighting"
    assert one["DTSTART;VALUE=DATE"] == f"{in_time.today() + dt.timedelta(days=40):%Y%m%d}"
    assert "faults" not in answer.content.decode()  # its full title is for those inside


def test_a_moved_review_is_the_same_event_changed(staged):
    secret = feeds.make(by=staged.officer, at=NOW)
    in_time.move(staged, 40)
    _, (before,) = ics_reader.read(read(secret).content)
    staged.agreement.refresh_from_db()
    later = timezone.now() + dt.timedelta(minutes=5)
    staged.agreement._history_date = later
    in_time.move(staged, 60)
    _, (after,) = ics_reader.read(read(secret).content)
    assert after["UID"] == before["UID"]
    assert after["DTSTART;VALUE=DATE"] > before["DTSTART;VALUE=DATE"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def test_ends_pauses_and_what_other_rooms_name_stand_in_it(staged, monkeypatch):
    in_time.move(staged, 40)
    today = in_time.today()
    Ending.objects.create(
        agreement=staged.agreement,
        on=today + dt.timedelta(days=61),
        how=How.NOTICE,
        confirm_by_on=today + dt.timedelta(days=91),
        decided_at=NOW,
    )
    Suspension.objects.create(agreement=staged.agreement, from_on=today, reason="A breach.", suspended_at=NOW)

    def signing(agreements, since, until):
        return [events.Event(today, "Sign by", f"sign-{one.reference}", one, NOW) for one in agreements]

    monkeypatch.setattr(events, "_SOURCES", [])
    events.register(signing)
    events.register(signing)
    name = f"{staged.agreement.reference} Street lighting"
    assert days(feeds.make(by=staged.officer, at=NOW)) == {
        f"Sharing paused: {name}": f"{today:%Y%m%d}",
        f"Sign by: {name}": f"{today:%Y%m%d}",
        f"Review due: {name}": f"{today + dt.timedelta(days=40):%Y%m%d}",
        f"Last day: {name}": f"{today + dt.timedelta(days=60):%Y%m%d}",
    }


def test_what_did_not_change_is_not_sent_again(staged):
    secret = feeds.make(by=staged.officer, at=NOW)
    first = read(secret)
    again = read(secret, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    in_time.move(staged, 12)
    assert read(secret, if_none_match=first["ETag"]).status_code == 200


def test_the_feed_shows_what_the_person_may_see_now_and_leavers_nothing(staged):
    person = make_person("pat@police.example", staged.partner, [Role.READER])
    admin = User.objects.get(email=f"admin1@{staged.partner.slug}.example")
    secret = feeds.make(by=person, at=NOW)
    in_time.move(staged, 40)
    assert len(days(secret)) == 1
    people.remove(membership=Membership.objects.get(person=person), by=admin, at=timezone.now())
    assert read(secret).status_code == 404


def test_somebody_whose_account_is_closed_has_no_feed(staged):
    secret = feeds.make(by=staged.officer, at=NOW)
    staged.officer.is_active = False
    staged.officer.save()
    assert read(secret).status_code == 404


def test_who_sees_nothing_is_told_why(client, staged):
    stranger = make_person("stranger@example.org")
    entry.sign_in(client, stranger)
    assert "You belong to no organisation here" in client.get("/reviews/feed/").content.decode()
    assert client.post("/reviews/feed/", {"make": "first"}).status_code == 403
    with pytest.raises(Refused):
        feeds.make(by=stranger, at=NOW)
    assert not Feed.objects.exists()


@pytest.mark.parametrize("secret", ["x", "x" * 43, "A" * 5000, "-", "0"])
def test_guessing_finds_nothing_and_is_stopped(staged, secret, monkeypatch):
    monkeypatch.setattr(door, "MISSES", 2)
    assert [read(secret).status_code for _ in range(3)] == [404, 404, 429]


def test_a_program_that_asks_too_often_waits(staged, monkeypatch):
    monkeypatch.setattr(door, "READS", 2)
    secret = feeds.make(by=staged.officer, at=NOW)
    assert [read(secret).status_code for _ in range(3)] == [200, 200, 429]
    assert Client().post(f"/reviews/feed/{secret}.ics").status_code == 405


def test_a_read_is_written_down_once_an_hour(staged):
    feed = feeds.of_secret(feeds.make(by=staged.officer, at=NOW))
    feeds.note_read(feed=feed, at=NOW)
    feeds.note_read(feed=feed, at=NOW + dt.timedelta(minutes=59))
    assert Feed.objects.get().read_at == NOW
    feeds.note_read(feed=feed, at=NOW + dt.timedelta(hours=1))
    assert Feed.objects.get().read_at == NOW + dt.timedelta(hours=1)


def test_as_many_queries_for_many_agreements_as_for_one(staged, django_assert_max_num_queries):
    in_time.copies(staged, range(-5, 35))
    secret = feeds.make(by=staged.officer, at=NOW)
    with django_assert_max_num_queries(25):
        assert len(days(secret)) == 40 + 1
