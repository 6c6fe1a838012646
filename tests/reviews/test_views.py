"""The reviews page: what is overdue first, in words, for those whom it concerns."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.roles import Role
from agreements.models import Agreement
from reviews import services
from reviews.services import planning
from tests.factories.people import make_person
from tests.signing import entry, scene

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def in_force() -> scene.Scene:
    at = timezone.now() - 60 * MINUTE
    staged = scene.set_stage(at)
    scene.open_round(staged, at, timezone.localdate(at) + dt.timedelta(days=10))
    scene.sign(staged, staged.first, at + MINUTE)
    scene.sign(staged, staged.second, at + 2 * MINUTE)
    staged.agreement.refresh_from_db()
    return staged


def page(client, staged, query: str = "") -> str:
    entry.sign_in(client, staged.officer)
    answer = client.get(f"/reviews/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def move(staged, days: int) -> None:
    staged.agreement.review_on = timezone.localdate() + dt.timedelta(days=days)
    staged.agreement.save()


@pytest.mark.parametrize(
    ("days", "group", "words"),
    [
        (-12, "Overdue", "Overdue by 12 days"),
        (0, "Next 30 days", "Due today"),
        (14, "Next 30 days", "Due in 14 days"),
        (60, "Next 90 days", "Due in 8 weeks"),
        (400, "Later", "Due in 57 weeks"),
    ],
)
def test_each_stands_in_its_group(client, in_force, days, group, words):
    move(in_force, days)
    said = page(client, in_force)
    assert f">{group}</h2>" in said
    assert words in said
    assert "we lead" in said


def test_the_rule_counts_before_the_first_sweep_and_after_it(client, in_force):
    assert ">Later</h2>" in page(client, in_force)
    services.plan_new(at=timezone.now())
    assert ">Later</h2>" in page(client, in_force)


def test_no_date_at_all_is_overdue(client, in_force, monkeypatch):
    monkeypatch.setattr(planning, "_by_rule", lambda agreement, in_force_on: None)
    said = page(client, in_force)
    assert ">Overdue</h2>" in said
    assert "No review date" in said


def test_nothing_in_force_nothing_due(client):
    staged = scene.set_stage(timezone.now() - MINUTE)
    assert "No reviews due." in page(client, staged)


def test_only_those_we_lead(client, in_force):
    assert "Street lighting faults" in page(client, in_force, "?role=lead")
    in_force.officer = make_person("pat@police.example", in_force.partner, [Role.REVIEWER])
    assert "led by Essex County Council" in page(client, in_force)
    assert "Street lighting faults" not in page(client, in_force, "?role=lead")


def test_strangers_see_nothing_and_odd_pages_are_the_first(client, in_force):
    in_force.officer = make_person("stranger@example.org")
    assert "Street lighting faults" not in page(client, in_force)
    assert client.get("/reviews/?page=99999999999999999999").status_code == 200
    client.logout()
    assert client.get("/reviews/").status_code == 302


def test_the_holiday_calendar_says_where_it_ends(client, in_force):
    move(in_force, 900)
    assert "Bank holidays are known until" in page(client, in_force)


def test_as_many_queries_for_many_as_for_one(client, in_force, django_assert_max_num_queries):
    for number in range(3):
        copy = Agreement.objects.get(pk=in_force.agreement.pk)
        copy.pk, copy.reference = None, f"DSA-2026-{900 + number:04d}"
        copy.review_on = timezone.localdate()
        copy.save()
        for party in in_force.agreement.parties.all():
            party.pk, party.agreement = None, copy
            party.save()
    services.plan_new(at=timezone.now())
    entry.sign_in(client, in_force.officer)
    client.get("/reviews/")
    with django_assert_max_num_queries(25):
        assert client.get("/reviews/").content.decode().count("app-agenda__item") == 4
