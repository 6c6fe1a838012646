"""The pages of a succession: one person proposes, another confirms, and what they read."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from agreements.choices import Status
from agreements.models import Agreement
from agreements.models.succession import Handover
from agreements.services import succeeding
from agreements.succession import Passing
from foundation.verdicts import Refused
from notices.models import Notice
from parties.services import successions
from tests.agreements import succession_scene as made
from tests.agreements.succession_scene import AT, DAY, TODAY
from tests.drafting import scene as drafting
from tests.factories.parties import make_organisation, make_ready_organisation
from tests.factories.people import make_operator, make_person, sign_in

pytestmark = pytest.mark.django_db
NOW = timezone.now


STAGE = made.people_and_places


def url(scene, name="succession", *more):
    return reverse(f"agreements:{name}", args=[scene.old.slug, *more])


def read(client, person, address, status=200):
    response = sign_in(client, person).get(address)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def post(client, person, address, **values):
    return sign_in(client, person).post(address, values, follow=True)


def test_the_whole_way_from_a_proposal_to_the_last_agreement(client, scene):
    agreement = made.draft(scene)
    made.end(scene, on=timezone.localdate(NOW()))
    page = read(client, scene.proposer, url(scene))
    assert "Nothing has moved yet" in page
    assert "The text comes to name Greater Essex Council in place of Essex County Council." in page
    page = post(client, scene.proposer, url(scene, "succession_propose")).content.decode()
    assert "Somebody else has to confirm it" in page
    assert sorted(Notice.objects.filter(kind="succession.confirm").values_list("email", flat=True)) == [
        "admin1@greater-essex-council.example",
        "admin2@greater-essex-council.example",
        "second@portal.example",
    ]
    assert "This cannot be undone" in read(client, scene.receiver, url(scene, "succession_confirm"))
    page = post(client, scene.receiver, url(scene, "succession_confirm")).content.decode()
    assert "It begins in a moment" in page
    succeeding.sweep(at=NOW())
    page = read(client, scene.receiver, url(scene))
    assert "Everything has passed on" in page
    assert f'<a class="govuk-link" href="{agreement.get_absolute_url()}"' in page  # an administrator may read it now
    assert made.fresh(agreement).lead == scene.heir


def test_nobody_confirms_what_they_proposed(client, scene):
    made.end(scene)
    made.propose(scene)
    assert "somebody else has to confirm it" in read(client, scene.proposer, url(scene, "succession_confirm"), 403)
    with pytest.raises(Refused, match="You proposed this yourself"):
        made.confirm(scene, scene.proposer)


def test_two_people_confirm_at_once_and_one_of_them_is_told(scene):
    made.end(scene)
    made.propose(scene)
    made.confirm(scene, scene.receiver)
    with pytest.raises(Refused, match="confirmed this on 20 November 2026"):
        made.confirm(scene, scene.confirmer)
    assert scene.handover.confirmed_by == scene.receiver


def test_only_those_concerned_see_it_and_only_some_act(client, scene):
    made.end(scene)
    made.propose(scene)
    outsider = User.objects.get(email="admin1@essex-police.example")
    own = User.objects.get(email="admin1@essex-county-council.example")
    assert "administrators of the organisations concerned" in read(client, outsider, url(scene), 403)
    assert "Go on to confirm" not in read(client, own, url(scene))
    read(client, own, url(scene, "succession_confirm"), 403)
    read(client, scene.receiver, url(scene, "succession_propose"), 403)
    with pytest.raises(Refused, match="or an administrator of whoever takes over"):
        made.confirm(scene, own)


def test_until_the_day_comes_it_can_be_taken_back_and_then_no_more(scene):
    made.end(scene, on=TODAY + 10 * DAY)
    made.propose(scene)
    made.confirm(scene)
    succeeding.take_back(organisation=scene.old, by=scene.proposer, at=AT + DAY)
    assert succeeding.sweep(at=AT + 11 * DAY) == 0
    assert scene.handover.passed_at is None
    made.propose(scene, at=AT + 11 * DAY)
    made.confirm(scene, at=AT + 11 * DAY)
    succeeding.sweep(at=AT + 11 * DAY)
    with pytest.raises(Refused, match="It has begun"):
        succeeding.take_back(organisation=scene.old, by=scene.proposer, at=AT + 11 * DAY)


def test_who_cannot_see_an_agreement_reads_its_public_title_alone(client, scene):
    agreement = made.in_force(scene)
    made.end(scene, "merged", to=[scene.cast.partner])
    page = read(client, scene.proposer, url(scene))
    assert "Street lighting" in page
    assert "Street lighting faults" not in page
    assert agreement.get_absolute_url() not in page
    assert "The change is more than a name." in page
    page = read(client, User.objects.get(email="admin1@essex-police.example"), url(scene))
    assert "Street lighting faults" in page
    assert "supplies or receives data" in page


def test_what_stands_in_the_way_is_listed_and_confirming_says_so(client, scene):
    made.out_for_signature(scene)
    made.end(scene)
    made.propose(scene)
    page = read(client, scene.confirmer, url(scene))
    assert "What stands in the way" in page
    assert "It moves once everyone has signed, or once Essex County Council takes it back." in page
    page = read(client, scene.confirmer, url(scene, "succession_confirm"))
    assert "1 agreement cannot be moved yet" in page
    assert "<button" not in page.partition("<main")[2].partition("</main")[0]


def test_several_heirs_are_chosen_between_for_each_agreement(client, scene):
    agreement = made.draft(scene)
    other = make_ready_organisation("North Essex Council")
    made.end(scene, "abolished", to=[scene.heir, other])
    address = url(scene, "succession_choose", agreement.reference)
    assert "Choose for" in read(client, scene.proposer, url(scene))
    page = post(client, scene.proposer, address).content.decode()
    assert "Select who takes its place" in page
    post(client, scene.proposer, address, who=other.slug)
    assert scene.item(agreement).heir == other
    page = post(client, scene.proposer, url(scene, "succession_propose"), who=scene.heir.slug).content.decode()
    assert "North Essex Council" in page
    assert scene.handover.heir == scene.heir
    read(client, scene.proposer, address, 403)
    post(client, scene.proposer, url(scene, "succession_take_back"))
    read(client, scene.proposer, address)


def test_there_is_nothing_to_choose_after_a_merger(client, scene):
    agreement = made.draft(scene)
    made.end(scene, "merged")
    page = read(client, scene.proposer, url(scene, "succession_choose", agreement.reference), 403)
    assert "there is nothing to choose" in page
    with pytest.raises(Refused, match="Choose who Essex County Council becomes part of"):
        succeeding.propose(organisation=scene.old, heir=None, by=scene.proposer, at=AT)


def test_a_successor_that_ends_too_is_no_successor(client, scene):
    made.end(scene)
    made.propose(scene)
    successions.end(organisation=scene.heir, how="abolished", on=TODAY, successors=[], by=scene.proposer, at=AT)
    with pytest.raises(Refused, match="has ended too"):
        made.confirm(scene)
    assert "Nobody who is still there follows Essex County Council" in read(client, scene.proposer, url(scene))


def test_an_organisation_that_goes_on_has_nothing_to_pass_on(client, scene):
    page = read(client, scene.proposer, url(scene))
    assert "Record first that Essex County Council is renamed, merged or abolished." in page
    with pytest.raises(Refused, match="Record first"):
        made.propose(scene)


def test_an_agreement_of_others_is_none_of_its_business(scene):
    other = make_organisation("North Essex Council")
    made.end(scene, "abolished", to=[scene.heir, other])
    foreign = drafting.draft().agreement
    with pytest.raises(Refused, match="has no place in this agreement"):
        succeeding.choose(organisation=scene.old, agreement=foreign, heir=other, by=scene.proposer, at=AT)


def test_what_could_not_be_moved_is_tried_again_by_hand(client, scene):
    agreement = made.draft(scene)
    made.end(scene, on=timezone.localdate(NOW()) - DAY)
    made.propose(scene)
    made.confirm(scene)
    Agreement.objects.filter(pk=agreement.pk).update(status=Status.SIGNING)
    succeeding.sweep(at=NOW())
    page = read(client, scene.proposer, url(scene))
    assert "0 of 1 agreements have passed on" in page
    assert "It is out for signature." in page
    Agreement.objects.filter(pk=agreement.pk).update(status=Status.DRAFT)
    page = post(client, scene.proposer, url(scene, "succession_again")).content.decode()
    assert "It is tried again in a moment." in page
    assert scene.item(agreement).state == Passing.WAITING
    succeeding.sweep(at=NOW())
    assert "Everything has passed on" in read(client, scene.proposer, url(scene))


@pytest.mark.parametrize("count", [2, 40])
def test_the_page_asks_as_much_for_many_agreements_as_for_few(client, scene, count, django_assert_max_num_queries):
    for number in range(count):
        made.draft(scene, identity={"title": f"Lamps {number}", "owner": "essex"})
    made.end(scene, on=timezone.localdate(NOW()) - DAY)
    made.propose(scene)
    sign_in(client, scene.proposer)
    client.get(url(scene))
    with django_assert_max_num_queries(25):
        page = client.get(url(scene)).content.decode()
    assert f"of {count} agreements" in page


def test_an_agreement_of_33_parties_passes_like_a_small_one(scene, django_assert_max_num_queries):
    draft = drafting.draft(33)
    lead = draft.organisations[0]
    successions.end(organisation=lead, how="merged", on=TODAY, successors=[scene.heir], by=make_operator(), at=AT)
    handover = succeeding.propose(organisation=lead, heir=scene.heir, by=scene.proposer, at=AT)
    succeeding.confirm(organisation=lead, by=scene.confirmer, at=AT)
    make_person("ig@b7.example", draft.organisations[7], [Role.IG_OFFICER])
    handover = Handover.objects.get(pk=handover.pk)
    with django_assert_max_num_queries(160):
        assert succeeding.carry_on(handover=handover, at=AT + dt.timedelta(hours=1)) == 1
    assert made.fresh(draft.agreement).lead == scene.heir
    assert Notice.objects.filter(kind="succession.told", email="ig@b7.example").count() == 1
