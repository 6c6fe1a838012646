"""Whoever may sign is led there, wherever they belong; whoever may not any more is asked nothing."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from agreements import services as agreements
from dsaportal import work
from foundation.verdicts import Refused
from parties.models import Mandate, Membership
from parties.services import mandates, people
from signing import policies, tasks
from signing.choices import RequestState, RoundState
from signing.models import Alternate, Request
from signing.services import rounds
from tests.factories.people import make_person
from tests.signing import entry, scene
from tests.signing.scene import AT, MINUTE
from tests.signing.test_views import address, walk

pytestmark = pytest.mark.django_db


def reasons(act) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.reasons


@pytest.fixture
def staged(settings, tmp_path) -> scene.Scene:
    settings.MEDIA_ROOT = tmp_path
    return scene.set_stage()


@pytest.fixture
def asked(staged) -> scene.Scene:
    scene.open_round(staged)
    staged.agreement.refresh_from_db()
    return staged


def test_withdrawing_closes_the_round_and_what_was_still_asked(asked):
    scene.sign(asked, asked.first, AT + MINUTE)
    rounds.withdraw(agreement=asked.agreement, by=asked.officer, at=AT + 2 * MINUTE, reason="Not needed any more")
    assert (asked.round.state, asked.round.closed_at) == (RoundState.WITHDRAWN, AT + 2 * MINUTE)
    assert asked.request_of(asked.first).state == RequestState.SIGNED
    assert asked.request_of(asked.second).state == RequestState.WITHDRAWN
    assert not Request.objects.waiting_for(asked.second, AT.date()).exists()


def test_a_round_left_open_by_a_withdrawal_below_is_closed_by_the_sweep(asked):
    agreements.withdraw(agreement=asked.agreement, by=asked.officer, at=AT, reason="Not needed any more")
    assert not Request.objects.waiting_for(asked.first, AT.date()).exists()
    tasks.sweep()
    assert asked.round.state == RoundState.WITHDRAWN
    assert set(Request.objects.values_list("state", flat=True)) == {RequestState.WITHDRAWN}


# --- who is still entitled -----------------------------------------------------------------------------------------


def administrator_of(organisation) -> User:
    return User.objects.get(email=f"admin1@{organisation.slug}.example")


def place_of(person) -> Membership:
    return Membership.objects.get(person=person, organisation__slug__startswith="essex")


def test_nothing_waits_for_whoever_may_not_sign_any_more(asked):
    assert work.groups(person=asked.second, on=AT.date())[0].code == "signatures"
    people.suspend(membership=place_of(asked.second), by=administrator_of(asked.partner), at=AT)
    assert not Request.objects.waiting_for(asked.second, AT.date()).exists()
    assert "signatures" not in [group.code for group in work.groups(person=asked.second, on=AT.date())]


def test_nobody_is_removed_while_something_waits_for_them(asked):
    place, administrator = place_of(asked.second), administrator_of(asked.partner)
    said = ("Siân Llewellyn is asked to sign DSA-2026-0001: pass their requests on first",)
    assert reasons(lambda: people.remove(membership=place, by=administrator, at=AT)) == said
    assert reasons(lambda: people.remove(membership=place, by=asked.second, at=AT)) == said
    assert policies.keeps_no_requests(place, frozenset({Role.READER}))
    scene.sign(asked, asked.second, AT)
    people.remove(membership=place, by=administrator, at=AT + MINUTE)


def test_a_mandate_holder_is_not_removed_either(staged):
    chair, home = scene.chair_for(staged.partner, AT)
    scene.open_round(staged, second=chair)
    place = Membership.objects.get(person=chair)
    assert reasons(lambda: people.remove(membership=place, by=administrator_of(home), at=AT)) == (
        "Pat Chair is asked to sign DSA-2026-0001: pass their requests on first",
    )


def test_whoever_may_sign_in_anothers_place_may_go_unless_nobody_else_is_left(asked):
    """Until then somebody asked can still sign; after that the organisation that leads must name somebody."""
    deputy = scene._signatory("eve@police.example", "Eve Ward", asked.partner, "Deputy", "Sergeant", AT)
    Alternate(request=asked.request_of(asked.second), person=deputy).save()
    place, administrator = Membership.objects.get(person=deputy), administrator_of(asked.partner)
    lost = frozenset({Role.SIGNATORY})
    assert policies.keeps_no_requests(place, lost)
    people.suspend(membership=place_of(asked.second), by=administrator, at=AT)
    said = "Of those asked to sign DSA-2026-0001, only Eve Ward still can: ask the organisation that leads it"
    (reason,) = reasons(lambda: people.remove(membership=place, by=administrator, at=AT))
    assert reason.startswith(said)
    rounds.withdraw(agreement=asked.agreement, by=asked.officer, at=AT + MINUTE, reason="Not needed any more")
    assert policies.keeps_no_requests(place, lost)


# --- somebody of no party ------------------------------------------------------------------------------------------

STEPS = ("", "read/", "declare/", "v1/", "v1/text/")


@pytest.fixture
def chaired(settings, tmp_path) -> scene.Scene:
    settings.MEDIA_ROOT = tmp_path
    at = timezone.now() - 5 * MINUTE
    staged = scene.set_stage(at - 5 * MINUTE)
    staged.second, staged.home = scene.chair_for(staged.partner, at)
    scene.open_round(staged, at, timezone.localdate(at) + dt.timedelta(days=10))
    return staged


def test_a_mandate_holder_of_no_party_goes_the_whole_way(client, chaired):
    entry.sign_in(client, chaired.second)
    assert chaired.agreement.title in client.get("/home/").content.decode()
    for page in STEPS:
        assert client.get(address(chaired, page)).status_code == 200, page
    text = client.get(address(chaired, "v1/")).content.decode()
    assert 'id="signatures"' in text
    assert client.get(address(chaired, "v1/text/")).content.startswith(b"%PDF")
    answer = walk(client, chaired, chaired.second)
    assert answer.redirect_chain[-1][0] == address(chaired, "done/police/")
    assert client.get(address(chaired, "done/police/evidence/")).status_code == 200
    pages = "".join(client.get(address(chaired, page)).content.decode() for page in ("done/police/", "v1/"))
    links = set(re.findall(rf'href="(/agreements/{chaired.agreement.reference}/[^"]*)"', pages))
    assert {link: client.get(link).status_code for link in links if client.get(link).status_code == 404} == {}


def test_it_ends_with_the_mandate_and_is_nobody_elses(client, chaired):
    entry.sign_in(client, make_person("colleague@eastern.example", chaired.home, [Role.SIGNATORY]))
    assert [client.get(address(chaired, page)).status_code for page in STEPS] == [404] * len(STEPS)
    entry.sign_in(client, chaired.second)
    assert client.get(f"/agreements/{chaired.agreement.reference}/").status_code == 404
    assert client.get(address(chaired, "v2/")).status_code == 404
    mandate = Mandate.objects.get()
    by = User.objects.get(email=f"admin1@{chaired.home.slug}.example")
    mandates.end(mandate=mandate, reason="Over", by=by, at=timezone.now())
    assert [client.get(address(chaired, page)).status_code for page in STEPS] == [404] * len(STEPS)
