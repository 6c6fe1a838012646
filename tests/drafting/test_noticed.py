"""What the page of checks says beside the checks (I01 to I03 of its list), from what the person may see."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from agreements import services as agreements
from agreements.choices import Status
from agreements.models import Agreement
from drafting import noticed
from dsaformat import reading
from tests.drafting.scene import AT, TODAY, Draft, draft, values
from tests.drafting.test_checking import at, document, page
from tests.factories.parties import make_organisation
from tests.factories.people import make_person, sign_in

pytestmark = pytest.mark.django_db


def told(scene, person=None, on=TODAY):
    found = noticed.notices(agreement=scene.agreement, document=document(scene), person=person or scene.officer, on=on)
    return {one.code: one for one in found}


def another(scene, organisations, **more):
    text = reading.parse(values(list(organisations), **more))
    return agreements.import_document(document=text, by=None, at=AT)


def test_nearly_the_same_agreement_is_named_to_those_who_may_see_it(client):
    """I01, B-2."""
    scene = draft(5)
    assert "I01" not in told(scene)
    twin = another(scene, scene.organisations[:4])
    one = told(scene)["I01"]
    assert twin.reference in one.message
    assert one.href == twin.get_absolute_url()
    sign_in(client, scene.officer)
    shown = page(client, at(scene, "checks"))
    assert twin.reference in shown
    assert shown.index("A similar agreement is there") > shown.index("For information")
    assert "A similar agreement is there" not in page(client, at(scene, "checks", severity="problem"))


def test_fewer_parties_or_other_data_are_not_nearly_the_same():
    scene = draft(5)
    another(scene, scene.organisations[:3])
    other = [
        {"key": "d", "title": "Roads", "supplier": "p0", "items": [{"key": "x", "name": "X", "types": ["pd_age"]}]}
    ]
    another(scene, scene.organisations, datasets=other)
    assert "I01" not in told(scene)


def test_an_agreement_that_one_may_not_see_is_not_named():
    """The fifth organisation is no party to the twin, and must not hear of it."""
    scene = draft(5)
    twin = another(scene, scene.organisations[:4])
    fifth = make_person("ig@fifth.example", scene.organisations[4], [Role.IG_OFFICER])
    assert "I01" not in told(scene, fifth)
    Agreement.objects.filter(pk=twin.pk).update(status=Status.WITHDRAWN)
    assert "I01" not in told(scene)


def test_three_reviews_that_wait_are_told():
    """I02."""
    scene = draft(2)
    for _ in range(3):
        assert "I02" not in told(scene)
        row = another(scene, [scene.lead, make_organisation()])
        overdue = {"status": Status.IN_FORCE, "review_on": TODAY - dt.timedelta(days=1)}
        Agreement.objects.filter(pk=row.pk).update(**overdue)
    said = told(scene)["I02"].message
    assert said.startswith("Borough 1 Council: 3 or more agreements")
    assert "Borough 2 Council" not in said
    assert "I02" not in told(scene, scene.partner)
    assert "I02" not in told(scene, on=TODAY - dt.timedelta(days=2))


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (None, "Nobody has decided yet whether it is published. Its public title would be “Early help”."),
        ("summary", "The parties have decided: publish a summary only. Its public title is “Early help”."),
        ("withhold", "The parties have decided not to publish it."),
    ],
)
def test_what_the_register_will_show(decision, words):
    """I03, C-15."""
    scene = draft(2, publication={"decision": decision})
    assert told(scene)["I03"].message == words


def test_it_asks_a_few_questions_whatever_the_number_of_parties():
    counts = []
    for parties in (2, 33):
        scene = draft(parties) if parties == 2 else more(parties)
        another(scene, scene.organisations)
        text = document(scene)
        with CaptureQueriesContext(connection) as queries:
            list(noticed.notices(agreement=scene.agreement, document=text, person=scene.officer, on=TODAY))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 9


def more(parties):
    """A second agreement, among more organisations, of the same people."""
    first = Agreement.objects.select_related("lead").earliest("pk")
    people = [first.lead, *(make_organisation(f"Parish {number} Council") for number in range(parties - 1))]
    officer = User.objects.get(email="ig@lead.example")
    text = reading.parse(values(people))
    made = agreements.import_document(document=text, by=officer, at=AT)
    return Draft(made, tuple(people), officer, officer, officer, officer, officer)
