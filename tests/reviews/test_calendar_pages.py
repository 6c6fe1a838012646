"""A month of the calendar (ux 1.9): a table from Monday on, the same as a list, and no address that breaks it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from agreements.models import Suspension
from parties.models import Organisation
from reviews import months
from tests.factories.people import make_person
from tests.reviews import in_time
from tests.signing import entry

pytestmark = pytest.mark.django_db


STAGE = in_time.in_force


@pytest.fixture
def staged(scene):
    return scene


def page(client, staged, address: str) -> str:
    entry.sign_in(client, staged.officer)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def address(day) -> str:
    return f"/reviews/calendar/{day:%Y/%m}/"


def test_a_review_stands_on_its_day_in_table_and_list(client, staged):
    in_time.move(staged, 40)
    day = in_time.today() + timedelta(days=40)
    said = page(client, staged, address(day))
    assert f"1 review in {day:%B %Y}." in said
    cell = re.search(rf'<td[^>]*>\s*<time datetime="{day}">.*?</td>', said, re.DOTALL)[0]
    assert "◇" in cell
    assert "Review due:" in cell
    listed = said.partition("Day by day")[2]
    assert f"{day:%A} {day.day} {day:%B %Y}" in listed
    assert staged.agreement.reference in listed
    assert said.count('scope="col"') == 7
    assert said.index("Monday") < said.index("Sunday")


def test_what_is_overdue_says_so_and_an_empty_month_too(client, staged):
    in_time.move(staged, -40)
    day = in_time.today() - timedelta(days=40)
    assert "Review overdue:" in page(client, staged, address(day))
    said = page(client, staged, "/reviews/calendar/2027/03/")
    assert "No reviews in March 2027." in said
    assert "Day by day" not in said


def test_ends_and_pauses_stand_there_and_are_no_reviews(client, staged):
    today = in_time.today()
    staged.agreement.ends_on = today
    staged.agreement.save()
    Suspension.objects.create(
        agreement=staged.agreement, from_on=today, reason="A breach.", suspended_at=timezone.now()
    )
    said = page(client, staged, address(today))
    assert "Last day:" in said
    assert "Sharing paused:" in said
    assert f"No reviews in {today:%B %Y}." in said


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("0000/13", "2000/01"),
        ("1999/12", "2000/01"),
        ("2027/13", "2027/12"),
        ("2027/00", "2027/01"),
        ("2027/99", "2027/12"),
        ("2101/01", "2100/12"),
        ("9999/99", "2100/12"),
    ],
)
def test_a_month_out_of_range_leads_to_the_nearest(client, staged, asked, shown):
    entry.sign_in(client, staged.officer)
    answer = client.get(f"/reviews/calendar/{asked}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/reviews/calendar/{shown}/")
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("asked", ["2027/-1", "27/3", "2027/003", "x/y", "٢٠٢٧/٠٣", "2027", "20270/3", "2027/3.5"])
def test_what_is_no_month_is_no_page(client, staged, asked):
    entry.sign_in(client, staged.officer)
    assert client.get(f"/reviews/calendar/{asked}/").status_code == 404


def test_months_lead_to_each_other_and_stop_at_the_ends(client, staged):
    said = page(client, staged, "/reviews/calendar/2026/12/")
    assert 'href="/reviews/calendar/2027/01/"' in said
    assert 'href="/reviews/calendar/2026/11/"' in said
    first = page(client, staged, f"/reviews/calendar/{months.FIRST.address}/")
    assert 'rel="prev"' not in first
    last = page(client, staged, f"/reviews/calendar/{months.LAST.address}/")
    assert 'rel="next"' not in last
    answer = client.get("/reviews/calendar/")
    assert answer["Location"] == address(in_time.today())


def test_bank_holidays_are_those_of_the_nation_and_end_somewhere(client, staged):
    """28 December 2026 is one in England, 2 January 2026 in Scotland only."""
    assert page(client, staged, "/reviews/calendar/2026/12/").count("Bank holiday") == 2
    assert page(client, staged, "/reviews/calendar/2026/01/").count("Bank holiday") == 1
    Organisation.objects.filter(pk=staged.lead.pk).update(nation="scotland")
    assert page(client, staged, "/reviews/calendar/2026/01/").count("Bank holiday") == 2
    assert "are not known yet" not in page(client, staged, "/reviews/calendar/2026/12/")
    assert "Bank holidays after 31 December 2027 are not known yet." in page(
        client, staged, "/reviews/calendar/2028/02/"
    )


def test_today_is_today_in_the_united_kingdom(client, staged):
    """In summer the next day begins in London while it is still 11:30pm in universal time."""
    with time_machine.travel("2027-07-31T23:30:00Z", tick=False):
        entry.sign_in(client, staged.officer)
        assert client.get("/reviews/calendar/")["Location"] == "/reviews/calendar/2027/08/"


def test_many_on_one_day_are_a_few_and_a_link_to_all(client, staged, django_assert_max_num_queries):
    in_time.copies(staged, [40] * 33)
    day = in_time.today() + timedelta(days=40)
    entry.sign_in(client, staged.officer)
    client.get(address(day))
    with django_assert_max_num_queries(25):
        said = client.get(address(day)).content.decode()
    assert f'href="#day-{day}">30 more' in said
    assert said.partition("Day by day")[2].count("<dd>") == 33


def test_strangers_see_no_days(client, staged):
    in_time.move(staged, 40)
    staged.officer = make_person("stranger@example.org")
    said = page(client, staged, address(in_time.today() + timedelta(days=40)))
    assert "Street lighting" not in said
    client.logout()
    assert client.get("/reviews/calendar/2027/03/").status_code == 302
