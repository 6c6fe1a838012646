"""Places at an organisation: roles, suspension, leaving, and who may do what about them."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts import access
from accounts.models import User
from accounts.roles import OrgPermission, Role
from accounts.services import people as accounts
from foundation.verdicts import OK, Refused, Verdict
from notices.models import Notice
from parties.models import Membership, Organisation
from parties.policies import people as policies
from parties.services import people, upkeep
from tests.factories.parties import make_organisation, make_ready_organisation
from tests.factories.people import make_operator, make_person, place, sign_in

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


@pytest.fixture
def hackney() -> Organisation:
    return make_ready_organisation("Hackney")


@pytest.fixture
def admin(hackney) -> User:
    return make_person("admin1@hackney.example")


def at(organisation: Organisation, person: User) -> Membership:
    return Membership.objects.get(organisation=organisation, person=person)


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_roles_are_added_and_taken_and_told(hackney, admin):
    sam = make_person("sam@hackney.example", hackney, [Role.READER])
    people.change_roles(membership=at(hackney, sam), roles=[Role.SIGNATORY], by=admin, at=NOW)
    sam = fresh(sam)
    assert access.holds(sam, OrgPermission.SIGN, hackney)
    assert policies.roles_of(at(hackney, sam)) == {Role.SIGNATORY}
    told = Notice.objects.filter(kind="account.role")
    assert {notice.recipient.email for notice in told} == {"sam@hackney.example", "admin2@hackney.example"}
    mine = told.get(recipient=sam)
    assert mine.subject == "You can now sign agreements for Hackney"
    assert "Changed by: Admin1" in mine.text
    assert "* sign agreements" in mine.text
    assert told.exclude(recipient=sam).get().subject == "Sam can now sign agreements for Hackney"


def test_a_person_may_be_several_things_in_several_places(hackney):
    essex = make_organisation("Essex")
    sam = make_person("sam@x.example", hackney, [Role.IG_OFFICER, Role.REVIEWER])
    place(sam, essex, [Role.SIGNATORY])
    sam = fresh(sam)
    assert access.organisation_ids(sam, OrgPermission.DRAFT) == {hackney.pk}
    assert access.organisation_ids(sam, OrgPermission.SIGN) == {essex.pk}
    assert access.organisation_ids(sam, OrgPermission.VIEW_AGREEMENTS) == {hackney.pk, essex.pk}


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_only_administrators_manage_people(hackney, role):
    other = make_person("", hackney, [role])
    victim = at(hackney, make_person("", hackney, [Role.READER]))
    for act in (people.suspend, people.restore, people.remove):
        with pytest.raises(Refused, match="Only an administrator of Hackney"):
            act(membership=victim, by=other, at=NOW)
    with pytest.raises(Refused, match="Only an administrator of Hackney"):
        people.change_roles(membership=victim, roles=[Role.SIGNATORY], by=other, at=NOW)


def test_t06_administrators_have_no_say_elsewhere(hackney, admin):
    essex = make_organisation("Essex")
    victim = at(essex, make_person("", essex, [Role.READER]))
    with pytest.raises(Refused):
        people.change_roles(membership=victim, roles=[Role.SIGNATORY], by=admin, at=NOW)
    with pytest.raises(Refused, match="run this portal"):
        people.appoint(organisation=essex, person=admin, roles=[Role.ADMINISTRATOR], by=admin, at=NOW)
    with pytest.raises(Refused):
        people.appoint(organisation=essex, person=make_operator(), roles=[Role.READER], by=make_operator(), at=NOW)


def test_the_last_administrator_stays(hackney, admin):
    second = at(hackney, make_person("admin2@hackney.example"))
    people.remove(membership=second, by=admin, at=NOW)
    last = at(hackney, admin)
    with pytest.raises(Refused, match="is the last administrator of Hackney"):
        people.remove(membership=last, by=admin, at=NOW)
    with pytest.raises(Refused, match="last administrator"):
        people.change_roles(membership=last, roles=[Role.READER], by=admin, at=NOW)
    with pytest.raises(Refused, match="yourself"):
        people.suspend(membership=last, by=admin, at=NOW)


def test_a_suspended_or_closed_administrator_does_not_count(hackney, admin):
    second = make_person("admin2@hackney.example")
    people.suspend(membership=at(hackney, second), by=admin, at=NOW)
    assert not policies.can_remove(admin, at(hackney, admin))
    people.restore(membership=at(hackney, second), by=admin, at=NOW)
    assert policies.can_remove(admin, at(hackney, admin))
    accounts.deactivate(person=second, by=make_operator(), at=NOW)
    assert not policies.can_remove(admin, at(hackney, admin))


def test_suspension_empties_the_teams_and_restoring_fills_them(hackney, admin):
    sam = make_person("sam@hackney.example", hackney, [Role.SIGNATORY, Role.IG_OFFICER])
    people.suspend(membership=at(hackney, sam), by=admin, at=NOW)
    assert not fresh(sam).groups.exists()
    assert policies.roles_of(at(hackney, sam)) == {Role.SIGNATORY, Role.IG_OFFICER}
    with pytest.raises(Refused, match="is not active here"):
        people.change_roles(membership=at(hackney, sam), roles=[Role.READER], by=admin, at=NOW)
    people.restore(membership=at(hackney, sam), by=admin, at=NOW + dt.timedelta(days=1))
    assert fresh(sam).groups.count() == 2
    subjects = set(Notice.objects.filter(kind="account.role", recipient=sam).values_list("subject", flat=True))
    assert subjects == {"You cannot act for Hackney for now", "You can act for Hackney again"}


def test_leaving_keeps_the_record_and_coming_back_brings_no_old_roles(hackney):
    sam = make_person("sam@hackney.example", hackney, [Role.SIGNATORY])
    people.remove(membership=at(hackney, sam), by=sam, at=NOW)
    left = at(hackney, sam)
    assert (left.state, left.left_at) == ("left", NOW)
    assert not fresh(sam).groups.exists()
    with pytest.raises(Refused, match="already left"):
        people.remove(membership=left, by=sam, at=NOW)
    place(sam, hackney, [Role.READER])
    assert policies.roles_of(at(hackney, sam)) == {Role.READER}
    assert Membership.objects.filter(person=sam).count() == 1


def test_an_upper_floor_can_hold_a_person_back(hackney, admin, monkeypatch):
    sam = make_person("sam@hackney.example", hackney, [Role.SIGNATORY])
    monkeypatch.setattr(policies, "_TIES", [])

    def open_requests(membership, lost):
        return Verdict.no("Sam has 2 requests to pass on first") if Role.SIGNATORY in lost else OK

    policies.register_tie(open_requests)
    policies.register_tie(open_requests)
    with pytest.raises(Refused) as refused:
        people.remove(membership=at(hackney, sam), by=admin, at=NOW)
    assert refused.value.reasons == ("Sam has 2 requests to pass on first",)
    with pytest.raises(Refused, match="pass on first"):
        people.change_roles(membership=at(hackney, sam), roles=[Role.READER], by=admin, at=NOW)
    people.change_roles(membership=at(hackney, sam), roles=[Role.SIGNATORY, Role.READER], by=admin, at=NOW)


def test_a_closed_account_ends_its_places(hackney):
    sam = make_person("sam@hackney.example", hackney, [Role.SIGNATORY])
    operator = make_operator()
    accounts.deactivate(person=sam, by=operator, at=NOW)
    assert upkeep.end_places_of_leavers(at=NOW) == 1
    assert upkeep.end_places_of_leavers(at=NOW) == 0
    row = at(hackney, sam)
    assert row.state == "left"
    newest = row.history.first()
    assert row.history.filter(history_user=operator, history_change_reason="Account closed").exists()
    assert newest is not None


# --- pages --------------------------------------------------------------------------------------------------------


def test_outsiders_and_readers_get_404(client, hackney):
    for person in [make_person(), make_person("", hackney, [Role.READER]), make_operator()]:
        sign_in(client, person)
        for name in ("people", "activity", "activity_csv", "set_up", "terms"):
            assert client.get(reverse(f"parties:{name}", args=[hackney.slug])).status_code == 404
    member = at(hackney, make_person("signatory@hackney.example"))
    sign_in(client, make_person())
    for name in ("change_roles", "suspend", "restore", "remove", "leave"):
        assert client.get(reverse(f"parties:{name}", args=[hackney.slug, member.pk])).status_code == 404
        assert client.post(reverse(f"parties:{name}", args=[hackney.slug, member.pk])).status_code == 404


def test_members_who_may_not_are_told_who_can(client, hackney):
    member = at(hackney, make_person("signatory@hackney.example"))
    sign_in(client, make_person("", hackney, [Role.IG_OFFICER]))
    page = client.get(reverse("parties:people", args=[hackney.slug])).content.decode()
    assert "signatory@hackney.example" in page
    assert "Change roles" not in page
    for name in ("change_roles", "suspend", "remove"):
        answer = client.get(reverse(f"parties:{name}", args=[hackney.slug, member.pk]))
        assert answer.status_code == 403
        assert "Admin1" in answer.content.decode()


def test_an_administrator_works_through_the_pages(client, hackney, admin):
    member = at(hackney, make_person("signatory@hackney.example"))
    sign_in(client, admin, fresh=True)
    args = [hackney.slug, member.pk]
    page = client.get(reverse("parties:people", args=[hackney.slug])).content.decode()
    assert "Admin1 (you)" in page
    assert "Never" in page
    answer = client.post(reverse("parties:change_roles", args=args), {"job_title": "Director"})
    assert "Select at least one role" in answer.content.decode()
    client.post(reverse("parties:change_roles", args=args), {"job_title": "Director", "roles": ["signatory", "reader"]})
    member.refresh_from_db()
    assert member.job_title == "Director"
    assert policies.roles_of(Membership.objects.get(pk=member.pk)) == {Role.SIGNATORY, Role.READER}
    for name, state in [("suspend", "suspended"), ("restore", "active"), ("remove", "left")]:
        assert client.get(reverse(f"parties:{name}", args=args)).status_code == 200
        assert client.post(reverse(f"parties:{name}", args=args)).status_code == 302
        member.refresh_from_db()
        assert member.state == state
    assert client.get(reverse("parties:remove", args=args)).status_code == 404


def test_leaving_through_the_page_leads_to_the_public_page(client, hackney):
    sam = make_person("sam@hackney.example", hackney, [Role.IG_OFFICER])
    sign_in(client, sam)
    address = reverse("parties:leave", args=[hackney.slug, at(hackney, sam).pk])
    assert "Leave Hackney?" in client.get(address).content.decode()
    answer = client.post(address, follow=True)
    assert answer.redirect_chain[-1][0] == hackney.get_absolute_url()
    assert "You have left Hackney" in answer.content.decode()
    assert client.get(reverse("parties:people", args=[hackney.slug])).status_code == 404


@pytest.mark.parametrize("count", [3, 40])
def test_the_list_asks_no_more_for_more_people(client, django_assert_max_num_queries, hackney, admin, count):
    for number in range(count):
        make_person(f"p{number}@hackney.example", hackney, [Role.READER, Role.SIGNATORY])
    sign_in(client, admin)
    with django_assert_max_num_queries(24):
        assert client.get(reverse("parties:people", args=[hackney.slug])).status_code == 200
