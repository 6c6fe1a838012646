"""From the administrator's form to a place, and every way in which a link dies."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation
from accounts.roles import Role
from accounts.services import people as accounts
from foundation.verdicts import Refused
from notices.models import Notice
from parties.models import Membership, MembershipOffer
from parties.policies import people as policies
from parties.services import invitations, people, successions, upkeep
from tests.factories.parties import make_organisation, make_ready_organisation
from tests.factories.people import make_operator, make_person, sign_in

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


@pytest.fixture
def hackney():
    return make_ready_organisation("Hackney")


@pytest.fixture
def admin(hackney):
    return make_person("admin1@hackney.example")


def invite(hackney, admin, email="new@hackney.example", roles=(Role.SIGNATORY,), at=None):
    return invitations.invite(
        organisation=hackney, email=email, full_name="Nia New", roles=roles, by=admin, at=at or timezone.now()
    )


def link_in(notice: Notice) -> str:
    return re.search(r"https?://[^/\s]+(/account/invitation/\S+)", notice.text).group(1)


def test_an_invitation_is_mailed_with_who_what_and_where(hackney, admin):
    invite(hackney, admin, roles=[Role.SIGNATORY, Role.READER])
    notice = Notice.objects.get(kind="account.invite")
    assert notice.subject.startswith("Admin1 has invited you to use ")
    assert notice.subject.endswith(" for Hackney")
    for words in ("Nia New", "* Signatory", "* Reader", "Opening the page does not accept anything"):
        assert words in notice.text
    assert notice.email == "new@hackney.example"
    assert notice.failure_to == admin


def test_an_existing_account_is_answered_in_the_same_words(client, hackney, admin):
    make_person("known@elsewhere.example")
    sign_in(client, admin)
    answers = []
    for email in ("known@elsewhere.example", "unknown@elsewhere.example"):
        data = {"email": email, "full_name": "Kim", "roles": ["reader"]}
        answer = client.post(reverse("parties:invite", args=[hackney.slug]), data, follow=True)
        page = answer.content.decode()
        assert f"We have sent an invitation to {email}" in page
        answers.append(Notice.objects.filter(email=email).get().text.replace(email, ""))
    assert re.sub(r"/account/invitation/\S+", "", answers[0]) == re.sub(r"/account/invitation/\S+", "", answers[1])


def test_the_whole_way_by_link(client, hackney, admin):
    person = make_person("new@hackney.example")
    invite(hackney, admin)
    link = link_in(Notice.objects.get(kind="account.invite"))
    sign_in(client, person)
    for _again in range(10):
        assert client.get(link).status_code == 302
    assert not Membership.objects.filter(person=person).exists()
    page = client.get(reverse("parties:invitation")).content.decode()
    assert "Admin1 has invited you" in page
    assert "Signs agreements for the organisation." in page
    assert "Continue" in page
    assert client.get(reverse("parties:accept_invitation")).status_code == 405
    answer = client.post(reverse("parties:accept_invitation"), follow=True)
    assert "You now belong to Hackney" in answer.content.decode()
    member = Membership.objects.get(person=person)
    assert policies.roles_of(member) == {Role.SIGNATORY}
    assert client.get(reverse("parties:invitation"))["Location"] == reverse("accounts:invitation")
    assert client.post(reverse("parties:accept_invitation"))["Location"] == reverse("accounts:invitation")
    assert client.get(link).status_code == 410


def test_somebody_elses_link_gives_no_place(client, hackney, admin):
    other = make_person("other@hackney.example")
    invite(hackney, admin)
    sign_in(client, other)
    client.get(link_in(Notice.objects.get(kind="account.invite")))
    assert client.get(reverse("parties:invitation")).status_code == 302
    client.post(reverse("parties:accept_invitation"))
    assert not Membership.objects.filter(person=other).exists()
    with pytest.raises(Refused, match=r"sent to new@hackney\.example"):
        invitations.accept(offer=MembershipOffer.objects.get(), person=other, at=timezone.now())


def test_without_a_link_the_page_leads_to_the_account_pages(client):
    sign_in(client, make_person())
    assert client.get(reverse("parties:invitation"))["Location"] == reverse("accounts:invitation")


def test_expired_withdrawn_and_replaced_offers_are_refused(hackney, admin):
    person = make_person("new@hackney.example")
    first = invite(hackney, admin, at=NOW)
    second = invite(hackney, admin, at=NOW)
    third = invite(hackney, admin, email="third@hackney.example", at=NOW)
    invitations.withdraw(offer=third, by=admin, at=NOW)
    for offer, at in [(first, NOW), (second, NOW + dt.timedelta(days=14)), (third, NOW)]:
        offer.invitation.refresh_from_db()
        assert not invitations.can_accept(offer=offer, person=person, at=at)
    assert invitations.can_accept(offer=second, person=person, at=NOW)


def test_a_place_at_a_body_that_ended_is_refused(hackney, admin):
    person = make_person("new@hackney.example")
    offer = invite(hackney, admin, at=NOW)
    successions.end(organisation=hackney, how="abolished", on=NOW.date(), successors=[], by=make_operator(), at=NOW)
    offer = invitations.offer_of(offer.invitation)
    with pytest.raises(Refused, match="recorded as ended"):
        invitations.accept(offer=offer, person=person, at=NOW)
    with pytest.raises(Refused, match="recorded as ended"):
        invite(type(hackney).objects.get(pk=hackney.pk), admin, at=NOW)


def test_who_may_invite(hackney, admin):
    reader = make_person("", hackney, [Role.READER])
    with pytest.raises(Refused, match="Only an administrator of Hackney"):
        invite(hackney, reader)
    with pytest.raises(Refused, match="Only an administrator of Hackney"):
        invite(hackney, make_operator())
    empty = make_organisation("Empty")
    assert invite(empty, make_operator(), roles=[Role.ADMINISTRATOR]).organisation == empty
    with pytest.raises(Refused, match="Select at least one role"):
        invite(hackney, admin, roles=[])
    with pytest.raises(Refused, match="already belongs to Hackney"):
        invite(hackney, admin, email="ADMIN2@hackney.example")


def test_open_invitations_are_listed_sent_again_and_withdrawn(client, hackney, admin):
    offer = invite(hackney, admin, at=timezone.now() - dt.timedelta(hours=1))
    sign_in(client, admin)
    address = reverse("parties:people", args=[hackney.slug])
    assert "new@hackney.example" in client.get(address).content.decode()
    for _again in range(5):
        newest = MembershipOffer.objects.order_by("-pk").first()
        client.post(reverse("parties:send_again", args=[hackney.slug, newest.pk]))
    assert Notice.objects.filter(kind="account.invite").count() == 2
    newest = MembershipOffer.objects.order_by("-pk").first()
    assert newest.pk != offer.pk
    client.post(reverse("parties:withdraw_offer", args=[hackney.slug, newest.pk]))
    client.get(address)  # says what was done
    assert "new@hackney.example" not in client.get(address).content.decode()
    sign_in(client, make_person("", hackney, [Role.IG_OFFICER]))
    answer = client.post(reverse("parties:send_again", args=[hackney.slug, offer.pk]), follow=True)
    assert "Only an administrator of Hackney" in answer.content.decode()
    sign_in(client, make_person())
    assert client.post(reverse("parties:send_again", args=[hackney.slug, newest.pk])).status_code == 404


def test_one_reminder_after_a_week_with_a_link_that_ends_when_the_first_would(hackney, admin):
    first = invite(hackney, admin, at=NOW)
    assert upkeep.remind_invited(at=NOW + dt.timedelta(days=6)) == 0
    at = NOW + dt.timedelta(days=7)
    assert upkeep.remind_invited(at=at) == 1
    assert upkeep.remind_invited(at=at + dt.timedelta(days=1)) == 0
    again = MembershipOffer.objects.get(is_reminder=True)
    assert again.invitation.expires_at == first.invitation.expires_at
    assert Notice.objects.order_by("-pk").first().subject.startswith("Reminder: Admin1 has invited you")
    first.invitation.refresh_from_db()
    assert first.invitation.replaced_at == at


@pytest.mark.parametrize("name", ["O'Neill-Ścibor", "Ng", "李", "Sukarno", "x" * 100, "<b>Bo</b>", "{{ x }}"])
def test_row_20_names_of_every_kind(client, hackney, admin, name):
    sign_in(client, admin)
    data = {"email": "n@hackney.example", "full_name": name, "roles": ["reader"]}
    assert client.post(reverse("parties:invite", args=[hackney.slug]), data).status_code == 302
    assert MembershipOffer.objects.get().invitation.full_name == name
    page = client.get(reverse("parties:people", args=[hackney.slug])).content.decode()
    assert "<b>Bo" not in page


def test_rows_43_86_and_87_hostile_forms(client, hackney, admin):
    sign_in(client, admin)
    address = reverse("parties:invite", args=[hackney.slug])
    for bad in ["a@b.uk\nBcc:x@y.uk", '"a b"@x.uk', "a@localhost", "a@b.uk,c@d.uk", ""]:
        answer = client.post(address, {"email": bad, "full_name": "Kim", "roles": ["reader"]})
        assert answer.status_code == 200
        assert "There is a problem" in answer.content.decode()
    assert not MembershipOffer.objects.exists()
    data = {"email": "k@hackney.example", "full_name": "Kim\r\nBcc: x@y.uk", "roles": ["reader"], "organisation": "1"}
    client.post(address, data | {"is_operator": "1", "accepted_at": "2020-01-01"})
    offer = MembershipOffer.objects.get()
    assert offer.organisation == hackney
    assert offer.invitation.full_name == "Kim Bcc: x@y.uk"
    assert "\n" not in Notice.objects.get(kind="account.invite").subject
    answer = client.post(address, {"email": "q@hackney.example", "full_name": "Q", "roles": ["superuser"]})
    assert "Select roles from the list" in answer.content.decode()


# --- offers outlive nobody who made them --------------------------------------------------------------------------


def _place(organisation, email):
    return Membership.objects.get(organisation=organisation, person__email=email)


def _remove(membership, by):
    people.remove(membership=membership, by=by, at=NOW)


def _suspend(membership, by):
    people.suspend(membership=membership, by=by, at=NOW)


def _demote(membership, by):
    people.change_roles(membership=membership, roles=[Role.READER], by=by, at=NOW)


def _close(membership, by):
    accounts.deactivate(person=membership.person, by=make_operator(), at=NOW)
    upkeep.end_places_of_leavers(at=NOW)


@pytest.mark.parametrize("act", [_remove, _suspend, _demote, _close])
def test_a_removed_administrator_does_not_come_back_by_an_offer_of_their_own(hackney, admin, act):
    second_self = make_person("also.admin1@hackney.example")
    offer = invite(hackney, admin, email=second_self.email, roles=[Role.ADMINISTRATOR], at=NOW)
    theirs = make_person("admin2@hackney.example")
    other = invite(hackney, theirs, email="kim@hackney.example", at=NOW)
    act(_place(hackney, admin.email), theirs)
    assert list(MembershipOffer.objects.open_at(NOW)) == [other]
    with pytest.raises(Refused, match="no longer"):
        invitations.accept(offer=offer, person=second_self, at=NOW)
    assert not Membership.objects.filter(person=second_self).exists()


def test_an_offer_is_worth_what_its_maker_may_still_give(hackney, admin):
    """Even when the link itself is still open."""
    person = make_person("new@hackney.example")
    offer = invite(hackney, admin, at=NOW)
    people.remove(membership=_place(hackney, admin.email), by=make_person("admin2@hackney.example"), at=NOW)
    Invitation.objects.filter(pk=offer.invitation_id).update(withdrawn_at=None, withdrawn_by=None)
    with pytest.raises(Refused, match=r"Admin1 can no longer invite people to Hackney\. Ask one of its administrators"):
        invitations.accept(offer=offer, person=person, at=NOW)
    assert invitations.remind(offer=offer, at=NOW + dt.timedelta(days=8)) is None


def test_two_sweeps_that_read_the_same_offer_send_one_reminder(hackney, admin):
    invite(hackney, admin, at=NOW)
    one, two = (MembershipOffer.objects.select_related("invitation").get() for _sweep in range(2))
    at = NOW + dt.timedelta(days=8)
    assert invitations.remind(offer=one, at=at)
    assert invitations.remind(offer=two, at=at) is None
    assert Notice.objects.filter(kind="account.invite").count() == 2


def test_an_operator_gives_somebody_else_the_keys_and_nothing_more(client):
    empty, operator = make_organisation("Empty"), make_operator()
    with pytest.raises(Refused, match="only invite the first administrator of Empty"):
        invite(empty, operator, roles=list(Role))
    for own in (operator.email, f" {operator.email.upper()} "):
        with pytest.raises(Refused, match="You cannot invite yourself"):
            invite(empty, operator, email=own, roles=[Role.ADMINISTRATOR])
    sign_in(client, operator, fresh=True)
    address = reverse("parties:invite", args=[empty.slug])
    page = client.get(address).content.decode()
    assert page.count('name="roles"') == 1
    assert "Signatory" not in page
    answer = client.post(address, {"email": "kim@empty.example", "full_name": "Kim", "roles": ["signatory"]})
    assert "Select roles from the list" in answer.content.decode()
    client.post(address, {"email": "kim@empty.example", "full_name": "Kim", "roles": ["administrator"]})
    assert MembershipOffer.objects.get().roles == ["administrator"]


def test_an_operator_who_takes_the_invited_address_gets_no_place():
    empty, operator = make_organisation("Empty"), make_operator()
    offer = invite(empty, operator, email="kim@empty.example", roles=[Role.ADMINISTRATOR])
    operator.email = "kim@empty.example"
    operator.save()
    with pytest.raises(Refused, match="an invitation that you sent yourself"):
        invitations.accept(offer=offer, person=operator, at=timezone.now())
