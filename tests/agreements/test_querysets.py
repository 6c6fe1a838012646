"""Who sees which agreement, and at what price."""

import pytest
from django.contrib.auth.models import AnonymousUser, Permission

from accounts.models import User
from agreements import policies, services
from agreements.models import Agreement, AgreementHelperGrant, Party, Version
from tests.agreements.scene import AT, essex, set_scene

pytestmark = pytest.mark.django_db


def fresh(person: User) -> User:
    """As in a new request: nothing remembered."""
    return User.objects.get(pk=person.pk)


@pytest.mark.parametrize(("who", "sees"), [("officer", True), ("reader", True), ("partner", True), ("outsider", False)])
def test_parties_people_see_it_and_nobody_else(who, sees):
    scene = set_scene()
    services.freeze(agreement=scene.agreement, by=scene.officer, at=AT)
    person = fresh(getattr(scene, who))
    for model in (Agreement, Party, Version):
        assert model.objects.visible_to(person).exists() is sees
    assert bool(policies.can_view(person, scene.agreement)) is sees


def test_signed_out_nobody_sees_anything():
    set_scene()
    assert not Agreement.objects.visible_to(AnonymousUser()).exists()


def test_somebody_who_left_sees_nothing():
    scene = set_scene()
    scene.reader.is_active = False
    assert not Agreement.objects.visible_to(scene.reader).exists()


def test_a_named_helper_sees_one_agreement():
    scene = set_scene()
    other = services.import_document(document=essex(), by=None, at=AT)
    permission = Permission.objects.get(codename="view_agreement", content_type__app_label="agreements")
    AgreementHelperGrant.objects.create(user=scene.outsider, permission=permission, content_object=other)
    assert list(Agreement.objects.visible_to(fresh(scene.outsider))) == [other]


def test_the_question_costs_two_queries(django_assert_num_queries):
    scene = set_scene()
    person = fresh(scene.officer)
    with django_assert_num_queries(2):  # the organisations, once a request, and the list
        list(Agreement.objects.visible_to(person))
    with django_assert_num_queries(1):
        list(Agreement.objects.visible_to(person).select_related("lead"))


def test_a_word_is_looked_up_once_and_not_for_each_agreement():
    """Beside an "or", PostgreSQL works a subquery about the row around it out again for every row: it took seconds."""
    asked = str(Agreement.objects.found_by("rough sleeping").with_party_named("essex").order_by().query)
    _, _, conditions = asked.partition(" WHERE ")
    assert "agreements_party" in conditions
    assert '= ("agreements_agreement"."id")' not in conditions
    assert '= "agreements_agreement"."id"' not in conditions
