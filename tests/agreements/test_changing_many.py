"""Changing what 33 and 100 parties share under: pages ask the database little, and are made in time."""

import datetime as dt
import time

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement
from agreements.services import changing as verbs
from agreements.services import ends
from dsaformat import editing
from tests.closing import changed, ending
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
SECONDS = 3
"""Of the processor, with room for a slow machine: a page of a hundred parties takes a third of one."""


def crowd(number: int, since: dt.datetime):
    """Every party keeps data of its own rule; three have left."""
    keys = ["essex", "police", *(f"body-{one}" for one in range(number - 2))]
    keeps = [{"key": f"r-{key}", "party": key, "period": {"number": 2, "unit": "years"}} for key in keys]
    scene = ending.crowd(keys, since, parties=[ending.party(key) for key in keys], retention=keeps)
    for key in keys[-3:]:
        act = {"organisation": scene.organisations[key], "leaves_on": since.date(), "reason": "Done.", "by": None}
        ends.leave(departure=ends.give_notice(agreement=scene.fresh(), at=since, **act), at=since)
    return scene


def shorten(key):
    return lambda document: editing.put(document, f"retention/r-{key}", {"period": {"number": 1, "unit": "years"}})


@pytest.mark.parametrize("number", [33, 100])
def test_the_pages_of_a_change(client, django_assert_max_num_queries, number):
    scene = crowd(number, timezone.now() - 2 * DAY)
    sign_in(client, scene.officer)
    ask = reverse("agreements:change_new", args=[scene.agreement.reference])
    spent = [_timed(client, django_assert_max_num_queries, ask)]
    new = changed.frozen(scene, timezone.now() - DAY, shorten("police"), shorten("body-0"))
    names = ["change", "change_in_force", "overview"]
    spent += [
        _timed(client, django_assert_max_num_queries, reverse(f"agreements:{name}", args=[new.reference]))
        for name in names
    ]
    assert max(spent) < SECONDS
    assert "Essex Police" in client.get(reverse("agreements:change", args=[new.reference])).content.decode()
    began = time.process_time()
    verbs.put_in_force(agreement=new, by=scene.officer, at=timezone.now())
    assert time.process_time() - began < SECONDS
    assert Agreement.objects.get(pk=new.pk).parties.count() == number - 3
    versions = [agreement.versions.latest("number") for agreement in (scene.agreement, new)]
    for page in (scene.agreement, new, *versions):
        spent.append(_timed(client, django_assert_max_num_queries, page.get_absolute_url()))
    assert max(spent) < SECONDS


def _timed(client, limit, address: str) -> float:
    client.get(address)
    began = time.process_time()
    with limit(25, info=address):
        assert client.get(address).status_code == 200
    return time.process_time() - began
