"""What passes beside the agreements: people, contacts, groups; and what ends, since a body alone can give it (B-17)."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts import access
from accounts.models import User
from accounts.roles import OrgPermission, Role
from agreements.models import Agreement
from foundation.verdicts import Refused
from notices.models import Notice
from parties.choices import ContactRole, MembershipState
from parties.models import Authority, Contact, Mandate, Membership, MembershipOffer, Organisation
from parties.policies import people as people_policies
from parties.services import collectives, invitations, passing_on, people, successions
from tests.agreements import succession_scene as made
from tests.agreements.succession_scene import AT, DAY, TODAY
from tests.factories.parties import make_contact, make_organisation
from tests.factories.people import make_operator, make_person
from tests.signing import scene as signing

pytestmark = pytest.mark.django_db


STAGE = made.people_and_places


def pass_on(scene, heir=None, at=AT):
    return passing_on.pass_on(organisation=scene.old, heir=heir or scene.heir, by=scene.confirmer, at=at)


def roles(person: User, organisation: Organisation) -> set[Role]:
    place = Membership.objects.filter(person=person, organisation=organisation, state="active").first()
    return set(people_policies.roles_of(place)) if place else set()


def may(person: User, permission: OrgPermission, organisation: Organisation) -> bool:
    return access.holds(User.objects.get(pk=person.pk), permission, organisation)


def test_people_move_with_their_roles_and_lose_the_old_place(scene):
    officer = scene.cast.officer
    made.end(scene)
    moved = pass_on(scene)
    assert officer.pk in {place.person_id for place in moved}
    assert (roles(officer, scene.heir), roles(officer, scene.old)) == ({Role.IG_OFFICER}, set())
    assert may(officer, OrgPermission.DRAFT, scene.heir)
    assert not may(officer, OrgPermission.VIEW_AGREEMENTS, scene.old)
    place = Membership.objects.get(person=officer, organisation=scene.old)
    assert (place.state, place.history.latest("history_id").history_change_reason) == (
        MembershipState.LEFT,
        "Essex County Council became Greater Essex Council",
    )


def test_somebody_who_is_there_already_has_the_roles_of_both(scene):
    make_person("ig@essex.example", scene.heir, [Role.READER])
    made.end(scene)
    pass_on(scene)
    assert roles(scene.cast.officer, scene.heir) == {Role.IG_OFFICER, Role.READER}


def test_suspended_people_and_closed_accounts_stay_behind(scene):
    away = made.someone(scene, "away@essex.example", Role.IG_OFFICER)
    gone = made.someone(scene, "gone@essex.example")
    administrator = User.objects.get(email="admin1@essex-county-council.example")
    people.suspend(membership=Membership.objects.get(person=away), by=administrator, at=AT)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    made.end(scene)
    assert passing_on.estate(scene.old, scene.heir, at=AT).suspended == 1
    pass_on(scene)
    assert roles(away, scene.heir) == roles(gone, scene.heir) == set()


def test_it_happens_once(scene):
    made.end(scene)
    assert pass_on(scene)
    before = Membership.history.count()
    assert pass_on(scene) == []
    assert Membership.history.count() == before


def test_open_invitations_are_withdrawn(scene):
    administrator = User.objects.get(email="admin1@essex-county-council.example")
    invitations.invite(
        organisation=scene.old,
        email="new@essex.example",
        full_name="New Person",
        roles=[Role.READER],
        by=administrator,
        at=AT,
    )
    made.end(scene)
    pass_on(scene)
    assert not MembershipOffer.objects.open_at(AT + DAY).filter(organisation=scene.old).exists()


def test_a_contact_moves_where_nobody_holds_its_office(scene):
    make_contact(scene.old, ContactRole.SIRO, name="Sam Siro")
    made.end(scene)
    pass_on(scene)
    assert Contact.objects.get(name="Sam Siro").organisation == scene.heir
    assert Contact.objects.filter(organisation=scene.heir, role=ContactRole.DPO).count() == 1
    assert Contact.objects.filter(organisation=scene.old, role=ContactRole.DPO).count() == 1


def test_its_place_in_a_group_passes_on_the_day(scene):
    group = collectives.create(
        name="Eastern bodies", description="", owner=scene.old, convener=None, by=scene.proposer, at=AT
    )
    start = TODAY - 90 * DAY
    collectives.add_members(
        collective=group, organisations=[scene.old, scene.cast.partner], starts_on=start, by=scene.proposer, at=AT
    )
    made.end(scene)
    pass_on(scene)
    group.refresh_from_db()
    assert group.owner == scene.heir
    assert set(group.members_on(TODAY)) == {scene.heir, scene.cast.partner}
    assert set(group.members_on(TODAY - DAY)) == {scene.old, scene.cast.partner}


def test_two_members_that_become_one_are_one_member(scene):
    group = collectives.create(
        name="Eastern bodies", description="", owner=scene.heir, convener=None, by=scene.proposer, at=AT
    )
    collectives.add_members(
        collective=group, organisations=[scene.old, scene.heir], starts_on=TODAY, by=scene.proposer, at=AT
    )
    made.end(scene)
    pass_on(scene)
    assert list(group.members_on(TODAY + DAY)) == [scene.heir]


def test_authority_ends_and_does_not_pass(scene):
    made.end(scene)
    pass_on(scene)
    authority = Authority.objects.get(person=scene.cast.first)
    assert timezone.localdate(authority.ended_at) == TODAY
    assert authority.end_reason == "Essex County Council became Greater Essex Council"
    assert not Authority.objects.filter(organisation=scene.heir).exists()


def test_the_heir_confirms_a_mandate_itself_before_it_is_bound(scene):
    signing.chair_for(scene.old, AT)
    made.end(scene)
    assert passing_on.estate(scene.old, scene.heir, at=AT).bound_by == 1
    pass_on(scene)
    mandate = Mandate.objects.get()
    assert mandate.ended_at is None
    asked = mandate.bodies.get(organisation=scene.heir)
    assert not asked.answers.exists()
    assert Notice.objects.filter(kind="mandate.proposed", organisation_id=scene.heir.pk).exists()


def test_its_own_mandates_end(scene):
    _chair, home = signing.chair_for(scene.cast.partner, AT)
    successions.end(organisation=home, how="renamed", on=TODAY, successors=[scene.heir], by=scene.proposer, at=AT)
    passing_on.pass_on(organisation=home, heir=scene.heir, by=scene.confirmer, at=AT)
    assert Mandate.objects.get().end_reason == "Eastern Association became Greater Essex Council"
    assert Notice.objects.filter(kind="mandate.ended").exists()


def test_nobody_but_the_heirs_people_comes_to_see_anything(scene):
    agreement = made.draft(scene)
    outsider = make_person("ig@norwich.example", make_organisation("Norwich City Council"), [Role.IG_OFFICER])
    reader = made.someone(scene, "reader@essex.example")
    receiver = make_person("reader@greater.example", scene.heir, [Role.READER])

    def sees(person: User) -> bool:
        return Agreement.objects.visible_to(User.objects.get(pk=person.pk)).filter(pk=agreement.pk).exists()

    assert [sees(one) for one in (reader, receiver, outsider, scene.proposer)] == [True, False, False, False]
    made.end(scene)
    made.pass_all(scene)
    assert [sees(one) for one in (reader, receiver, outsider, scene.proposer)] == [True, True, False, False]


# --- who follows whom ---------------------------------------------------------------------------------------------


def test_whoever_has_ended_is_followed_by_its_own_heirs():
    first, second, third = (make_organisation(name) for name in ("First", "Second", "Third"))
    operator = make_operator()
    later = TODAY + 30 * DAY
    successions.end(organisation=first, how="merged", on=TODAY, successors=[second], by=operator, at=AT)
    successions.end(organisation=second, how="renamed", on=later, successors=[third], by=operator, at=AT)
    assert successions.heirs(first, TODAY) == [second]
    assert successions.heirs(first, later) == [third]


def test_nobody_comes_before_itself():
    first, second = make_organisation("First"), make_organisation("Second")
    operator = make_operator()
    later = TODAY + 30 * DAY
    successions.end(organisation=first, how="merged", on=later, successors=[second], by=operator, at=AT)
    with pytest.raises(Refused, match="cannot come before itself"):
        successions.end(organisation=second, how="merged", on=TODAY, successors=[first], by=operator, at=AT)


def test_an_ending_stays_once_what_it_had_is_on_its_way(scene, monkeypatch):
    from agreements import policies_succession

    monkeypatch.setattr(successions, "_HOLDS", [policies_succession.can_undo_end])
    made.end(scene)
    made.propose(scene)
    with pytest.raises(Refused, match="on its way to another organisation"):
        successions.undo(organisation=scene.old, by=scene.proposer, at=AT + dt.timedelta(hours=1))
