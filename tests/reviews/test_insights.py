"""What is overdue, by organisation, and what is published although its review is long overdue."""

import re
import sys

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from agreements.choices import RenderingState
from agreements.models import PublishedRendering
from reviews.models import Plan
from reviews.services import reviewing
from tests.factories.people import make_person
from tests.reviews import in_time
from tests.signing import entry

pytestmark = pytest.mark.django_db


STAGE = in_time.in_force


@pytest.fixture
def staged(scene):
    return scene


def page(client, person) -> str:
    entry.sign_in(client, person)
    answer = client.get("/reviews/insights/")
    assert answer.status_code == 200
    return answer.content.decode()


def cells(said: str, caption: str) -> list[list[str]]:
    """A table's rows as texts."""
    body = said.partition(f">{caption}</caption>")[2].partition("</table>")[0]
    rows = re.findall(r'<tr class="govuk-table__row">(.*?)</tr>', body.partition("<tbody")[2], re.DOTALL)
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in rows
    ]


def test_the_picture_and_the_table_say_the_same(client, staged):
    in_time.move(staged, -12)
    copies = in_time.copies(staged, [-3, -40, 0, 30, 31, 90, 91, 400])
    copies[1].lead = staged.partner
    copies[1].save()
    said = page(client, staged.officer)
    assert "3 reviews are overdue, at 2 lead organisations" in said
    rows = cells(said, "Overdue reviews by lead organisation")
    assert rows == [["Essex County Council", "2", "Overdue by 12 days"], ["Essex Police", "1", "Overdue by 40 days"]]
    drawing = re.search(r'<svg class="app-picture.*?</svg>', said, re.DOTALL)[0]
    drawn = re.findall(r"<text[^>]*>([^<]*)</text>", drawing)
    assert drawn == [text for row in rows for text in row[:2]]
    assert cells(said, "How reviews stand") == [
        ["▲ Overdue", "3"],
        ["◆ Next 30 days", "2"],
        ["◇ Next 90 days", "2"],
        ["● Later", "2"],
    ]


def test_nothing_overdue_draws_nothing(client, staged):
    in_time.move(staged, 12)
    said = page(client, staged.officer)
    assert "No review is overdue" in said
    assert "app-picture" not in said


def test_no_day_at_all_is_overdue_for_longest(client, staged):
    in_time.move(staged, -12)
    in_time.copies(staged, [-3])
    staged.agreement.review_on = None
    staged.agreement.save()
    Plan.objects.filter(agreement=staged.agreement).update(review_on=None, next_notice_at=None)
    assert cells(page(client, staged.officer), "Overdue reviews by lead organisation") == [
        ["Essex County Council", "2", "No review date"]
    ]


@pytest.mark.parametrize(("days", "is_flagged"), [(-80, False), (-100, True)])
def test_what_is_published_and_three_months_late_is_flagged(client, staged, days, is_flagged):
    in_time.move(staged, days)
    assert "Published agreements whose review" not in page(client, staged.officer)
    at = timezone.now()
    PublishedRendering.objects.create(
        version=staged.version, asked_at=at, state=RenderingState.DONE, finished_at=at, size=1, sha256="0" * 64
    )
    found = cells(page(client, staged.officer), "Published agreements whose review is more than 3 months overdue")
    assert bool(found) is is_flagged
    assert not found or found[0][2] == "Overdue by 100 days"


def test_others_see_none_of_it_and_many_cost_no_more(client, staged, django_assert_max_num_queries):
    in_time.copies(staged, [-days for days in range(1, 34)])
    stranger = make_person("stranger@example.org")
    assert "Essex" not in page(client, stranger).partition("<main")[2].partition("<footer")[0]
    entry.sign_in(client, staged.officer)
    client.get("/reviews/insights/")
    with django_assert_max_num_queries(25):
        assert "33 reviews are overdue" in client.get("/reviews/insights/").content.decode()


def ours(client, person) -> list[list[str]]:
    return cells(page(client, person), "Overdue answers of our own")


def test_what_others_lead_and_we_have_not_answered_in_time_is_listed_longest_first(client, staged):
    in_time.move(staged, -12)
    in_time.copies(staged, [-40, 0, 5])
    police = make_person("dpo@police.example", staged.partner, [Role.REVIEWER])
    found = ours(client, police)
    assert [("led by Essex County Council" in row[0], row[1].partition(" days")[0]) for row in found] == [
        (True, "Overdue by 40"),
        (True, "Overdue by 12"),
    ]
    shown = page(client, police)
    assert "2 answers of Essex Police are overdue where others lead" in shown
    assert reverse("reviews:one", args=[staged.agreement.reference, 1]) in shown
    assert ours(client, staged.officer) == []
    assert "No answer of Essex County Council is overdue where others lead" in page(client, staged.officer)


def test_what_we_answered_is_not_overdue_for_us(client, staged):
    in_time.move(staged, -12)
    police = make_person("dpo@police.example", staged.partner, [Role.REVIEWER])
    reviewing.answer(
        agreement=staged.agreement, organisation=staged.partner, said=reviewing.Said(), by=police, at=timezone.now()
    )
    shown = page(client, police)
    assert "No answer of Essex Police is overdue where others lead" in shown
    assert "1 review is overdue" in shown


def test_a_long_list_of_ours_is_cut_and_counted(client, staged, monkeypatch):
    monkeypatch.setattr(sys.modules["reviews.views.insights"], "LISTED", 2)
    in_time.copies(staged, [-1, -2, -3, -4, -5])
    police = make_person("dpo@police.example", staged.partner, [Role.REVIEWER])
    shown = page(client, police)
    assert len(cells(shown, "Overdue answers of our own")) == 2
    assert "3 more are overdue." in shown
