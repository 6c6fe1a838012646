"""Saved views: a person's own ways of looking at the list, which nobody else sees or changes."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.roles import Role
from agreements.models import SavedView
from agreements.services import views as services
from foundation.verdicts import Refused
from tests.agreements.scene import AT
from tests.factories.parties import make_organisation
from tests.factories.people import make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann():
    return make_person("ann@thurrock.example", make_organisation("Thurrock Council"), [Role.IG_OFFICER])


@pytest.fixture
def bob():
    return make_person("bob@elsewhere.example")


def save(person, name="Due soon", query="review=due30"):
    return services.save_view(name=name, query=query, by=person, at=AT)


def test_a_view_keeps_its_filters_in_the_lists_own_order(client, ann):
    sign_in(client, ann)
    address = reverse("agreements:save_view") + "?sort=-title&page=3&state=draft&nonsense=1&q=Zo%C3%AB"
    html = client.get(address).content.decode()
    assert "State: Draft" in html
    assert "In order of title, last first" in html
    answer = client.post(address, {"name": " My  drafts "}, follow=True)
    view = SavedView.objects.get()
    assert (view.person, view.name, view.query) == (ann, "My drafts", "q=Zo%C3%AB&state=draft&sort=-title")
    html = answer.content.decode()
    assert "Saved as “My drafts”." in html
    assert 'aria-current="page">My drafts<' in html


def test_a_list_without_filters_is_no_view(client, ann):
    sign_in(client, ann)
    answer = client.post(reverse("agreements:save_view"), {"name": "Everything"})
    assert answer.status_code == 422
    assert "Choose a filter or an order first" in answer.content.decode()
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "Enter a name for this view"),
        ("\u200b\u200b", "Enter a name for this view"),
        ("!!", "Name must include letters or numbers"),
        ("x" * 61, "Name must be 60 characters or fewer"),
    ],
)
def test_b10_b11_a_name_that_is_none_is_refused_and_kept(client, ann, name, words):
    sign_in(client, ann)
    answer = client.post(reverse("agreements:save_view") + "?role=lead", {"name": name})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert "<title>Error: " in html
    assert len(name) < 3 or name in html


def test_b12_sixty_characters_are_what_a_reader_counts(client, ann):
    sign_in(client, ann)
    name = "A" + "👩🏽‍🚀" * 59
    assert client.post(reverse("agreements:save_view") + "?role=lead", {"name": name}).status_code == 302
    assert SavedView.objects.get().name == name


def test_two_views_never_share_a_name(ann, bob):
    save(ann, "Due soon")
    for same in ("Due soon", "DUE SOON"):
        with pytest.raises(Refused, match="already have a view called"):
            save(ann, same)
    save(bob, "Due soon")
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.create(reference=uuid.uuid4(), person=ann, name="Due soon", query="q=a", saved_at=AT)


def test_there_are_at_most_thirty(ann):
    for number in range(services.MOST):
        save(ann, f"View {number}")
    with pytest.raises(Refused, match="You have 30 saved views"):
        save(ann, "One more")


def test_renaming_and_deleting_through_the_pages(client, ann):
    view = save(ann)
    save(ann, "Taken")
    sign_in(client, ann)
    rename = reverse("agreements:rename_view", args=[view.reference])
    assert 'value="Due soon"' in client.get(rename).content.decode()
    assert client.post(rename, {"name": "taken"}).status_code == 422
    html = client.post(rename, {"name": "due SOON"}, follow=True).content.decode()
    assert "due SOON" in html
    assert "Review: Due in 30 days" in html
    delete = reverse("agreements:delete_view", args=[view.reference])
    assert "Its agreements stay" in client.get(delete).content.decode()
    assert "“due SOON” is deleted." in client.post(delete, follow=True).content.decode()
    assert list(SavedView.objects.values_list("name", flat=True)) == ["Taken"]


def test_another_persons_view_is_not_there(client, ann, bob):
    view = save(ann)
    sign_in(client, bob)
    for name in ("rename_view", "delete_view"):
        address = reverse(f"agreements:{name}", args=[view.reference])
        assert client.get(address).status_code == 404
        assert client.post(address, {"name": "Mine now"}).status_code == 404
    assert "Due soon" not in client.get(reverse("agreements:saved_views")).content.decode()
    assert "Due soon" not in client.get(reverse("agreements:list")).content.decode()
    for act in (
        lambda: services.rename_view(view=view, name="x", by=bob),
        lambda: services.delete_view(view=view, by=bob),
    ):
        with pytest.raises(Refused):
            act()
    assert SavedView.objects.get().name == "Due soon"


def test_nothing_saved_yet_says_how_to(client, ann):
    sign_in(client, ann)
    assert "You have saved no views yet" in client.get(reverse("agreements:saved_views")).content.decode()


def test_b16_a_name_is_shown_as_it_was_typed(client, ann):
    save(ann, "<script>alert(1)</script>", "role=lead")
    sign_in(client, ann)
    for name in ("list", "saved_views"):
        assert "<script>alert" not in client.get(reverse(f"agreements:{name}"), {"role": "lead"}).content.decode()


def test_closing_an_account_leaves_nothing_behind(ann):
    save(ann)
    assert SavedView._meta.get_field("person").remote_field.on_delete.__name__ == "CASCADE"
