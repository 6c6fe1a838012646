"""A party leaves by notice: given, taken back, come true on the day, and told (D-9)."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements import services as agreements
from agreements.choices import How
from agreements.models import Agreement, Departure
from closing.services import ends as services
from foundation.verdicts import Refused
from notices.models import Notice
from parties.models import Membership
from parties.services import people
from tests.closing import ending
from tests.closing.ending import AT, DAY, TODAY, told
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
LATER = AT + DAY
OUT = dt.date(2027, 2, 20)


STAGE = ending.stage


def give(scene, *, key="police", by=None, on=OUT, at=LATER, reason="We have no lamps any more."):
    return services.give_notice(
        agreement=scene.agreement,
        organisation=scene.organisations[key],
        leaves_on=on,
        reason=reason,
        by=by or scene.police,
        at=at,
    )


def refused(act) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return str(caught.value)


def at_noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)


def test_everybody_but_the_giver_is_told_and_the_lead_what_to_look_at(scene):
    give(scene)
    assert told("leave.notice") == ["ada@essex.example", "cyn@care.example", "dpo@police.example"]
    lead = Notice.objects.get(kind="leave.notice", email="ada@essex.example")
    other = Notice.objects.get(kind="leave.notice", email="cyn@care.example")
    assert lead.subject == "Essex Police leaves Street lighting on 20 February 2027"
    assert "3 months" in lead.text
    assert "> We have no lamps any more." in lead.text
    assert "/manage/" in lead.text
    assert "/manage/" not in other.text


def test_a_title_that_is_not_public_stands_in_no_subject(scene):
    scene.agreement.public_title = ""
    scene.agreement.save()
    give(scene)
    assert all("faults" not in subject for _, subject in ending.mail("leave.notice"))


@pytest.mark.parametrize(
    ("on", "why"),
    [
        (TODAY, "today or later"),
        (dt.date(2200, 1, 1), "within five years"),
        (dt.date(1900, 1, 1), "today or later"),
    ],
)
def test_days_that_cannot_be(scene, on, why):
    assert why in refused(lambda: give(scene, on=on))
    assert not Departure.objects.exists()
    assert not Notice.objects.filter(kind="leave.notice").exists()


def test_a_day_sooner_than_the_text_asks_for_is_for_people_to_settle(scene):
    assert give(scene, on=LATER.date()).leaves_on == LATER.date()


def test_nobody_leaves_after_the_end_by_text_or_by_decision(scene):
    agreements.plan_end(agreement=scene.agreement, on=OUT, how=How.NOTICE, reason="Done.", by=scene.officer, at=LATER)
    assert "The agreement itself ends by then" in refused(lambda: give(scene, on=OUT))
    assert give(scene, on=OUT - DAY)


def test_the_lead_cannot_leave_but_learns_what_it_can_do(scene):
    assert "It can end it." in refused(lambda: give(scene, key="essex", by=scene.officer))


def test_nobody_leaves_for_others_and_nobody_twice(scene):
    assert "Only information governance officers and signatories of Essex Police" in refused(
        lambda: give(scene, by=scene.care)
    )
    give(scene)
    assert "given notice already" in refused(lambda: give(scene, at=LATER + DAY))
    assert Departure.objects.count() == 1


def test_whoever_signs_for_a_party_may_give_its_notice(scene):
    assert give(scene, key="care", by=scene.care).organisation == scene.organisations["care"]


def test_one_that_has_ended_meanwhile_cannot_be_left(scene):
    services.decide_end(
        agreement=scene.agreement, on=TODAY + DAY, confirm_by=OUT, reason="Done.", by=scene.officer, at=LATER
    )
    assert "has not ended" in refused(lambda: give(scene))


def test_notice_is_taken_back_until_the_day(scene):
    row = give(scene)
    services.take_back_notice(departure=row, by=scene.police, at=LATER + DAY)
    assert told("leave.taken_back") == ["ada@essex.example", "cyn@care.example", "dpo@police.example"]
    assert told("leave.notice") == []  # it had not left yet, and says what is no longer true
    assert services.leave_due(at=at_noon(OUT)) == 0
    assert give(scene, at=LATER + 2 * DAY).pk != row.pk
    assert len(told("leave.notice")) == 3


def test_on_the_day_it_goes_once_and_everybody_is_told(scene):
    give(scene)
    assert services.leave_due(at=at_noon(OUT - DAY)) == 0
    assert services.leave_due(at=at_noon(OUT)) == 1
    assert services.leave_due(at=at_noon(OUT)) == 0
    assert len(told("leave.left")) == 4
    own = Notice.objects.get(kind="leave.left", email="pat@police.example")
    assert "can still read it" in own.text
    assert "> It keeps what it promised about data that it holds." in own.text
    assert "> Secrets stay secret." in own.text
    assert "Do not share data with it" in Notice.objects.get(kind="leave.left", email="cyn@care.example").text


def test_its_people_still_read_the_agreement_and_hear_no_more(scene):
    row = give(scene)
    services.leave_due(at=at_noon(OUT))
    assert Agreement.objects.visible_to(scene.police).filter(pk=scene.agreement.pk).exists()
    services.pause(
        agreement=scene.agreement, from_on=OUT + DAY, reason="A breach.", by=scene.officer, at=at_noon(OUT + DAY)
    )
    assert told("pause.started") == ["cyn@care.example"]
    row.refresh_from_db()
    assert "run out" in refused(lambda: services.take_back_notice(departure=row, by=scene.police, at=at_noon(OUT)))


def test_people_who_left_their_organisation_hear_nothing(scene):
    people.remove(membership=Membership.objects.get(person=scene.care), by=scene.care, at=AT)
    give(scene)
    assert "cyn@care.example" not in told("leave.notice")


def test_of_an_agreement_that_ended_first_nobody_is_told_that_one_left_it(scene):
    give(scene)
    services.decide_end(
        agreement=scene.agreement, on=LATER.date(), confirm_by=OUT, reason="Done.", by=scene.officer, at=LATER
    )
    assert services.leave_due(at=at_noon(OUT)) == 1
    assert told("leave.left") == []


def test_one_that_fails_does_not_keep_the_others(scene, monkeypatch, caplog):
    give(scene)
    give(scene, key="care", by=scene.care)
    real = agreements.leave

    def broken(*, departure, at):
        if departure.organisation == scene.organisations["police"]:
            raise RuntimeError("no database")
        return real(departure=departure, at=at)

    monkeypatch.setattr("closing.services.ends.agreements.leave", broken)
    assert services.leave_due(at=at_noon(OUT)) == 1
    assert "leave failed" in caplog.text
    monkeypatch.undo()
    assert services.leave_due(at=at_noon(OUT)) == 1


def at(scene, name, *parts):
    return reverse(f"closing:{name}", args=[scene.agreement.reference, *parts])


def parts(name: str, day: dt.date) -> dict[str, int]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


@pytest.fixture
def now():
    """In force since yesterday, as the pages see it."""
    return ending.stage(timezone.now() - DAY)


def test_the_effects_stand_before_the_question_and_nothing_happens_before_the_last_step(client, now):
    sign_in(client, now.police)
    shown = client.get(at(now, "leave_as", "essex-police")).content.decode()
    for words in ("Calls about lamps: Essex County Council would no longer get it", "kept for 2 years", "3 months"):
        assert words in shown
    assert shown.index("What its leaving does") < shown.index("When does it leave?")
    day = timezone.localdate() + DAY
    said = parts("leaves_on", day) | {"reason": "We have <no> lamps."}
    checked = client.post(at(now, "leave_as", "essex-police"), said)
    assert checked.status_code == 200
    assert not Departure.objects.exists()
    words = checked.content.decode()
    assert "An earlier day needs the agreement of the other parties." in words
    assert "We have &lt;no&gt; lamps." in words
    changed = client.post(at(now, "leave_as", "essex-police"), said | {"change": "yes"})
    assert "We have &lt;no&gt; lamps." in changed.content.decode()
    done = client.post(at(now, "leave_as", "essex-police"), said | {"confirm": "yes"}, follow=True)
    assert Departure.objects.get().leaves_on == day
    assert "The other parties are told." in done.content.decode()
    assert "Essex Police" in done.content.decode()


def test_a_day_late_enough_is_not_flagged(client, now):
    sign_in(client, now.police)
    said = parts("leaves_on", timezone.localdate() + 120 * DAY) | {"reason": "Enough."}
    assert "An earlier day" not in client.post(at(now, "leave_as", "essex-police"), said).content.decode()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (("31", "2", "2027"), "must be a real date"),
        (("", "", ""), "Enter the day it leaves"),
        (("1", "1", "2020"), "must be on or after"),
        (("31", "12", "9999"), "must be on or before"),
        (("1", "1", "99999"), "Year must include 4 numbers"),
    ],
)
def test_what_was_typed_stays_beside_what_is_wrong(client, now, day, words):
    sign_in(client, now.police)
    said = dict(zip(("leaves_on_day", "leaves_on_month", "leaves_on_year"), day, strict=True))
    answer = client.post(at(now, "leave_as", "essex-police"), said | {"reason": "Typed with care."})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Typed with care." in answer.content.decode()


def test_who_may_not_reads_why_and_the_typed_words_stay(client, now):
    sign_in(client, now.care)
    assert "Only information governance officers and signatories of Essex Police" in (
        client.get(at(now, "leave_as", "essex-police")).content.decode()
    )
    said = parts("leaves_on", timezone.localdate() + DAY) | {"reason": "Not mine to say.", "confirm": "yes"}
    answer = client.post(at(now, "leave_as", "essex-police"), said)
    assert answer.status_code == 422
    assert "Not mine to say." in answer.content.decode()
    assert not Departure.objects.exists()


def test_what_is_no_party_is_not_there(client, now):
    sign_in(client, now.police)
    assert client.get(at(now, "leave_as", "norwich-city-council")).status_code == 404
    sign_in(client, now.outsider)
    assert client.get(at(now, "leave")).status_code == 404
    assert client.post(at(now, "take_back", "essex-police")).status_code == 404


def test_two_colleagues_at_once_give_one_notice_and_the_second_reads_so(client, now):
    sign_in(client, now.police)
    said = parts("leaves_on", timezone.localdate() + DAY) | {"reason": "Enough.", "confirm": "yes"}
    assert client.post(at(now, "leave_as", "essex-police"), said).status_code == 302
    second = client.post(at(now, "leave_as", "essex-police"), said)
    assert second.status_code == 422
    assert "has given notice already" in second.content.decode()


def test_taking_it_back_on_the_page_and_once_too_often(client, now):
    sign_in(client, now.police)
    said = parts("leaves_on", timezone.localdate() + DAY) | {"reason": "Enough.", "confirm": "yes"}
    client.post(at(now, "leave_as", "essex-police"), said)
    assert "Take the notice back" in client.get(at(now, "leave_as", "essex-police")).content.decode()
    assert "Take the notice back" in client.get(at(now, "take_back", "essex-police")).content.decode()
    client.post(at(now, "take_back", "essex-police"))
    assert Departure.objects.get().taken_back_at
    assert client.post(at(now, "take_back", "essex-police")).status_code == 302
    assert len(told("leave.taken_back")) == 3
