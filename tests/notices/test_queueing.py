import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from foundation import jobs
from foundation.verdicts import Refused
from notices import services
from notices.choices import Choice, DigestTime, State
from notices.models import Notice

pytestmark = pytest.mark.django_db


def test_a_notice_is_written_with_its_words_and_its_message_id(tell, at, settings):
    notice = tell(about="Z1234567")
    assert notice.state == State.QUEUED
    assert notice.subject == "ICO registration for Essex County Council runs out on 9 April 2027"
    assert f"{settings.SITE_URL}/organisations/essex/" in notice.text
    assert notice.message_id.endswith(f"@{settings.MAIL_DOMAIN}>")
    assert (notice.created_at, notice.due_at, notice.not_before, notice.about) == (at, at, at, "Z1234567")


def test_the_same_event_tells_once(tell):
    assert tell().pk == tell(context={"organisation": "Another", "link": "/x/"}).pk
    assert Notice.objects.count() == 1


def test_a_key_twice_in_one_breath_tells_once(person, at):
    letters = [services.Letter(person, "twice", {"organisation": "Essex", "link": "/x/"})] * 2
    first, second = services.queue_many(kind="org.dpo_missing", letters=letters, at=at)
    assert first.pk == second.pk


def test_message_ids_differ_by_event_and_recipient(tell, admin):
    ids = {
        tell().message_id,
        tell(dedupe_key="ico:2").message_id,
        tell(dedupe_key="ico:3", recipient=admin).message_id,
    }
    assert len(ids) == 3


def test_no_act_no_message(tell):
    class Undone(Exception):
        pass

    def act():
        with transaction.atomic():
            tell()
            raise Undone

    with pytest.raises(Undone):
        act()
    assert not Notice.objects.exists()


def test_the_bell_rings_after_the_commit(tell, monkeypatch, django_capture_on_commit_callbacks):
    rung = []
    monkeypatch.setattr(jobs, "ring", lambda task, **kwargs: rung.append(task))
    with django_capture_on_commit_callbacks(execute=True):
        tell()
        assert rung == []
    assert rung == ["notices.deliver"]


def test_nothing_to_send_rings_nothing(tell, person, at, monkeypatch, django_capture_on_commit_callbacks):
    services.choose(by=person, choices={"org.ico_due": Choice.DAILY}, time=DigestTime.EARLY, at=at)
    with django_capture_on_commit_callbacks() as callbacks:
        tell()
    assert callbacks == []


@pytest.mark.parametrize(
    ("choice", "state", "moment"),
    [
        (Choice.IMMEDIATE, State.QUEUED, dt.datetime(2027, 3, 10, 12, 0, tzinfo=dt.UTC)),
        (Choice.DAILY, State.HELD, dt.datetime(2027, 3, 11, 9, 0, tzinfo=dt.UTC)),
        (Choice.WEEKLY, State.HELD, dt.datetime(2027, 3, 15, 9, 0, tzinfo=dt.UTC)),
        (Choice.OFF, State.OFF, dt.datetime(2027, 3, 10, 12, 0, tzinfo=dt.UTC)),
    ],
)
def test_a_choice_decides_when(tell, person, at, choice, state, moment):
    services.choose(by=person, choices={"org.ico_due": choice}, time=DigestTime.MORNING, at=at)
    notice = tell()
    assert (notice.state, notice.not_before, notice.choice) == (state, moment, choice)


def test_a_stored_choice_cannot_silence_what_is_compulsory(person, at):
    from notices.models import Preference

    Preference.objects.create(person=person, kind="account.role", choice=Choice.OFF)
    facts = {"headline": "can sign", "about_you": True, "by": "Ann", "organisation": "Essex", "link": "/x/"}
    notice = services.queue(kind="account.role", recipient=person, dedupe_key="r", context=facts, at=at)
    assert notice.state == State.QUEUED


def test_a_leaver_is_not_told_any_more(tell, person):
    person.is_active = False
    person.save()
    assert tell().state == State.CANCELLED


def test_something_for_later_waits(tell, at):
    later = at + dt.timedelta(days=2)
    notice = tell(not_before=later)
    assert (notice.due_at, notice.not_before) == (later, later)


@pytest.mark.parametrize(
    "address",
    [
        "a@b.uk\nBcc:x@evil.example",
        "a@b.uk\r\nBcc: x@evil.example",
        '"a b"@x.uk',
        "a@localhost",
        "a" * 250 + "@b.uk",
        "a@b.uk,c@d.uk",
        "a@b.uk;c@d.uk",
        "A <a@b.uk>",
        "a@b@c.uk",
        "",
    ],
)
def test_an_address_is_one_plain_address(tell, address, person):
    person.email = ""
    with pytest.raises(Refused, match="Enter an email address in the correct format"):
        tell(email=address)


def test_an_address_in_another_script_is_kept_in_ascii(tell):
    assert tell(email="a@пример.рф").email == "a@xn--e1afmkfd.xn--p1ai"


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_key_out_of_bounds_is_a_mistake(tell, key):
    with pytest.raises(ValueError, match="dedupe key"):
        tell(dedupe_key=key)


def test_telling_33_takes_as_many_queries_as_telling_one(at):
    people = [User(email=f"p{n}@council.example", full_name=f"Person {n}", password="!") for n in range(330)]
    people = User.objects.bulk_create(people)

    def tell_all(name, some):
        facts = {"organisation": "Essex", "link": "/x/"}
        letters = [services.Letter(person, f"{name}:{person.pk}", facts) for person in some]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            services.queue_many(kind="org.dpo_missing", letters=letters, at=at)
        return len([q for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    one, many = tell_all("one", people[:1]), tell_all("many", people[:33])
    assert many == one <= 4
    assert Notice.objects.count() == 34


def test_cancelling_takes_back_what_has_not_left(tell, at, person, deliver):
    sent = tell(dedupe_key="ico:1:sent")
    deliver()
    waiting = tell(dedupe_key="ico:1:waiting")
    services.choose(by=person, choices={"org.ico_due": Choice.DAILY}, time=DigestTime.EARLY, at=at)
    held = tell(dedupe_key="ico:1:held")
    others = [tell(dedupe_key="ICO:1:case"), tell(dedupe_key="ico:12")]
    assert services.cancel(dedupe_prefix="ico:1:", at=at) == 2
    states = {n.pk: n.state for n in Notice.objects.all()}
    assert (states[sent.pk], states[waiting.pk], states[held.pk]) == (State.ACCEPTED, State.CANCELLED, State.CANCELLED)
    assert {states[other.pk] for other in others} == {State.HELD}


def test_cancelling_everything_by_accident_is_a_mistake(at):
    with pytest.raises(ValueError):
        services.cancel(dedupe_prefix="", at=at)


def test_operators_are_told_each_or_their_common_address(db, at, settings):
    facts = {"minutes": 16, "waiting": 3, "last_error": ""}
    (alone,) = services.queue_for_operators(kind="ops.mail_stuck", dedupe_key="a", context=facts, at=at)
    assert (alone.recipient, alone.email) == (None, settings.OPERATOR_EMAIL)
    for number in range(2):
        User.objects.create_user(f"op{number}@portal.example", full_name=f"Op {number}", is_operator=True)
    both = services.queue_for_operators(kind="ops.mail_stuck", dedupe_key="b", context=facts, at=at)
    assert [notice.email for notice in both] == ["op0@portal.example", "op1@portal.example"]
