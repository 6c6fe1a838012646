"""The set-up list, assurances and ICO numbers: pure rules, and the pages that show them."""

import dataclasses
import datetime as dt

import pytest
from django.urls import reverse

from accounts.roles import Role
from foundation.verdicts import Refused
from parties import assurance, ico, setup_list
from parties.choices import Kind
from parties.policies import organisations as policies
from parties.services import organisations, successions
from tests.factories.parties import make_organisation, make_ready_organisation
from tests.factories.people import make_operator, make_person, sign_in

DAY = dt.date(2026, 11, 20)
READY = setup_list.Standing(
    administrators=2, signatories=1, has_lead=True, has_address=True, has_ico=True, terms_accepted=True
)


def test_everything_there_is_complete():
    done = setup_list.for_standing(READY)
    assert (done.is_complete, done.progress, done.missing) == (True, "6 of 6 done", ())
    assert not any(step.warning for step in done.steps)


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"administrators": 0}, "administrator", "has no administrator"),
        ({"signatories": 0}, "signatory", "has no signatory"),
        ({"has_lead": False}, "lead", "has not named a data protection officer or lead"),
        ({"has_address": False}, "address", "has not given a postal address and an email address"),
        ({"has_ico": False}, "ico", "has not given its ICO registration number, or why it has none"),
        ({"terms_accepted": False}, "terms", "has not accepted the terms of use"),
    ],
)
def test_each_lack_is_named(change, code, words):
    done = setup_list.for_standing(dataclasses.replace(READY, **change))
    assert done.progress == "5 of 6 done"
    assert done.missing == (words,)
    assert [step.code for step in done.steps if not step.done] == [code]


def test_one_administrator_is_enough_but_warns():
    done = setup_list.for_standing(dataclasses.replace(READY, administrators=1))
    assert done.is_complete
    assert [step.warning for step in done.steps if step.warning] == [
        "There is only one administrator. Add a second one."
    ]


@pytest.mark.parametrize(
    ("days", "standing"),
    [(-1, "Expired"), (0, "Expires soon"), (30, "Expires soon"), (31, "Current"), (None, "No end date")],
)
def test_evidence_holds_on_its_last_day(days, standing):
    last = None if days is None else DAY + dt.timedelta(days=days)
    assert assurance.standing(last, DAY) == standing


@pytest.mark.parametrize("usual", ["Z699129X", "Z123456", "Z1234567", "ZA123456", "ZB1234567", "z 1234567", ""])
def test_usual_references(usual):
    assert ico.oddity(usual) == ""


@pytest.mark.parametrize("odd", ["ABC", "Z", "12345678", "ZZZ123456", "Z12345678"])
def test_odd_references(odd):
    assert ico.oddity(odd) == ico.ODD


@pytest.mark.django_db
def test_a_new_organisation_cannot_be_asked_to_sign_and_says_why():
    verdict = policies.can_be_asked_to_sign(make_organisation("Hackney"), DAY)
    assert len(verdict.reasons) == 6
    assert verdict.reasons[0] == "Hackney has no administrator"


@pytest.mark.django_db
def test_a_complete_one_can_until_it_ends():
    hackney = make_ready_organisation("Hackney")
    assert policies.can_be_asked_to_sign(hackney, DAY)
    end = dt.date(2027, 4, 1)
    operator = make_operator()
    at = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    successions.end(organisation=hackney, how="abolished", on=end, successors=[], by=operator, at=at)
    hackney.refresh_from_db()
    assert policies.can_be_asked_to_sign(hackney, DAY)
    assert policies.can_be_asked_to_sign(hackney, end).reasons == ("Hackney no longer exists",)


@pytest.mark.django_db
def test_a_body_that_is_no_legal_person_is_never_asked():
    liia = make_ready_organisation("LIIA", Kind.UNINCORPORATED)
    assert policies.can_be_asked_to_sign(liia, DAY).reasons == (
        "LIIA is not a legal person, so it cannot sign – ask its members instead",
    )


@pytest.mark.django_db
def test_a_reason_stands_in_for_the_ico_number():
    school = make_organisation("School", Kind.SCHOOL, ico_reason="Covered by its trust's registration")
    assert policies.standing(school).has_ico
    changed = organisations.update(
        organisation=school, by=make_operator(), at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), ico_reference="z1234567"
    )
    assert (changed.ico_reference, changed.ico_reason) == ("Z1234567", "")


@pytest.mark.django_db
def test_the_set_up_page_and_the_terms(client):
    hackney = make_organisation("Hackney")
    admin = make_person("admin@hackney.example", hackney, [Role.ADMINISTRATOR])
    officer = make_person("officer@hackney.example", hackney, [Role.IG_OFFICER])
    address = reverse("parties:set_up", args=[hackney.slug])
    sign_in(client, officer)
    page = client.get(address).content.decode()
    assert "1 of 6 done" in page
    assert "What has no link is for an administrator to do: Admin." in page
    assert client.get(reverse("parties:terms", args=[hackney.slug])).status_code == 403
    sign_in(client, admin)
    assert "There is only one administrator. Add a second one." in client.get(address).content.decode()
    assert client.get(reverse("parties:terms", args=[hackney.slug])).status_code == 200
    page = client.post(reverse("parties:terms", args=[hackney.slug]), follow=True).content.decode()
    assert "The terms are accepted for Hackney" in page
    assert "2 of 6 done" in page
    hackney.refresh_from_db()
    assert hackney.terms_accepted_by == admin
    with pytest.raises(Refused, match="accepted already"):
        organisations.accept_terms(organisation=hackney, by=admin, at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert client.get(reverse("parties:terms", args=[hackney.slug])).status_code == 302


@pytest.mark.django_db
def test_a_complete_list_says_so(client):
    make_ready_organisation("Hackney")
    sign_in(client, make_person("admin1@hackney.example"))
    page = client.get("/organisations/hackney/set-up/").content.decode()
    assert "6 of 6 done" in page
    assert "Hackney can be asked to sign agreements." in page
    assert "Until it is complete" not in client.get("/organisations/hackney/").content.decode()
