"""A body ends while it still has to account for data: whoever follows it does (B-17)."""

import pytest

from closing.choices import DeadlineKind
from closing.models import Countdown, Deadline, Disposal
from closing.services import following, keeping
from tests.closing import disposing
from tests.closing.disposing import AT, TODAY
from tests.factories.parties import make_organisation

pytestmark = pytest.mark.django_db


def follow(scene, heir):
    following.moved(agreement=scene.agreement, before=scene.organisations[1], after=heir, by=scene.officer, at=AT)


def count(scene, at=AT):
    act = {"agreement": scene.agreement, "organisation": scene.organisations[1], "by": scene.reviewers[1]}
    return keeping.start(rule_key="kept", what="Extract of March", counted_from=TODAY, at=at, **act)


def test_what_is_counted_is_counted_for_the_heir():
    scene, heir = disposing.in_force(), make_organisation("Greater Council")
    row = count(scene)
    follow(scene, heir)
    assert Countdown.objects.get(pk=row.pk).organisation == heir
    assert Countdown.history.latest().history_change_reason == f"Passed on from {scene.organisations[1].legal_name}"
    assert Deadline.objects.get(kind=DeadlineKind.RETENTION).organisation == heir


def test_what_nobody_has_answered_is_asked_of_the_heir():
    scene, heir = disposing.in_force(), make_organisation("Greater Council")
    disposing.end(scene)
    follow(scene, heir)
    assert not Disposal.objects.filter(organisation=scene.organisations[1]).exists()
    asked = Disposal.objects.get(organisation=heir)
    assert asked.confirmed_at is None
    assert Deadline.objects.get(kind=DeadlineKind.DISPOSAL, organisation=heir).settled_at is None


def test_an_heir_that_is_asked_itself_is_not_asked_twice():
    scene = disposing.in_force()
    disposing.end(scene)
    follow(scene, scene.organisations[2])
    assert Disposal.objects.filter(organisation=scene.organisations[2]).count() == 1
    assert Disposal.objects.filter(organisation=scene.organisations[1]).count() == 1


def test_where_nobody_follows_nothing_moves():
    scene = disposing.in_force()
    row = count(scene)
    follow(scene, None)
    assert Countdown.objects.get(pk=row.pk).organisation == scene.organisations[1]
