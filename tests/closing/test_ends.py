"""An agreement ends by decision or by its own text, once; and those under it are warned (A-1, D-7)."""

import datetime as dt

import pytest

from agreements import circumstances
from agreements import services as agreements
from agreements.choices import Again, How, Status
from agreements.models import Agreement, Ending, Transition
from closing import querysets_ends
from closing.services import ends as services
from foundation.verdicts import Refused
from notices.models import Notice
from tests.closing import ending
from tests.closing.ending import AT, DAY, TODAY, told

pytestmark = pytest.mark.django_db
LATER = AT + DAY
END = dt.date(2027, 1, 1)
CONFIRM = dt.date(2027, 1, 31)
UNTIL_2026 = {"ends_on": "2026-12-31", "ongoing": False}


STAGE = ending.stage


def decide(scene, *, on=END, confirm_by=CONFIRM, at=LATER, by=None, reason="The grant has run out."):
    return services.decide_end(
        agreement=scene.agreement, on=on, confirm_by=confirm_by, reason=reason, by=by or scene.officer, at=at
    )


def refused(act) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return str(caught.value)


def at_noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)


def test_an_end_ahead_is_told_once_and_comes_true_on_the_day(scene):
    decide(scene)
    assert told("end.planned") == ["cyn@care.example", "dpo@police.example", "pat@police.example"]
    notice = Notice.objects.filter(kind="end.planned").first()
    assert notice.subject == "Street lighting ends on 1 January 2027"
    assert "> The grant has run out." in notice.text
    assert "by: 31 January 2027" in notice.text
    assert services.tell(at=LATER) == 0
    assert services.end_due(at=at_noon(END - DAY)) == 0
    assert services.end_due(at=at_noon(END)) == 1
    assert services.end_due(at=at_noon(END)) == 0
    assert scene.status == Status.ENDED
    move = Transition.objects.get(verb="end")
    assert (move.reason, move.by) == ("The grant has run out.", scene.officer)
    services.tell(at=at_noon(END))
    assert len(told("end.planned")) == 3


def test_an_end_today_ends_it_and_reviewers_wait_for_the_question_about_the_data(scene):
    decide(scene, on=LATER.date())
    assert scene.status == Status.ENDED
    assert told("end.planned") == ["cyn@care.example", "pat@police.example"]
    assert "ended on 21 November 2026" in Notice.objects.filter(kind="end.planned").first().subject


def test_by_its_own_text_it_ends_the_day_after_its_last_day():
    scene = ending.stage(term=UNTIL_2026)
    assert services.end_due(at=at_noon(dt.date(2026, 12, 31))) == 0
    assert services.end_due(at=at_noon(END)) == 1
    assert Ending.objects.get().how == How.DATE
    services.tell(at=at_noon(END))
    assert told("end.planned") == []
    assert scene.status == Status.ENDED


@pytest.mark.parametrize(
    ("on", "confirm_by", "why"),
    [
        (TODAY, CONFIRM, "today or later"),
        (dt.date(2199, 1, 1), dt.date(2199, 2, 1), "within five years"),
        (dt.date(1900, 1, 1), CONFIRM, "today or later"),
        (END, END - DAY, "confirm on the day of the end or later"),
        (END, dt.date(2199, 1, 1), "confirm on the day of the end or later"),
    ],
)
def test_days_that_cannot_be(scene, on, confirm_by, why):
    assert why in refused(lambda: decide(scene, on=on, confirm_by=confirm_by))
    assert not Ending.objects.exists()
    assert told("end.planned") == []


def test_not_before_it_starts_and_not_beyond_its_text():
    later = {"starts_on": "2026-12-10", "ends_on": "2027-06-30", "ongoing": False}
    scene = ending.stage(term=later)
    assert "before it starts" in refused(lambda: decide(scene, on=dt.date(2026, 12, 9)))
    assert "To go on for longer, change its text." in refused(
        lambda: decide(scene, on=dt.date(2027, 7, 2), confirm_by=dt.date(2027, 8, 1))
    )
    assert decide(scene, on=dt.date(2027, 7, 1), confirm_by=dt.date(2027, 8, 1)).pk


def test_only_the_lead_ends_it_with_a_reason_and_once(scene):
    assert "Only information governance officers" in refused(lambda: decide(scene, by=scene.police))
    assert "Say why it ends." in refused(lambda: decide(scene, reason=" "))
    decide(scene, on=LATER.date())
    assert "has not ended" in refused(lambda: decide(scene))


def test_a_new_day_takes_the_place_of_the_old_and_is_told(scene):
    decide(scene)
    decide(scene, on=END + 7 * DAY, at=LATER + DAY)
    assert Ending.objects.get().on == END + 7 * DAY
    assert len(told("end.planned")) == 6
    assert services.end_due(at=at_noon(END)) == 0


def test_called_off_it_goes_on_and_says_so(scene):
    decide(scene)
    services.call_off_end(agreement=scene.agreement, reason="A new grant.", by=scene.officer, at=LATER + DAY)
    assert told("end.planned") == []
    assert told("end.called_off") == ["cyn@care.example", "dpo@police.example", "pat@police.example"]
    assert services.end_due(at=at_noon(END)) == 0
    assert "No end has been decided." in refused(
        lambda: services.call_off_end(agreement=scene.agreement, reason="Again.", by=scene.officer, at=LATER)
    )
    assert len(told("end.called_off")) == 3


def test_an_end_that_came_cannot_be_called_off(scene):
    decide(scene, on=LATER.date())
    assert "No end has been decided." in refused(
        lambda: services.call_off_end(agreement=scene.agreement, reason="No.", by=scene.officer, at=LATER)
    )


def test_an_end_that_a_review_decided_is_told_by_the_next_sweep(scene):
    agreements.plan_end(
        agreement=scene.agreement, on=END, how=How.REVIEW, reason="No need.", by=scene.officer, at=LATER
    )
    assert told("end.planned") == []
    assert services.tell(at=LATER) == 1
    assert len(told("end.planned")) == 3
    assert "A review decided" in Notice.objects.filter(kind="end.planned").first().text
    assert services.tell(at=LATER) == 0


def test_one_that_fails_does_not_keep_the_others(scene, monkeypatch, caplog):
    second = ending.in_force(scene.officer, AT, identity=_named("Second"))
    decide(scene)
    services.decide_end(agreement=second, on=END, confirm_by=CONFIRM, reason="Both.", by=scene.officer, at=LATER)
    real = agreements.end

    def broken(*, agreement, at):
        if agreement.pk == scene.agreement.pk:
            raise RuntimeError("no database")
        return real(agreement=agreement, at=at)

    monkeypatch.setattr("closing.services.ends.agreements.end", broken)
    assert services.end_due(at=at_noon(END)) == 1
    assert "end failed" in caplog.text
    monkeypatch.undo()
    assert services.end_due(at=at_noon(END)) == 1


def _named(title: str, **more) -> dict:
    return {"title": title, "public_title": title, "owner": "essex"} | more


def _under(parent: Agreement, link: str = "parent") -> list[dict]:
    return [{"key": "up", "link": link, "title": parent.title, "reference": parent.reference, "state": "live"}]


def annex_of(scene, link="parent", **more) -> Agreement:
    return ending.in_force(
        scene.officer, AT, identity=_named("An annex"), related=_under(scene.agreement, link), **more
    )


@pytest.mark.parametrize("link", ["parent", "accord", "umbrella", "annex_of"])
def test_the_lead_of_an_annex_is_warned_once_when_its_parent_ends(scene, link):
    annex = annex_of(scene, link)
    decide(scene, on=LATER.date())
    assert ending.mail("end.parent") == [("ada@essex.example", "An agreement above An annex has ended")]
    assert scene.agreement.reference in Notice.objects.get(kind="end.parent").text
    services.tell(at=LATER + DAY)
    assert len(told("end.parent")) == 1
    annex.refresh_from_db()
    assert annex.status == Status.IN_FORCE


@pytest.mark.parametrize("link", ["related", "supersedes", "varies"])
def test_what_only_stands_beside_it_is_not_warned(scene, link):
    annex_of(scene, link)
    decide(scene, on=LATER.date())
    assert told("end.parent") == []


def test_an_end_by_the_text_warns_by_the_sweep():
    scene = ending.stage(term=UNTIL_2026)
    annex_of(scene)
    services.end_due(at=at_noon(END))
    assert services.tell(at=at_noon(END)) == 1
    assert len(told("end.parent")) == 1


def test_who_cannot_see_the_parent_learns_nothing_by_naming_its_reference(scene):
    names = {"parties": [ending.party("norwich", "Norwich City Council"), ending.party("care", "Care Analytics")]}
    flows = {"flows": [], "datasets": [], "retention": [], "end_of_sharing": [], "obligations": []}
    identity = {"title": "Spying", "public_title": "Spying", "owner": "norwich"}
    more = names | flows | {"identity": identity}
    ending.in_force(scene.outsider, AT, related=_under(scene.agreement), **more)
    decide(scene, on=LATER.date())
    assert told("end.parent") == []


def change(scene) -> Agreement:
    """A newer text takes its place, without new signatures."""
    new = agreements.open_variation(
        agreement=scene.agreement, reason="New lamps.", by=scene.officer, at=LATER
    ).agreement
    agreements.decide_who_signs(
        agreement=new, again=Again.NOBODY, parties=(), because="Only words.", by=scene.officer, at=LATER
    )
    agreements.freeze(agreement=new, by=scene.officer, at=LATER)
    agreements.adopt(agreement=new, by=scene.officer, at=LATER)
    assert scene.status == Status.SUPERSEDED
    return Agreement.objects.get(pk=new.pk)


def test_a_newer_version_of_the_parent_warns_and_names_it(scene):
    annex_of(scene)
    new = change(scene)
    assert services.tell(at=LATER) == 1
    assert [subject for _, subject in ending.mail("end.parent")] == ["An agreement above An annex was replaced"]
    assert new.reference in Notice.objects.get(kind="end.parent").text
    assert services.tell(at=LATER) == 0
    version = new.versions.get()
    assert [one.title for one in querysets_ends.annexes(version.document, Agreement.objects.all())] == ["An annex"]


def test_a_notice_and_a_pause_outlive_a_change_of_the_text(scene):
    services.give_notice(
        agreement=scene.agreement,
        organisation=scene.organisations["police"],
        leaves_on=END,
        reason="Enough.",
        by=scene.police,
        at=LATER,
    )
    services.pause(agreement=scene.agreement, from_on=LATER.date(), reason="A breach.", by=scene.officer, at=LATER)
    new = change(scene)
    services.tell(at=LATER)
    services.tell(at=LATER)
    assert new.suspensions.get(lifted_at=None).reason == "A breach."
    assert new.departures.get().leaves_on == END
    assert not scene.agreement.departures.exists()
    assert services.leave_due(at=at_noon(END)) == 1
    assert len(told("leave.left")) == 4  # of the newer text, and not again of the one that it replaced
    services.lift(agreement=new, reason="Mended.", by=scene.officer, at=at_noon(END))


def words_above(annex, person, today) -> tuple[str, ...]:
    version = annex.versions.get()
    return circumstances.of(annex, version.document, person, today).above


def test_the_annex_says_itself_that_its_parent_ends_or_has_ended(scene):
    annex = annex_of(scene)
    assert words_above(annex, scene.officer, TODAY) == ()
    decide(scene)
    assert words_above(annex, scene.officer, TODAY) == (
        "Street lighting faults (DSA-2026-0001), under which this agreement hangs, ends on 1 January 2027.",
    )
    services.end_due(at=at_noon(END))
    assert "ended on 1 January 2027" in words_above(annex, scene.officer, END)[0]
    assert words_above(annex, scene.outsider, END) == ()


def test_a_parent_that_the_portal_does_not_know_has_expired_by_the_words_of_the_text(scene):
    rows = [
        {"key": "a", "link": "parent", "title": "The 2018 memorandum", "ends_on": "2026-11-30", "state": "live"},
        {"key": "b", "link": "umbrella", "title": "The charter", "state": "expired"},
    ]
    annex = ending.in_force(scene.officer, AT, identity=_named("An annex"), related=rows)
    assert words_above(annex, scene.officer, dt.date(2026, 11, 30)) == (
        "The charter, under which this agreement hangs, has expired.",
    )
    assert words_above(annex, scene.officer, dt.date(2026, 12, 1))[0] == (
        "The 2018 memorandum, under which this agreement hangs, ended on 30 November 2026."
    )
