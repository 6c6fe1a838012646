"""Searching and filtering, whatever stands in the address."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from foundation import text
from parties.models import Organisation
from parties.services import successions
from tests.factories.parties import make_organisation, make_ready_organisation
from tests.factories.people import make_operator, make_person, place, sign_in

pytestmark = pytest.mark.django_db
URL = "/organisations/"


@pytest.fixture
def page(client):
    sign_in(client, make_person())

    def get(query: str = "") -> str:
        answer = client.get(f"{URL}?{query}")
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def many(count: int) -> None:
    Organisation.objects.bulk_create(
        Organisation(
            legal_name=f"Body {n:04}",
            slug=f"body-{n}",
            name_skeleton=text.skeleton(f"Body {n:04}"),
            search_text=f"body {n:04}",
            kind="school",
            nation="england",
            created_at=timezone.now(),
        )
        for n in range(count)
    )


def test_signed_out_people_are_asked_to_sign_in(client):
    assert client.get(URL)["Location"].startswith("/account/sign-in/")


def test_empty(page):
    assert "No organisations have been added yet." in page()


def test_the_way_to_groups(page):
    assert f'href="{reverse("parties:collectives")}"' in page()


@pytest.mark.parametrize("query", ["q=zoe", "q=ZOË", "q=met", "q=z699129x", "q=trust+zo"])
def test_names_accents_short_names_and_ico_numbers_find(page, query):
    make_organisation("Zoë Trust", short_name="Met Z", ico_reference="Z699129X")
    make_organisation("Elsewhere")
    found = page(query)
    assert "Zoë Trust" in found
    assert "Elsewhere" not in found
    assert "<strong>1</strong> organisation found" in found


@pytest.mark.parametrize(
    "query",
    [
        "q=%00hackney", "q=%ff%fe", "q=%ED%A0%80", "q=%27+%26+%7C+%21+%28%3A%2A+%22", "q=%25", "q=_",
        "q=%27+OR+1%3D1--", "sort=title;drop", "page=abc", "page=-1", "page=1000000000000000000000", "page=",
        "kind=nonsense", "nation=%00", "state=all&state=x",
    ],
)  # fmt: skip
def test_rows_1_to_9_and_45_odd_queries_are_answered(page, query):
    make_organisation("Hackney Council")
    found = page(query)
    if query.startswith(("q=%25", "q=_", "q=%27+OR")):
        assert "No organisations match" in found
    if query.startswith(("page", "sort", "kind", "q=%00")):
        assert "Hackney Council" in found


def test_row_6_a_long_query_is_cut_and_says_so(page):
    found = page("q=" + "x" * 10_000)
    assert "We searched for the first 200 characters" in found
    assert "x" * 201 not in found


def test_filters_and_their_chips(page):
    make_organisation("Hackney Council")
    make_organisation("Essex Police", "police")
    gone = make_organisation("Old Council")
    successions.end(
        organisation=gone, how="abolished", on=dt.date(2020, 4, 1), successors=[], by=make_operator(), at=timezone.now()
    )
    found = page("kind=police")
    assert "Essex Police" in found
    assert "Hackney Council" not in found
    assert "Remove this filter: " in found
    assert "Old Council" in page("state=ended")
    assert "Old Council" not in page("state=active")
    assert "No organisations match" in page("nation=wales&q=hackney")


@pytest.mark.parametrize("count", [10, 400])
def test_the_query_count_does_not_grow(client, django_assert_max_num_queries, count):
    many(count)
    sign_in(client, make_person("", make_ready_organisation("Hackney Council"), [Role.IG_OFFICER]))
    client.get(URL)
    with django_assert_max_num_queries(12):
        assert client.get(URL + "?q=body&kind=school").status_code == 200


def test_pages_of_the_list(page):
    many(60)
    assert "(page 1 of 3)" in page()
    assert "Body 0059" in page("page=3")
    assert "Body 0000" in page("page=99")


def test_switching_needs_a_place_there(client):
    first, second, foreign = (make_organisation(name) for name in ("First", "Second", "Foreign"))
    person = make_person("", first, [Role.READER])
    place(person, second, [Role.READER])
    sign_in(client, person)
    assert client.post(reverse("parties:switch"), {"organisation": "second"})["Location"] == reverse("home")
    assert client.session["organisation"] == second.pk
    assert client.post(reverse("parties:switch"), {"organisation": foreign.slug}).status_code == 404
    assert client.post(reverse("parties:switch"), {"organisation": "\0"}).status_code == 404
    assert client.post(reverse("parties:switch"), {}).status_code == 404
    for bad in ["//evil", "https:evil", "javascript:alert(1)", "\\evil"]:
        answer = client.post(reverse("parties:switch"), {"organisation": "first", "next": bad})
        assert answer["Location"] == reverse("home")
    answer = client.post(reverse("parties:switch"), {"organisation": "first", "next": "/organisations/"})
    assert answer["Location"] == "/organisations/"
    assert client.get(reverse("parties:switch")).status_code == 405


def test_the_page_shows_the_chosen_organisation(client):
    first, second = make_organisation("First"), make_organisation("Second")
    person = make_person("", first, [Role.READER])
    place(person, second, [Role.READER])
    sign_in(client, person)
    assert client.get(URL).context["current_organisation"] == first
    client.post(reverse("parties:switch"), {"organisation": "second"})
    assert client.get(URL).context["current_organisation"] == second


@pytest.mark.parametrize(
    "path", ["/organisations/none/", "/organisations/%00/", "/organisations/%2e%2e/", f"/organisations/{'x' * 5000}/"]
)
def test_rows_2_and_44_addresses_that_lead_nowhere(client, path):
    sign_in(client, make_person())
    assert client.get(path).status_code == 404
