import datetime as dt

import pytest

from accounts.models import User
from notices import delivery, letter, mailbox, services
from notices.choices import Choice, DigestTime, State
from notices.models import Notice
from notices.services import digesting
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
FACTS = {"organisation": "Essex County Council", "link": "/organisations/essex/"}


@pytest.fixture
def prefers(person, at):
    """Set the person's choice for a kind."""

    def choose(choice, kind="org.ico_due", time=DigestTime.EARLY):
        services.choose(by=person, choices={kind: choice}, time=time, at=at)

    return choose


def test_nothing_to_say_nothing_sent(prefers, at):
    prefers(Choice.DAILY)
    assert services.write_digests(at=at + dt.timedelta(days=30)) == 0
    assert not Notice.objects.exists()


def test_a_digest_gathers_what_waited(prefers, person, tell, at, settings):
    prefers(Choice.DAILY)
    prefers(Choice.DAILY, "org.dpo_missing")
    held = [tell(dedupe_key=f"ico:{n}") for n in range(2)]
    held.append(services.queue(kind="org.dpo_missing", recipient=person, dedupe_key="dpo", context=FACTS, at=at))
    due = held[0].not_before
    assert services.write_digests(at=due - dt.timedelta(seconds=1)) == 0
    assert services.write_digests(at=due) == 1
    digest = Notice.objects.get(kind="digest.daily")
    assert digest.subject == "Your agreements: 1 missing data protection officer, 2 registrations ending"
    assert digest.text.count(f"\n  {settings.SITE_URL}/organisations/essex/") == 3
    assert {(n.state, n.digest_id) for n in Notice.objects.exclude(pk=digest.pk)} == {(State.DIGESTED, digest.pk)}
    assert services.write_digests(at=due + dt.timedelta(days=1)) == 0


def test_a_digest_is_well_shaped_and_lets_people_leave(prefers, tell, settings):
    prefers(Choice.DAILY)
    services.write_digests(at=tell().not_before)
    digest = Notice.objects.get(kind="digest.daily")
    shapes = [block.shape for block in letter.blocks(digest.text, site=settings.SITE_URL)]
    assert shapes[:4] == ["paragraph", "paragraph", "heading", "items"]
    mail = delivery.message(digest)
    assert mail.extra_headers["List-Unsubscribe"] == f"<{settings.SITE_URL}/account/notifications/>"
    assert mailbox.html_words(mail.alternatives[0].content) == letter.words_of(digest.text)


def test_one_person_one_email_even_when_both_rhythms_meet(prefers, tell, person, at):
    prefers(Choice.DAILY)
    prefers(Choice.WEEKLY, "org.dpo_missing")
    friday = dt.datetime(2027, 3, 14, 12, tzinfo=dt.UTC)
    tell(at=friday)
    services.queue(kind="org.dpo_missing", recipient=person, dedupe_key="dpo", context=FACTS, at=friday)
    assert services.write_digests(at=dt.datetime(2027, 3, 15, 7, 30, tzinfo=dt.UTC)) == 1
    assert Notice.objects.filter(kind__startswith="digest.").get().kind == "digest.daily"


def test_a_weekly_digest_comes_on_monday(prefers, tell):
    prefers(Choice.WEEKLY)
    moment = tell().not_before
    assert moment == dt.datetime(2027, 3, 15, 7, 30, tzinfo=dt.UTC)
    services.write_digests(at=moment)
    assert Notice.objects.get(kind__startswith="digest.").kind == "digest.weekly"


@pytest.mark.parametrize(
    ("told_at", "first_pass"),
    [
        # The clocks go forward on 28 March 2027 at 1am UTC, and back on 31 October at 1am UTC.
        (dt.datetime(2027, 3, 27, 20, tzinfo=dt.UTC), dt.datetime(2027, 3, 28, 6, 30, tzinfo=dt.UTC)),
        (dt.datetime(2027, 10, 30, 20, tzinfo=dt.UTC), dt.datetime(2027, 10, 31, 7, 30, tzinfo=dt.UTC)),
    ],
)
def test_over_a_clock_change_the_digest_comes_once_and_at_half_past_seven(prefers, tell, told_at, first_pass):
    prefers(Choice.DAILY)
    tell(at=told_at)
    written = []
    moment = told_at
    while moment < told_at + dt.timedelta(hours=30):
        if services.write_digests(at=moment):
            written.append(moment)
        moment += dt.timedelta(minutes=10)
    assert written == [first_pass]


def test_a_scheduler_that_slept_makes_it_late_not_lost(prefers, tell):
    prefers(Choice.DAILY)
    moment = tell().not_before
    assert services.write_digests(at=moment + dt.timedelta(days=3)) == 1


def test_what_commits_after_its_digest_comes_in_the_next(prefers, tell, at):
    prefers(Choice.DAILY)
    moment = tell().not_before
    services.write_digests(at=moment)
    straggler = tell(dedupe_key="straggler")
    assert straggler.not_before == moment
    assert services.write_digests(at=moment + dt.timedelta(minutes=10)) == 1
    assert Notice.objects.filter(kind="digest.daily").count() == 2


def test_a_leaver_gets_no_digest(prefers, tell, person):
    prefers(Choice.DAILY)
    held = tell()
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert services.write_digests(at=held.not_before) == 0
    held.refresh_from_db()
    assert held.state == State.CANCELLED


def test_one_digest_that_cannot_be_written_does_not_cost_others_theirs(prefers, tell, person, at, monkeypatch):
    other = make_person("second@essex.example")
    services.choose(by=other, choices={"org.ico_due": Choice.DAILY}, time=DigestTime.EARLY, at=at)
    prefers(Choice.DAILY)
    moment = tell().not_before
    services.queue(kind="org.ico_due", recipient=other, dedupe_key="other", context=FACTS, at=at)
    whole = digesting.summary

    def summary(entries):
        if entries[0].recipient_id == person.pk:
            raise LookupError("a kind that is gone")
        return whole(entries)

    monkeypatch.setattr(digesting, "summary", summary)
    assert services.write_digests(at=moment) == 1
    assert Notice.objects.get(kind="digest.daily").recipient == other
    monkeypatch.undo()
    assert services.write_digests(at=moment) == 1
