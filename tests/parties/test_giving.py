"""Giving the keys or the pen needs a second factor used a moment ago; giving less does not."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from parties.models import Membership, MembershipOffer
from parties.policies import people as policies
from tests.accounts.conftest import code_for
from tests.factories.parties import make_organisation, make_ready_organisation
from tests.factories.people import make_operator, make_person, sign_in

pytestmark = pytest.mark.django_db
BINDING = [["administrator"], ["signatory"], ["reader", "signatory"]]


@pytest.fixture
def hackney():
    return make_ready_organisation("Hackney")


@pytest.fixture
def admin(hackney):
    return make_person("admin1@hackney.example")


def confirm_again(client, person, answer, address):
    """Follow the page's link to where one confirms, and do."""
    page = answer.content.decode()
    assert "Confirm again that it is you" in page
    assert f'href="{reverse("accounts:confirm")}?next=' in page
    client.post(reverse("accounts:confirm"), {"code": code_for(person), "next": address})
    return page


@pytest.mark.parametrize("roles", BINDING)
def test_inviting_somebody_who_could_bind_it_waits_for_a_confirmation(client, hackney, admin, roles):
    sign_in(client, admin)
    address = reverse("parties:invite", args=[hackney.slug])
    typed = {"email": "kim@hackney.example", "full_name": "Kim O’Neill", "job_title": "Director", "roles": roles}
    page = confirm_again(client, admin, client.post(address, typed), address)
    assert not MembershipOffer.objects.exists()
    assert all(words in page for words in ("kim@hackney.example", "Kim O’Neill", "Director"))
    assert page.count(" checked") == len(roles)
    assert client.post(address, typed).status_code == 302
    assert MembershipOffer.objects.get().roles == sorted(roles)


def test_so_does_the_first_administrator(client):
    empty, operator = make_organisation("Empty"), make_operator()
    sign_in(client, operator)
    typed = {"email": "kim@empty.example", "full_name": "Kim", "roles": ["administrator"]}
    assert "Confirm again" in client.post(reverse("parties:invite", args=[empty.slug]), typed).content.decode()
    assert not MembershipOffer.objects.exists()


@pytest.mark.parametrize("roles", BINDING)
def test_so_does_adding_such_a_role(client, hackney, admin, roles):
    sam = make_person("sam@hackney.example", hackney, [Role.READER])
    member = Membership.objects.get(person=sam)
    sign_in(client, admin)
    address = reverse("parties:change_roles", args=[hackney.slug, member.pk])
    typed = {"job_title": "Chief Executive", "roles": roles}
    page = confirm_again(client, admin, client.post(address, typed), address)
    assert "Chief Executive" in page
    assert policies.roles_of(Membership.objects.get(pk=member.pk)) == {Role.READER}
    assert client.post(address, typed).status_code == 302
    assert policies.roles_of(Membership.objects.get(pk=member.pk)) == {Role(role) for role in roles}


def test_what_binds_nobody_anew_is_done_at_once(client, hackney, admin):
    """Other roles, keeping a role that binds, and taking one away."""
    sign_in(client, admin)
    data = {"email": "kim@hackney.example", "full_name": "Kim", "roles": ["reader", "reviewer", "ig_officer"]}
    assert client.post(reverse("parties:invite", args=[hackney.slug]), data).status_code == 302
    member = Membership.objects.get(person__email="signatory@hackney.example")
    address = reverse("parties:change_roles", args=[hackney.slug, member.pk])
    for roles in (["signatory", "reader"], ["reader"]):
        assert client.post(address, {"roles": roles}).status_code == 302
        assert policies.roles_of(Membership.objects.get(pk=member.pk)) == {Role(role) for role in roles}
