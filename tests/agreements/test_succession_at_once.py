"""Several workers carry on the same handover, or two handovers, at the same instant: nothing twice, nothing lost."""

import collections
import datetime as dt

import pytest

from agreements.models import Agreement, Handover, Party, Transition, Variation
from agreements.models.succession import HandoverItem
from agreements.services import succeeding
from agreements.succession import Fate, Passing
from foundation.verdicts import Refused
from notices.models import Notice
from parties.models import Membership
from parties.services import successions
from tests.agreements import succession_scene as made
from tests.agreements.succession_scene import AT
from tests.factories.parties import make_ready_organisation
from tests.signing import racing

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TIMES = 4
LATER = AT + dt.timedelta(minutes=1)


@pytest.fixture
def scene(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.CELERY_TASK_ALWAYS_EAGER = False
    return made.people_and_places()


def drafts(scene, count: int) -> list[Agreement]:
    return [made.draft(scene, identity={"title": f"Lamps {one}", "owner": "essex"}) for one in range(count)]


def confirmed(scene) -> Handover:
    made.end(scene, "merged")
    made.propose(scene)
    return made.confirm(scene)


def carry(handover: Handover):
    return lambda: succeeding.carry_on(handover=Handover.objects.get(pk=handover.pk), at=LATER)


def swept(handover: Handover) -> int:
    """How many agreements later passes moved, until nothing waits."""
    moved = 0
    while HandoverItem.objects.filter(handover=handover, state=Passing.WAITING).exists():
        moved += carry(handover)()
    carry(handover)()
    return moved


def moved_once(handover: Handover) -> None:
    """Each place has changed hands once in the record, and everybody heard once."""
    keys = collections.Counter(Notice.objects.values_list("dedupe_key", flat=True))
    people = collections.Counter(Notice.objects.filter(kind="succession.told").values_list("email", flat=True))
    assert keys
    assert set(keys.values()) == {1}
    assert set(people.values()) == {1}
    for item in HandoverItem.objects.filter(handover=handover):
        assert (item.state, item.reason) != (Passing.FAILED, "")
        changes = Party.history.filter(agreement=item.agreement, organisation=item.heir, history_type="~")
        assert changes.count() == (item.state == Passing.DONE), item
        assert item.history.filter(state=Passing.DONE).count() == (item.state == Passing.DONE)


def test_three_workers_move_each_agreement_once(scene):
    expected = {made.in_force(scene).pk} | {one.pk for one in drafts(scene, 3)} | {made.frozen(scene).pk}
    handover = confirmed(scene)
    answers = racing.at_once(*[carry(handover)] * 3)
    assert all(isinstance(answer, int) for answer in answers), answers
    # Whoever waited too long for a lock has left its agreement to the next pass, as the sweep does.
    assert sum(answers) + swept(handover) == len(expected)
    moved_once(handover)
    assert set(Party.objects.filter(organisation=scene.heir).values_list("agreement", flat=True)) == expected
    assert not Party.objects.filter(organisation=scene.old).exists()
    assert Transition.objects.filter(verb="unfreeze").count() == 1
    assert scene.handover.finished_at == LATER
    assert scene.handover.history.filter(history_change_reason="Begun").count() == 1
    assert scene.handover.history.filter(history_change_reason="Finished").count() == 1
    places = Membership.objects.filter(organisation=scene.heir).values_list("person", flat=True)
    assert len(places) == len(set(places))


def test_two_workers_open_one_text_to_be_signed_again(scene):
    agreement = made.in_force(scene)
    made.end(scene, "merged", to=[scene.cast.partner])
    made.propose(scene, scene.cast.partner)
    handover = made.confirm(scene)
    racing.at_once(carry(handover), carry(handover))
    swept(handover)
    item = scene.item(agreement)
    assert (item.state, item.fate) == (Passing.DONE, Fate.AGAIN)
    assert Variation.objects.count() == 1
    assert Notice.objects.filter(kind="succession.again").count() == 1


def test_two_bodies_of_the_same_agreements_become_one_on_the_same_day(scene):
    """As when districts and their county merge: each body has a handover of its own, in the hands of two workers."""
    drafts(scene, TIMES)
    handover = confirmed(scene)
    partner = scene.cast.partner
    end = {"how": "merged", "on": made.TODAY, "successors": [scene.heir], "by": scene.proposer, "at": AT}
    successions.end(organisation=partner, **end)
    succeeding.propose(organisation=partner, heir=scene.heir, by=scene.proposer, at=AT)
    other = succeeding.confirm(organisation=partner, by=scene.confirmer, at=AT)
    answers = racing.at_once(carry(handover), carry(other))
    assert sorted(map(type, answers), key=str) == [int, int], answers
    for one in (handover, other):
        swept(one)
    items = HandoverItem.objects.all()
    assert items.count() == 2 * TIMES
    assert collections.Counter(items.values_list("state", "fate")) == {("done", "written"): 2 * TIMES}
    assert set(Agreement.objects.values_list("parties__organisation", flat=True)) == {scene.heir.pk}
    assert not Handover.objects.filter(finished_at=None).exists()


def test_one_that_takes_it_back_and_one_that_begins_do_not_both_win(scene):
    (agreement,) = drafts(scene, 1)
    handover = confirmed(scene)
    _, answer = racing.at_once(
        carry(handover), lambda: succeeding.take_back(organisation=scene.old, by=scene.proposer, at=LATER)
    )
    has_begun = scene.handover.passed_at is not None
    assert isinstance(answer, Refused) is has_begun
    assert Party.objects.filter(agreement=agreement, organisation=scene.heir).exists() is has_begun


def test_an_agreement_that_begins_meanwhile_is_not_left_behind(scene):
    drafts(scene, 4)
    handover, other = confirmed(scene), make_ready_organisation("North Essex Council")
    assert other.pk
    racing.at_once(carry(handover), lambda: made.draft(scene, identity={"title": "Late lamps", "owner": "essex"}))
    carry(handover)()
    left = Agreement.objects.filter(title="Late lamps", parties__organisation=scene.cast.lead)
    assert not left.exists() or scene.handover.finished_at is not None
