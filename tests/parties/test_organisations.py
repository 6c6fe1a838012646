"""Adding, changing and ending organisations; the directory and the page of one."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts import access
from accounts.roles import GRANTS, OrgPermission, Role
from foundation.verdicts import Refused
from parties.choices import Kind
from parties.models import Organisation, Team
from parties.services import organisations
from tests.factories.parties import make_organisation, make_ready_organisation
from tests.factories.people import make_operator, make_person, sign_in

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
TODAY = NOW.date()


# --- adding -------------------------------------------------------------------------------------------------------


def test_a_new_organisation_has_a_team_for_each_role_with_its_grants():
    organisation = make_organisation("Hackney Council")
    assert {team.role for team in Team.objects.filter(organisation=organisation)} == set(Role)
    for role in Role:
        person = make_person("", organisation, [role])
        held = {p for p in OrgPermission if access.holds(person, p, organisation)}
        assert held == GRANTS[role]
        assert person.groups.get().name == f"team:{organisation.pk}:{role.value}"


def test_only_operators_add_organisations():
    with pytest.raises(Refused, match="run this portal"):
        organisations.create(legal_name="X", kind="police", nation="england", by=make_person(), at=NOW)


@pytest.mark.parametrize(
    "name",
    [
        "Metropolitan Police Servíce",
        "Metrоpolitan Police Service",
        "metropolitan police sérvice",
        "Metropolitan Polіce Service",
    ],
)
def test_row_21_a_confusable_name_is_refused(name):
    make_organisation("Metropolitan Police Service", Kind.POLICE)
    with pytest.raises(Refused) as refused:
        make_organisation(name, Kind.POLICE)
    assert refused.value.reasons == (
        "This looks like Metropolitan Police Service – choose it or ask us to add a new one",
    )


def test_a_name_like_anothers_short_name_is_refused():
    make_organisation("Metropolitan Police Service", Kind.POLICE, short_name="The Met")
    with pytest.raises(Refused, match="This looks like Metropolitan Police Service"):
        make_organisation("The Mét")


@pytest.mark.parametrize("typed", ["hackney  COUNCIL ", "Hackney Council", "HACKNEY\u00a0council"])
def test_row_22_another_spelling_of_the_same_name_finds_the_existing_one(typed):
    hackney = make_organisation("Hackney Council")
    assert organisations.named(typed) == hackney
    assert organisations.named("Hackney Cóuncil") is None


def test_row_22_through_the_page_nothing_is_added(client):
    hackney = make_organisation("Hackney Council")
    sign_in(client, make_operator())
    data = {"legal_name": "hackney  COUNCIL ", "kind": "local_authority", "nation": "england"}
    answer = client.post(reverse("parties:add"), data)
    assert answer["Location"] == hackney.get_absolute_url()
    assert Organisation.objects.count() == 1


def test_row_21_through_the_page_keeps_what_was_typed(client):
    make_organisation("Hackney Council")
    sign_in(client, make_operator())
    data = {"legal_name": "Hackney Cóuncil", "kind": "local_authority", "nation": "england", "short_name": "HC"}
    answer = client.post(reverse("parties:add"), data)
    page = answer.content.decode()
    assert "This looks like Hackney Council – choose it or ask us to add a new one" in page
    assert 'value="Hackney Cóuncil"' in page
    assert "<title>Error: " in page


@pytest.mark.parametrize("name", ["\u200b\u200b", "", "   ", "!!!"])
def test_row_10_a_name_without_letters_is_refused(client, name):
    sign_in(client, make_operator())
    answer = client.post(reverse("parties:add"), {"legal_name": name, "kind": "police", "nation": "wales"})
    assert answer.status_code == 200
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("abc\u202egpj.exe Council", "abcgpj.exe Council"),
        ("Zoe\u0308 Trust", "Zoë Trust"),
        ("<script>alert(1)</script> Ltd", "<script>alert(1)</script> Ltd"),
        ("{{ settings.SECRET_KEY }} Ltd", "{{ settings.SECRET_KEY }} Ltd"),
        ("a" + "\u0301" * 500, "á" + "\u0301" * 8),
        ("李 Foundation", "李 Foundation"),
    ],
)
def test_odd_names_are_kept_clean_and_shown_as_typed(client, name, kept):
    sign_in(client, make_operator())
    client.post(reverse("parties:add"), {"legal_name": name, "kind": "company", "nation": "uk"})
    made = Organisation.objects.get()
    assert made.legal_name == kept
    page = client.get(made.get_absolute_url())
    assert page.status_code == 200
    assert b"<script>alert" not in page.content


def test_row_43_fields_that_are_not_in_the_form_are_ignored(client):
    hackney = make_ready_organisation("Hackney Council")
    admin = make_person("admin1@hackney-council.example")
    sign_in(client, admin)
    data = {
        "short_name": "Hackney",
        "nation": "england",
        "legal_name": "Stolen",
        "state": "abolished",
        "kind": "police",
    }
    client.post(reverse("parties:change", args=[hackney.slug, "about"]), data | {"terms_accepted_at": ""})
    hackney.refresh_from_db()
    assert (hackney.legal_name, hackney.state, hackney.kind) == ("Hackney Council", "active", "local_authority")
    assert hackney.short_name == "Hackney"
    assert hackney.terms_accepted_at is not None


def test_slugs_never_take_an_address_of_ours():
    assert make_organisation("Add").slug == "add-2"
    assert make_organisation("Collectives").slug == "collectives-2"
    assert make_organisation("李").slug == "organisation"
    assert make_organisation("李李").slug == "organisation-2"


# --- changing -----------------------------------------------------------------------------------------------------


def test_administrators_and_reviewers_change_details_others_are_told_who_can(client):
    hackney = make_ready_organisation("Hackney Council")
    for role, status in [(Role.REVIEWER, 200), (Role.IG_OFFICER, 403), (Role.SIGNATORY, 403), (Role.READER, 403)]:
        sign_in(client, make_person("", hackney, [role]))
        answer = client.get(reverse("parties:change", args=[hackney.slug, "reach"]))
        assert answer.status_code == status
        if role == Role.IG_OFFICER:
            page = answer.content.decode()
            assert "Only an administrator or a reviewer of Hackney Council can change its details." in page
            assert "Admin1" in page
        if role == Role.READER:
            assert "Admin1" not in answer.content.decode()


def test_nobody_renames_their_own_organisation():
    hackney = make_ready_organisation("Hackney Council")
    admin = make_person("admin1@hackney-council.example")
    with pytest.raises(Refused, match="name or kind"):
        organisations.update(organisation=hackney, by=admin, at=NOW, legal_name="Haringey Council")


def test_every_change_is_in_the_history_with_its_author():
    hackney = make_ready_organisation("Hackney Council")
    admin = make_person("admin1@hackney-council.example")
    organisations.update(organisation=hackney, by=admin, at=NOW, phone="020 7946 0001")
    newest = hackney.history.get(history_date=NOW)
    assert (newest.phone, newest.history_user, newest.history_date) == ("020 7946 0001", admin, NOW)
    before = hackney.history.count()
    organisations.update(organisation=hackney, by=admin, at=NOW, phone="020 7946 0001")
    assert hackney.history.count() == before


@pytest.mark.parametrize(
    ("reference", "odd"),
    [
        ("Z699129X", False),
        ("z 123 4567", False),
        ("ZA123456", False),
        ("ZB1234567", False),
        ("ABC", True),
        ("Z12", True),
    ],
)
def test_row_24_an_odd_ico_number_warns_and_never_blocks(client, reference, odd):
    hackney = make_ready_organisation("Hackney Council")
    sign_in(client, make_person("admin1@hackney-council.example"))
    answer = client.post(
        reverse("parties:change", args=[hackney.slug, "ico"]), {"ico_reference": reference}, follow=True
    )
    hackney.refresh_from_db()
    assert hackney.ico_reference == reference.replace(" ", "").upper()
    warning = "ICO registration number is usually a Z or ZA followed by 6 or 7 numbers – check it is correct"
    assert (warning in answer.content.decode()) is odd


def test_rows_27_to_30_dates_of_the_registration(client):
    hackney = make_ready_organisation("Hackney Council")
    sign_in(client, make_person("admin1@hackney-council.example"))
    address = reverse("parties:change", args=[hackney.slug, "ico"])

    def post(day, month, year):
        parts = {"ico_expires_on_day": day, "ico_expires_on_month": month, "ico_expires_on_year": year}
        return client.post(address, {"ico_reference": "Z1234567"} | parts).content.decode()

    assert "must be a real date" in post("31", "6", "2027")
    assert "Year must include 4 numbers" in post("1", "6", "27")
    assert "must include a month" in post("1", "", "2027")
    assert post("３", "٤", "2027") == ""
    hackney.refresh_from_db()
    assert hackney.ico_expires_on == dt.date(2027, 4, 3)


def test_row_87_addresses_that_are_none_are_refused(client):
    hackney = make_ready_organisation("Hackney Council")
    sign_in(client, make_person("admin1@hackney-council.example"))
    for bad in ["a@b.uk\nBcc:x", '"a b"@x', "a@localhost", "a@b.uk,c@d.uk", "x" * 250 + "@b.uk"]:
        answer = client.post(reverse("parties:change", args=[hackney.slug, "reach"]), {"email": bad})
        assert "Enter an email address in the correct format" in answer.content.decode()
