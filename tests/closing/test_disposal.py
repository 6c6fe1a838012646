"""Asking what happened to the data, and keeping what parties say (D-9, D-31, C-19, E-12)."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from accounts.roles import Role
from agreements import services as agreements
from agreements.choices import How
from agreements.services import moving
from agreements.workflow import Verb
from closing import sweeping
from closing.choices import DeadlineKind
from closing.disposal import Fate
from closing.models import Certificate, Deadline, Disposal, Outcome
from closing.services import deadlines
from closing.services import disposal as services
from foundation.verdicts import Refused
from parties.evidence import Content
from parties.services import evidence
from tests.closing import disposing
from tests.closing.disposing import AT, BY, DAY, TODAY
from tests.factories.parties import make_contact
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def _scene():
    made = disposing.in_force()
    disposing.end(made)
    return made


STAGE = _scene


def test_every_party_is_asked_once_for_what_it_holds(scene):
    assert [scene.disposal(party).holdings.count() for party in range(3)] == [0, 1, 1]
    assert scene.disposal(0).confirmed_at == AT  # it holds nothing that it received
    assert (scene.disposal(1).from_on, scene.disposal(1).confirm_by_on) == (TODAY, BY)
    assert services.open_disposals(at=AT + DAY) == 0
    assert Disposal.objects.count() == 3


def test_what_the_text_says_stays_with_the_row(scene):
    (held,) = scene.disposal(1).holdings.all()
    assert (held.data, held.planned) == ("Case files", Fate.DELETED)
    assert held.rule == "Delete it when sharing ends. Kept for 2 years"


def test_a_superseded_agreement_asks_nobody():
    scene = disposing.in_force()
    moving.move(scene.fresh(), Verb.SUPERSEDE, by=None, at=AT, version=scene.agreement.versions.get())
    assert services.open_disposals(at=AT) == 0


def test_a_party_that_leaves_is_asked_alone_and_not_again_at_the_end():
    scene = disposing.in_force()
    disposing.leave(scene, 2)
    assert [row.organisation for row in Disposal.objects.all()] == [scene.organisations[2]]
    assert scene.disposal(2).left
    disposing.end(scene, AT + DAY)
    assert Disposal.objects.filter(left=True).count() == 1
    assert Disposal.objects.count() == 3


def test_email_36_goes_to_every_party_with_what_it_still_has_to_do(scene):
    told = {email: subject for email, subject, _ in disposing.mail()}
    assert told["dpo@council-001.example"].startswith("Early help ended on 20 November 2026. Confirm what happens to")
    assert told["dpo@council-001.example"].endswith("to the data by 20 December 2026")
    assert told["dpo@council-000.example"] == "Early help ended on 20 November 2026"
    assert len(told) == 3


def test_the_data_protection_officer_hears_and_nobody_who_is_gone():
    scene = disposing.in_force()
    make_contact(scene.organisations[1], email="officer@one.example")
    gone = scene.reviewers[2]
    gone.is_active = False
    gone.save()
    disposing.end(scene)
    told = {email for email, _, _ in disposing.mail()}
    assert {"officer@one.example", "dpo@council-001.example"} <= told
    assert gone.email not in told


def test_officers_hear_where_nobody_reviews():
    scene = disposing.in_force(2, staffed=1)
    make_person("ig@one.example", scene.organisations[1], [Role.IG_OFFICER])
    make_person("admin@one.example", scene.organisations[1], [Role.ADMINISTRATOR])
    disposing.end(scene)
    assert [email for email, _, _ in disposing.mail() if "one" in email] == ["ig@one.example"]


@pytest.mark.parametrize("fate", [Fate.DELETED, Fate.RETURNED, Fate.ANONYMISED, Fate.ARCHIVED])
def test_a_party_says_what_happened_when_and_how(scene, fate):
    (made,) = disposing.confirm(scene, 1, disposing.said(fate, on=TODAY - DAY))
    row = Outcome.objects.get(pk=made.pk)
    assert (row.fate, row.on, row.method, row.by) == (fate, TODAY - DAY, "Overwritten", scene.reviewers[1])
    assert scene.disposal(1).confirmed_at == AT


def test_data_is_kept_only_on_a_documented_lawful_basis(scene):
    """D-9."""
    for words, reason in (
        (disposing.kept(basis="  "), "Say on which lawful basis it is kept."),
        (disposing.kept(review_on=None), "Say when you look at it again."),
        (disposing.kept(review_on=TODAY), "The day to look again must be in the future, and within ten years."),
    ):
        with pytest.raises(Refused, match=reason):
            disposing.confirm(scene, 1, words)
    (row,) = disposing.confirm(scene, 1, disposing.kept())
    assert (row.basis, row.review_on) == ("Children Act 1989, section 17", dt.date(2027, 11, 20))


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"on": TODAY + DAY}, "must be today or in the past"),
        ({"on": dt.date(1989, 12, 31)}, "must be today or in the past"),
        ({"method": " "}, "Say how it was done."),
    ],
)
def test_what_cannot_be_true_is_refused(scene, more, reason):
    with pytest.raises(Refused, match=reason):
        disposing.confirm(scene, 1, disposing.said(**more))


def test_nobody_speaks_for_another_party(scene):
    for person in (scene.officer, scene.reader, scene.outsider, scene.reviewers[2]):
        with pytest.raises(Refused, match="Only reviewers, data protection officers"):
            disposing.confirm(scene, 1, by=person)


def test_a_party_confirms_its_own_rows_only(scene):
    theirs = [one.pk for one in scene.disposal(2).holdings.all()]
    for holdings in (theirs, [], [10**9]):
        with pytest.raises(Refused, match="Select what happened to which data"):
            disposing.confirm(scene, 1, holdings=holdings)


def test_of_two_who_confirm_at_once_one_wins_and_the_other_is_told(scene):
    disposing.confirm(scene, 1, seen=0)
    with pytest.raises(Refused, match="Somebody has confirmed this"):
        disposing.confirm(scene, 1, seen=0)
    assert Outcome.objects.count() == 1


def test_a_correction_is_another_row_and_the_first_stays(scene):
    (first,) = disposing.confirm(scene, 1)
    disposing.confirm(scene, 1, disposing.said(Fate.RETURNED), seen=first.pk, at=AT + DAY)
    assert [row.fate for row in Outcome.objects.order_by("pk")] == [Fate.DELETED, Fate.RETURNED]
    assert scene.disposal(1).confirmed_at == AT


@pytest.mark.parametrize("act", ["save", "delete"])
def test_the_database_itself_keeps_what_was_said(scene, act):
    (row,) = disposing.confirm(scene, 1)
    row.method = "Nothing happened"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        getattr(row, act)()


def test_a_file_of_another_organisation_is_refused(scene):
    file = evidence.keep(
        content=Content("log.pdf", "application/pdf", b"%PDF-"),
        organisation=scene.organisations[0],
        by=scene.officer,
        at=AT,
    )
    with pytest.raises(Refused, match="belongs to another organisation"):
        disposing.confirm(scene, 1, disposing.said(file=file))


def test_parties_are_chased_until_they_confirm(scene):
    days = Deadline.objects.filter(kind=DeadlineKind.DISPOSAL)
    assert {row.organisation for row in days} == set(scene.organisations[1:])
    late = AT.replace(year=2027, month=1, day=4)
    assert deadlines.remind_due(at=late) == 2
    reminders = [text for _, subject, text in disposing.mail() if "Overdue" in subject]
    assert len(reminders) == 2
    assert "That was due 15 days ago." in reminders[0]
    disposing.confirm(scene, 1, at=late)
    assert deadlines.remind_due(at=late + 7 * DAY) == 1
    assert [row.organisation for row in days.filter(settled_at=None)] == [scene.organisations[2]]


def test_a_certificate_is_wanted_when_all_have_confirmed_and_after_each_correction(scene):
    disposing.confirm(scene, 1)
    assert not Certificate.objects.exists()
    (last,) = disposing.confirm(scene, 2)
    assert Certificate.objects.get().through == last
    disposing.confirm(scene, 2, disposing.said(Fate.ARCHIVED), seen=last.pk)
    assert [row.number for row in Certificate.objects.order_by("number")] == [1, 2]


def test_whoever_leaves_alone_gets_a_certificate_of_its_own_while_the_others_go_on():
    scene = disposing.in_force()
    disposing.leave(scene, 2)
    assert not Certificate.objects.exists()
    (last,) = disposing.confirm(scene, 2)
    own = Certificate.objects.get()
    assert (own.through, own.disposal) == (last, scene.disposal(2))


def test_who_left_is_told_of_in_the_certificate_of_all_too():
    scene = disposing.in_force()
    disposing.leave(scene, 2)
    disposing.confirm(scene, 2)
    disposing.end(scene)
    disposing.confirm(scene, 1)
    alone, whole = Certificate.objects.order_by("number")
    assert (alone.disposal, whole.disposal) == (scene.disposal(2), None)
    disposing.confirm(scene, 2, disposing.said(Fate.ARCHIVED))
    assert [row.disposal for row in Certificate.objects.order_by("number")][2:] == [scene.disposal(2), None]


def test_the_sweep_asks_and_chases():
    scene = disposing.in_force()
    agreements.plan_end(agreement=scene.fresh(), on=TODAY, how=How.NOTICE, reason="Done.", by=scene.officer, at=AT)
    sweeping.once(at=AT)
    assert Disposal.objects.filter(agreement=scene.agreement, confirmed_at=None).count() == 2
    sweeping.once(at=AT.replace(year=2027, month=1, day=4))
    assert sum("Overdue" in subject for _, subject, _ in disposing.mail()) == 2


def test_one_that_fails_keeps_nobody_else_waiting(monkeypatch):
    scene = disposing.in_force()
    monkeypatch.setattr(services.rules, "held", lambda *_: 1 / 0)
    disposing.end(scene)
    assert not Disposal.objects.exists()
    monkeypatch.undo()
    assert services.open_disposals(at=AT) == 1


def test_a_hundred_parties_are_asked_in_one_go(django_assert_max_num_queries):
    scene = disposing.in_force(100, retention=[], ending=[])
    with django_assert_max_num_queries(700):  # a few for the day of each party, and no more
        disposing.end(scene)
    assert Disposal.objects.filter(confirmed_at=None).count() == 99
