"""The reviews page: what is overdue first, in words, for those whom it concerns; and the year in bars above it."""

import re

import pytest
from django.utils import timezone

from accounts.roles import Role
from agreements.models import Agreement
from reviews import services
from reviews.models import Plan
from tests.factories.parties import make_organisation
from tests.factories.people import make_person, place
from tests.reviews import in_time
from tests.reviews.in_time import DAY, MINUTE, move
from tests.signing import entry, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_force() -> scene.Scene:
    return in_time.in_force()


def page(client, staged, query: str = "") -> str:
    entry.sign_in(client, staged.officer)
    answer = client.get(f"/reviews/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("days", "group", "words", "sign"),
    [
        (-12, "Overdue", "Overdue by 12 days", "▲"),
        (0, "Next 30 days", "Due today", "◆"),
        (14, "Next 30 days", "Due in 14 days", "◆"),
        (60, "Next 90 days", "Due in 8 weeks", "◇"),
        (400, "Later", "Due in 57 weeks", "●"),
    ],
)
def test_each_stands_in_its_group_and_leads_to_its_review(client, in_force, days, group, words, sign):
    move(in_force, days)
    said = page(client, in_force)
    assert f">{group}</h2>" in said
    assert f'<span aria-hidden="true">{sign}</span> {words}' in said
    assert "we lead" in said
    assert f'href="/agreements/{in_force.agreement.reference}/reviews/1/"' in said


def test_what_came_into_force_a_moment_ago_is_not_overdue(client, in_force):
    said = page(client, in_force)
    assert ">Later</h2>" in said
    assert "The day is being worked out" in said
    assert "No review is overdue" in said
    services.plan_new(at=timezone.now())
    said = page(client, in_force)
    assert ">Later</h2>" in said
    assert "Due in" in said


def test_no_date_at_all_is_overdue(client, in_force):
    """Bad input: an agreement without any date is never forgotten."""
    services.plan_new(at=timezone.now())
    Plan.objects.update(review_on=None, next_notice_at=None)
    Agreement.objects.update(review_on=None)
    said = page(client, in_force)
    assert ">Overdue</h2>" in said
    assert "No review date" in said
    assert "1 review is overdue" in said


def test_nothing_in_force_nothing_due(client):
    staged = scene.set_stage(timezone.now() - MINUTE)
    said = page(client, staged)
    assert "No reviews due." in said
    assert "app-year" not in said


def test_by_role(client, in_force):
    assert "Street lighting faults" in page(client, in_force, "?role=lead")
    assert "Street lighting faults" not in page(client, in_force, "?role=party")
    in_force.officer = make_person("pat@police.example", in_force.partner, [Role.REVIEWER])
    assert "led by Essex County Council" in page(client, in_force)
    assert "Street lighting faults" not in page(client, in_force, "?role=lead")
    assert "Street lighting faults" in page(client, in_force, "?role=party")
    assert "Street lighting faults" in page(client, in_force, "?role=%00nonsense")


def test_strangers_see_nothing_and_odd_pages_are_the_first(client, in_force):
    in_force.officer = make_person("stranger@example.org")
    assert "Street lighting faults" not in page(client, in_force)
    assert client.get("/reviews/?page=99999999999999999999").status_code == 200
    client.logout()
    assert client.get("/reviews/").status_code == 302


def test_for_the_organisation_that_the_person_looks_for(client, in_force):
    elsewhere = make_organisation("Norwich City Council")
    move(in_force, 3)
    person = make_person("two@example.org", elsewhere, [Role.READER])
    place(person, in_force.lead, [Role.READER])
    entry.sign_in(client, person)
    seen = {}
    for organisation in (elsewhere, in_force.lead):
        client.post("/organisations/switch/", {"organisation": organisation.slug})
        seen[organisation.name] = "Street lighting faults" in client.get("/reviews/").content.decode()
    assert seen == {"Norwich City Council": False, "Essex County Council": True}


def test_the_holiday_calendar_says_where_it_ends(client, in_force):
    move(in_force, 900)
    assert "Bank holidays are known until" in page(client, in_force)


def test_the_year_says_the_same_in_bars_links_and_table(client, in_force):
    move(in_force, -12)
    in_time.copies(in_force, [-1, -400, 0, 45, 45, 800])
    said = page(client, in_force)
    assert "3 reviews are overdue" in said
    assert "1 comes later." in said
    drawing = re.search(r'<svg class="app-picture.*?</svg>', said, re.DOTALL)[0]
    drawn = re.findall(r"<text[^>]*>(\d+)</text>", drawing)
    months = re.search(r'<ul class="app-year__months">.*?</ul>', said, re.DOTALL)[0]
    linked = re.findall(r": (\d+)</span>", months)
    table = said.partition("Reviews by month</caption>")[2].partition("</table>")[0]
    listed = re.findall(r'numeric">\s*(\d+)', table.partition("<tbody")[2])
    assert drawn == linked == listed[:13]
    assert (len(drawn), drawn[0], sum(map(int, drawn))) == (13, "3", 6)
    assert listed[13:] == ["1"]
    day = in_time.today() + 45 * DAY
    assert f'href="/reviews/calendar/{day:%Y/%m}/"' in months
    assert 'id="overdue"' in said


def test_as_many_queries_for_many_as_for_one(client, in_force, django_assert_max_num_queries):
    in_time.copies(in_force, [number - 20 for number in range(120)])
    entry.sign_in(client, in_force.officer)
    client.get("/reviews/")
    with django_assert_max_num_queries(25):
        said = client.get("/reviews/").content.decode()
    assert said.count("app-agenda__item") == 50
    assert "of 121 reviews" in said
    assert "Reviews (page 3 of 3)" in client.get("/reviews/?page=3").content.decode()
