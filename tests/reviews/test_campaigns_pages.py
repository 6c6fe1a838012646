"""The pages of campaigns: opening one step by step, following it, and what is typed wrong on the way."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from accounts.roles import Role
from lawfulbasis import services as law
from lawfulbasis.models import Entry
from reviews import candidates
from reviews.models import Campaign, Plan
from reviews.services import sittings
from tests.factories.people import make_person, sign_in
from tests.reviews import many

pytestmark = pytest.mark.django_db


def _scene():
    return many.in_force(3, at=timezone.now())


STAGE = _scene


@pytest.fixture
def made(scene):
    return scene


def see(client, path: str, status: int = 200, **query) -> str:
    answer = client.get(path, query)
    assert answer.status_code == status, answer
    said = answer.content.decode()
    assert "⟦missing" not in said
    assert said.count("<h1") == 1
    return said


def until(days: int) -> dict[str, str]:
    day = timezone.localdate() + dt.timedelta(days=days)
    return {"due_on_day": str(day.day), "due_on_month": str(day.month), "due_on_year": str(day.year)}


def typed(made, days: int = 21, **more):
    return {"title": "Look again", "note": "", "tick": [one.reference for one in made.agreements]} | until(days) | more


def opened(made) -> Campaign:
    return many.opened(made, at=timezone.now(), due_on=timezone.localdate() + dt.timedelta(days=21))


def test_from_the_reason_to_the_campaign(client, made):
    sign_in(client, made.officer)
    assert "Open a campaign" in see(client, "/reviews/campaigns/")
    assert "A change in the law" in see(client, "/reviews/campaigns/new/")
    answer = client.get("/reviews/campaigns/new/", {"kind": "period", "go": "1"})
    assert answer["Location"] == "/reviews/campaigns/new/period/"
    assert "Show the agreements" in see(client, answer["Location"])
    soon = candidates.period_days(timezone.localdate())[0][0]
    said = see(client, "/reviews/campaigns/new/period/", about=soon)
    assert "3 agreements will be reviewed" in said
    assert "Reviews due until" in said
    answer = client.post(f"/reviews/campaigns/new/period/?about={soon}", typed(made), follow=True)
    assert "The campaign is open" in answer.content.decode()
    campaign = Campaign.objects.get()
    assert (campaign.kind, campaign.subject, campaign.items.count()) == ("period", soon, 3)


def test_a_change_in_the_law_leads_to_the_agreements_it_touches(client, made):
    law.load_catalogue(at=timezone.now())
    day = Entry.objects.filter(current_wording_from__year=2026).values_list("current_wording_from", flat=True).first()
    sign_in(client, made.officer)
    assert f'value="{day}"' in see(client, "/reviews/campaigns/new/law/")
    said = see(client, "/reviews/campaigns/new/law/", about=str(day))
    assert "there is nothing to open" in said


def test_agreements_chosen_one_by_one(client, made):
    sign_in(client, made.officer)
    said = see(client, "/reviews/campaigns/new/chosen/", words="faults 4002")
    assert re.findall(r'name="tick"[^>]*value="([^"]+)"', said) == ["DSA-2025-4002"]
    client.post("/reviews/campaigns/new/chosen/", typed(made, tick=["DSA-2025-4002"]))
    assert list(Campaign.objects.get().items.values_list("agreement__reference", flat=True)) == ["DSA-2025-4002"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"tick": []}, "Select at least one agreement"),
        ({"title": ""}, "Enter a title"),
        ({"title": "", "tick": []}, "Select at least one agreement"),
        ({"due_on_day": "31", "due_on_month": "2"}, "Due date must be a real date"),
        ({"due_on_year": "2020"}, "Due date must be on or after"),
        ({"due_on_year": "2199"}, "Due date must be on or before"),
        ({"tick": ["DSA-1999-0001"]}, "Nothing was opened."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, made, wrong, words):
    sign_in(client, made.officer)
    answer = client.post("/reviews/campaigns/new/chosen/", typed(made, note="Look at section 4.") | wrong)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert words in said
    assert "Look at section 4." in said
    assert len(re.findall(r'name="tick"[^>]*checked', said)) == (0 if "tick" in wrong else 3)
    assert Campaign.objects.count() == 0


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/reviews/campaigns/new/?go=1", 422),
        ("/reviews/campaigns/new/?go=1&kind=rumour", 422),
        ("/reviews/campaigns/new/rumour/", 404),
        ("/reviews/campaigns/new/law/?about=rumour", 422),
        ("/reviews/campaigns/new/law/?about=", 422),
        ("/reviews/campaigns/new/chosen/?words=%27%22%3C" + "x" * 500, 200),
        ("/reviews/campaigns/99999999999999999999/", 404),
        ("/reviews/campaigns/0/", 404),
        ("/reviews/campaigns/?page=-1", 200),
    ],
)
def test_odd_addresses(client, made, path, status):
    sign_in(client, made.officer)
    assert client.get(path).status_code == status


def test_those_who_may_not_are_told_why(client, made):
    sign_in(client, make_person("reader@essex.example", made.lead, [Role.READER]))
    assert "Only reviewers and information governance officers of Essex" in see(client, "/reviews/campaigns/new/", 403)
    assert client.post("/reviews/campaigns/new/chosen/", typed(made)).status_code == 403
    assert "Open a campaign" not in see(client, "/reviews/campaigns/")
    sign_in(client, make_person("nobody@example.org"))
    assert "You do not belong to an organisation" in see(client, "/reviews/campaigns/new/", 403)
    assert Campaign.objects.count() == 0


def test_progress_by_agreement_by_organisation_and_party_by_party(client, made):
    campaign = opened(made)
    sittings.confirm(
        agreements=made.agreements[:2], organisation=made.partner, note="", by=made.reviewer, at=timezone.now()
    )
    sign_in(client, made.officer)
    said = see(client, f"/reviews/campaigns/{campaign.pk}/")
    assert "2 of 6 answers given" in said
    assert "0 of 3 reviews concluded" in said
    assert "Waiting for answers" in said
    said = see(client, f"/reviews/campaigns/{campaign.pk}/organisations/")
    assert said.index("Essex County Council</th>") < said.index("Essex Police</th>")
    said = see(client, f"/reviews/campaigns/{campaign.pk}/{made.agreements[0].reference}/")
    assert "1 of 2 parties answered" in said
    assert "Pat Police" in said
    assert client.get(f"/reviews/campaigns/{campaign.pk}/DSA-1999-0001/").status_code == 404


def test_one_agreement_shows_its_parties_at_once(client):
    made = many.in_force(1, at=timezone.now())
    campaign = opened(made)
    sign_in(client, made.officer)
    said = see(client, f"/reviews/campaigns/{campaign.pk}/")
    assert "Essex Police</th>" in said


def test_reminding_and_closing(client, made):
    campaign = opened(made)
    sign_in(client, made.officer)
    answer = client.post(f"/reviews/campaigns/{campaign.pk}/remind/", follow=True)
    assert "Everybody who has not answered is reminded." in answer.content.decode()
    answer = client.post(f"/reviews/campaigns/{campaign.pk}/remind/", follow=True)
    assert "were reminded today already" in answer.content.decode()
    assert "0 of 3 agreements are concluded" in see(client, f"/reviews/campaigns/{campaign.pk}/close/")
    client.post(f"/reviews/campaigns/{campaign.pk}/close/")
    said = see(client, f"/reviews/campaigns/{campaign.pk}/")
    assert "Closed by Ada Field" in said
    assert "Remind those" not in said
    assert "This campaign is closed." in see(client, f"/reviews/campaigns/{campaign.pk}/close/")
    assert "closed on" in see(client, "/reviews/campaigns/")


def test_parties_see_their_list_and_not_the_lead_s_campaign(client, made):
    campaign = opened(made)
    sign_in(client, made.reviewer)
    said = see(client, "/reviews/sitting/", campaign=str(campaign.pk))
    assert "Look again" in said
    assert said.count('name="tick"') == 3
    assert client.get(f"/reviews/campaigns/{campaign.pk}/").status_code == 404
    assert client.post(f"/reviews/campaigns/{campaign.pk}/close/").status_code == 404
    sign_in(client, make_person("stranger@example.org"))
    assert client.get("/reviews/sitting/", {"campaign": campaign.pk}).status_code == 404


def test_what_is_due_far_ahead_can_be_answered_once_it_is_opened(client, made):
    for agreement in made.agreements:
        many.due(agreement, timezone.localdate() + dt.timedelta(days=300))
    campaign = many.opened(made, at=timezone.now(), due_on=timezone.localdate() + dt.timedelta(days=9), start=False)
    sign_in(client, made.reviewer)
    assert 'name="tick"' not in see(client, "/reviews/sitting/", campaign=str(campaign.pk))
    sign_in(client, made.officer)
    assert "3 reviews are still being opened." in see(client, f"/reviews/campaigns/{campaign.pk}/")
    assert Plan.objects.count() == 3


def test_of_500_each_page_needs_few_queries(client, django_assert_max_num_queries):
    made = many.in_force(500, at=timezone.now())
    campaign = many.opened(made, at=timezone.now(), due_on=timezone.localdate() + dt.timedelta(days=21), start=False)
    sign_in(client, made.officer)
    soon = candidates.period_days(timezone.localdate())[0][0]
    one = f"/reviews/campaigns/{campaign.pk}/"
    paths = ("/reviews/campaigns/", one, f"{one}organisations/", "/reviews/campaigns/new/chosen/")
    see(client, "/reviews/campaigns/")
    for path in (*paths, f"/reviews/campaigns/new/period/?about={soon}"):
        with django_assert_max_num_queries(25):
            see(client, path)
    sign_in(client, made.reviewer)
    with django_assert_max_num_queries(25):
        see(client, "/reviews/sitting/", campaign=str(campaign.pk))


@pytest.mark.parametrize("parties", [2, 33, 100])
def test_one_agreement_with_many_parties_is_a_row_of_answers_each(client, parties, django_assert_max_num_queries):
    made = many.in_force(1, at=timezone.now())
    many.join(made.agreements[0], parties - 2)
    campaign = opened(made)
    sittings.confirm(
        agreements=made.agreements, organisation=made.partner, note="", by=made.reviewer, at=timezone.now()
    )
    sign_in(client, made.officer)
    one = f"/reviews/campaigns/{campaign.pk}/"
    see(client, one)
    for path in (one, f"{one}organisations/", f"{one}{made.agreements[0].reference}/"):
        with django_assert_max_num_queries(25):
            said = see(client, path)
        assert f"1 of {parties}" in said
    assert said.count("Waiting</strong>") == parties - 1
