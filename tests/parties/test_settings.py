"""What an organisation decides for itself: who may, what is kept, what others read."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.roles import Role
from foundation.verdicts import Refused
from parties import activity, logos, preferences
from parties.choices import Publication
from parties.models import Organisation, OrganisationSettings
from parties.preferences import DEFAULTS, Preferences
from parties.services import settings as services
from tests.factories.parties import make_organisation, make_ready_organisation
from tests.factories.people import make_operator, make_person, sign_in
from tests.parties.pictures import picture

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)
REVIEWS = {"review_first_after_months": "3", "review_then_every_months": "24", "reminder_days": ["60", "7"]}


@pytest.fixture
def hackney(settings, tmp_path) -> Organisation:
    settings.MEDIA_ROOT = tmp_path
    return make_ready_organisation("Hackney Council", email_domain="hackney.example")


@pytest.fixture
def admin(hackney):
    return make_person("admin1@hackney-council.example")


def again(organisation: Organisation) -> Preferences:
    return preferences.settings_of(Organisation.objects.get(pk=organisation.pk))


def address(organisation: Organisation, name: str = "settings", *more: str) -> str:
    return reverse(f"parties:{name}", args=[organisation.slug, *more])


def test_whoever_has_decided_nothing_has_the_usual_values(hackney):
    assert again(hackney) == DEFAULTS
    rule = DEFAULTS.review_rule
    assert (rule.rule, rule.first_after_months, rule.then_every_months) == ("interval", 6, 12)
    assert not OrganisationSettings.objects.exists()


def test_the_table_starts_with_the_usual_values(hackney):
    bare = OrganisationSettings(organisation=hackney)
    bare.full_clean()
    assert preferences.settings_of(hackney) == DEFAULTS


def test_what_is_decided_is_what_others_read(hackney, admin):
    services.change_settings(
        organisation=hackney, by=admin, at=NOW, review_first_after_months=3, reminder_days=[7, 60], publication="keep"
    )
    held = again(hackney)
    assert held == Preferences(review_first_after_months=3, reminder_days=(60, 7), publication=Publication.KEEP)
    assert held.review_rule.first_after_months == 3


def test_reading_costs_one_query_or_none(hackney, admin, django_assert_num_queries):
    services.change_settings(organisation=hackney, by=admin, at=NOW, draft_review_working_days=5)
    plain = Organisation.objects.get(pk=hackney.pk)
    joined = Organisation.objects.select_related("own_settings").get(pk=hackney.pk)
    with django_assert_num_queries(1):
        preferences.settings_of(plain)
    with django_assert_num_queries(0):
        assert preferences.settings_of(joined).draft_review_working_days == 5


def test_only_administrators_decide(hackney):
    for person in (make_operator(), make_person("", hackney, [Role.REVIEWER, Role.IG_OFFICER, Role.SIGNATORY])):
        with pytest.raises(Refused, match="Only an administrator of Hackney Council"):
            services.change_settings(organisation=hackney, by=person, at=NOW, publication="publish")
        with pytest.raises(Refused, match="Only an administrator of Hackney Council"):
            services.change_logo(organisation=hackney, picture=picture(), by=person, at=NOW)
        with pytest.raises(Refused, match="Only an administrator of Hackney Council"):
            services.remove_logo(organisation=hackney, by=person, at=NOW)
    assert again(hackney) == DEFAULTS


@pytest.mark.parametrize("days", [[], [5], [90, 5]])
def test_only_offered_days_are_taken(hackney, admin, days):
    with pytest.raises(Refused, match="Select when people are reminded"):
        services.change_settings(organisation=hackney, by=admin, at=NOW, reminder_days=days)


@pytest.mark.parametrize(
    "change",
    [
        {"review_first_after_months": 0},
        {"review_then_every_months": 37},
        {"draft_review_working_days": 61},
        {"publication": "perhaps"},
    ],
)
def test_the_database_holds_the_line(hackney, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationSettings(organisation=hackney, **change).save()


def test_every_decision_is_in_the_activity_with_its_author(hackney, admin):
    def entries() -> list[tuple[str, str, str]]:
        found = activity.entries(list(activity.keys(hackney)))
        return [(e.title, e.text, e.by) for e in found if e.at >= NOW and ("etting" in e.title or "ogo" in e.title)]

    services.change_settings(organisation=hackney, by=admin, at=NOW, **{"reminder_days": [30], "publication": "keep"})
    services.change_settings(organisation=hackney, by=admin, at=NOW, reminder_days=[30])
    services.change_settings(organisation=hackney, by=admin, at=NOW, review_then_every_months=24)
    services.change_logo(organisation=hackney, picture=picture(), by=admin, at=NOW)
    services.change_logo(organisation=hackney, picture=picture(), by=admin, at=NOW)
    services.remove_logo(organisation=hackney, by=admin, at=NOW)
    assert entries() == [
        ("Logo removed", "", str(admin)),
        ("Logo changed", "", str(admin)),
        ("Settings changed", "Months between reviews: 12 → 24", str(admin)),
        (
            "Settings changed",
            "Days of reminders: 90, 30, 7 → 30; publication: Decide each time → Do not publish",
            str(admin),
        ),
    ]


# --- pages --------------------------------------------------------------------------------------------------------


def test_staff_read_administrators_change_and_for_others_there_is_nothing(client, hackney, admin):
    elsewhere = make_organisation("Norwich City Council")
    asked = [address(hackney), address(hackney, "change_settings", "reviews"), address(hackney, "logo")]
    answers = {
        "administrator": (admin, [200, 200, 200]),
        "officer": (make_person("", hackney, [Role.IG_OFFICER]), [200, 403, 403]),
        "reader": (make_person("", hackney, [Role.READER]), [404, 404, 404]),
        "stranger": (make_person("", elsewhere, [Role.ADMINISTRATOR]), [404, 404, 404]),
        "operator": (make_operator(), [404, 404, 404]),
    }
    for who, (person, wanted) in answers.items():
        sign_in(client, person)
        assert [client.get(page).status_code for page in asked] == wanted, who


def test_the_page_says_what_holds(client, hackney, admin):
    sign_in(client, make_person("", hackney, [Role.IG_OFFICER]))
    page = client.get(address(hackney)).content.decode()
    for words in (
        "6 months after the start",
        "Every 12 months",
        "90, 30 and 7 days before",
        "10 working days",
        "You decide for each agreement",
        "There is no logo",
        "Not set up",
        "An administrator can change them.",
    ):
        assert words in page
    assert ">Change" not in page
    sign_in(client, admin)
    assert client.get(address(hackney)).content.decode().count(">Change<") == 3
    assert "settings/" in client.get(hackney.get_absolute_url()).content.decode()


def test_single_sign_on_is_shown_from_the_configuration(client, hackney, admin, settings):
    settings.SSO_PROVIDERS = [
        {
            "id": "hackney",
            "name": "Hackney’s own sign-in",
            "server_url": "https://login.hackney.example/",
            "client_id": "portal",
            "client_secret": "not for pages",
            "domains": ["hackney.example", "schools.hackney.example"],
        }
    ]
    sign_in(client, admin)
    page = client.get(address(hackney)).content.decode()
    assert "Hackney’s own sign-in" in page
    assert "schools.hackney.example" in page
    assert "not for pages" not in page
    settings.SSO_PROVIDERS = [settings.SSO_PROVIDERS[0] | {"domains": ["elsewhere.example"]}]
    assert "Not set up" in client.get(address(hackney)).content.decode()


def test_reviews_are_decided_on_their_page(client, hackney, admin):
    sign_in(client, admin)
    card = address(hackney, "change_settings", "reviews")
    page = client.get(card).content.decode()
    assert 'value="6"' in page
    assert page.count("checked") == 3
    answer = client.post(card, REVIEWS, follow=True)
    assert answer.redirect_chain == [(address(hackney), 302)]
    assert "60 and 7 days before" in answer.content.decode()
    held = again(hackney)
    assert (held.review_first_after_months, held.review_then_every_months, held.reminder_days) == (3, 24, (60, 7))


def test_b30_b43_the_other_cards(client, hackney, admin):
    sign_in(client, admin)
    client.post(address(hackney, "change_settings", "drafts"), {"draft_review_working_days": "１５"})
    client.post(address(hackney, "change_settings", "publication"), {"publication": "publish", "logo_sha256": "a" * 64})
    assert again(hackney) == Preferences(draft_review_working_days=15, publication=Publication.PUBLISH)
    assert client.get(address(hackney, "change_settings", "terms")).status_code == 404


@pytest.mark.parametrize("typed", ["", "0", "-1", "37", "6.5", "six", "9" * 5_000, "1e1", "\u200b", "[6]"])
def test_b30_b32_b33_a_number_of_months_is_a_whole_number_in_range(client, hackney, admin, typed):
    sign_in(client, admin)
    sent = REVIEWS | {"review_first_after_months": typed}
    page = client.post(address(hackney, "change_settings", "reviews"), sent).content.decode()
    assert "<title>Error: " in page
    assert "months after the start must be a whole number from 1 to 36" in page or "Enter after how many months" in page
    assert again(hackney) == DEFAULTS


@pytest.mark.parametrize("days", [[], ["5"], ["7", "soon"], ["9" * 30]])
def test_days_that_are_not_offered_are_refused(client, hackney, admin, days):
    sign_in(client, admin)
    answer = client.post(address(hackney, "change_settings", "reviews"), REVIEWS | {"reminder_days": days})
    assert "Select when people are reminded of a review" in answer.content.decode()
    assert again(hackney) == DEFAULTS


def test_b63_a_logo_is_taken_shown_and_removed(client, hackney, admin):
    sign_in(client, admin)
    sent = SimpleUploadedFile("../logo.exe", picture(), "application/x-msdownload")
    page = client.post(address(hackney, "logo"), {"logo": sent}, follow=True).content.decode()
    assert "The logo has been saved" in page
    assert 'width="240" height="72" alt="Logo of Hackney Council"' in page
    shown = client.get(address(hackney, "logo_picture"))
    assert shown["Content-Type"] == "image/png"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown.content == logos.content_of(again(hackney).logo_sha256) == logos.redrawn(picture())
    page = client.post(address(hackney, "logo"), {"remove": "yes"}, follow=True).content.decode()
    assert "There is no logo" in page
    assert client.get(address(hackney, "logo_picture")).status_code == 404
    assert logos.content_of(logos.keep(shown.content)) == shown.content


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("logo.svg", b"<svg/>", logos.WRONG_TYPE),
        ("logo.png", b"", logos.EMPTY),
        ("logo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * logos.LARGEST, logos.TOO_BIG),
        ("logo.jpg", b"\xff\xd8\xff\xe0 nothing more", logos.WRONG_TYPE),
    ],
)
def test_b62_b65_what_is_no_logo_is_refused_beside_the_question(client, hackney, admin, name, content, words):
    sign_in(client, admin)
    answer = client.post(address(hackney, "logo"), {"logo": SimpleUploadedFile(name, content)})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert words in page
    assert "<title>Error: " in page
    assert again(hackney).logo_sha256 == ""


def test_nothing_chosen_and_a_lost_picture(client, hackney, admin):
    sign_in(client, admin)
    assert "Select a file" in client.post(address(hackney, "logo"), {}).content.decode()
    services.change_logo(organisation=hackney, picture=picture(), by=admin, at=NOW)
    (logos._place(again(hackney).logo_sha256)).unlink()
    assert client.get(address(hackney, "logo_picture")).status_code == 404
    assert "There is no logo" in client.get(address(hackney)).content.decode()
