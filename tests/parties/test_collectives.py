"""Groups of organisations and their members over time (A-2)."""

import datetime as dt

import pytest
from django.urls import reverse

from foundation.verdicts import Refused
from parties.models import Collective, CollectiveMember
from parties.services import collectives as services
from parties.services import successions
from tests.factories.parties import make_organisation
from tests.factories.people import make_operator, make_person, sign_in
from tests.parties.registering import AT, TODAY, admin, council, days

pytestmark = pytest.mark.django_db
START = days(-100)


def make(owner, name="All districts", **changes):
    values = {"name": name, "description": "Everybody", "owner": owner, "convener": None, "by": admin(owner), "at": AT}
    return services.create(**values | changes)


def join(collective, *organisations, starts_on=START, ends_on=None):
    by = admin(collective.owner)
    return services.add_members(
        collective=collective, organisations=organisations, starts_on=starts_on, ends_on=ends_on, by=by, at=AT
    )


def names(collective, day):
    return [organisation.name for organisation in collective.members_on(day)]


def test_members_are_those_of_the_day():
    owner, one, two = council("Owner"), council("One"), council("Two")
    collective = make(owner)
    join(collective, one, two)
    services.end_membership(collective=collective, organisation=one, ends_on=days(-10), by=admin(owner), at=AT)
    assert names(collective, days(-101)) == []
    assert names(collective, days(-100)) == names(collective, days(-10)) == ["One", "Two"]
    assert names(collective, days(-9)) == names(collective, TODAY) == ["Two"]


def test_coming_back_opens_another_time():
    owner, one = council("Owner"), council("One")
    collective = make(owner)
    join(collective, one, ends_on=days(-50))
    join(collective, one, starts_on=days(-49))
    assert names(collective, TODAY) == ["One"]
    assert CollectiveMember.objects.filter(organisation=one).count() == 2


def test_a_time_that_overlaps_is_refused_and_nobody_is_added():
    owner, one, two = council("Owner"), council("One"), council("Two")
    collective = make(owner)
    join(collective, one, ends_on=days(10))
    with pytest.raises(Refused, match="One is already a member from 24 January 2026 to 14 May 2026"):
        join(collective, two, one, starts_on=days(10))
    assert names(collective, TODAY) == ["One"]


def test_an_abolished_body_cannot_join_after_its_end():
    owner, old, new = council("Owner"), council("Old"), council("New")
    successions.end(organisation=old, how="abolished", on=days(-30), successors=[new], by=make_operator(), at=AT)
    old.refresh_from_db()
    collective = make(owner)
    join(collective, old, ends_on=days(-31))
    with pytest.raises(Refused, match="Old no longer exists on"):
        join(collective, old, starts_on=TODAY)


def test_a_name_that_looks_like_another_groups_is_refused():
    owner = council("Owner")
    make(owner)
    with pytest.raises(Refused, match="This looks like All districts"):
        make(owner, name="All  dístricts")


def test_two_groups_never_share_an_address():
    owner = council("Owner")
    assert [make(owner, name=name).slug for name in ("All", "All!", "New")] == ["all", "all-2", "new-2"]


def test_only_the_owners_administrators_and_operators_change_a_group():
    owner, one = council("Owner"), council("One")
    collective = make(owner)
    with pytest.raises(Refused, match="Only an administrator of Owner"):
        services.add_members(collective=collective, organisations=[one], starts_on=TODAY, by=admin(one), at=AT)
    services.add_members(collective=collective, organisations=[one], starts_on=TODAY, by=make_operator(), at=AT)
    assert names(collective, TODAY) == ["One"]


def test_history_says_who_added_and_ended():
    owner, one = council("Owner"), council("One")
    collective = make(owner)
    join(collective, one)
    services.end_membership(collective=collective, organisation=one, ends_on=TODAY, by=admin(owner), at=AT)
    told = CollectiveMember.history.order_by("history_id").values_list("history_type", "history_user__email", "ends_on")
    assert list(told) == [("+", admin(owner).email, None), ("~", admin(owner).email, TODAY)]


def test_pages_of_a_group(client):
    owner, one = council("Owner"), council("One")
    collective = make(owner)
    sign_in(client, admin(one))
    page = client.get(collective.get_absolute_url())
    assert b"This group has no members today." in page.content
    assert client.post(reverse("parties:collective_add", args=[collective.slug])).status_code == 403

    sign_in(client, admin(owner))
    today = dt.date.today()  # noqa: DTZ011 - the page reads the clock itself
    data = {
        "organisations": "one\nOWNER\none",
        "starts_on_day": "1",
        "starts_on_month": "4",
        "starts_on_year": str(today.year - 1),
    }
    refused = client.post(
        reverse("parties:collective_add", args=[collective.slug]), data | {"organisations": "Nowhere"}
    )
    assert refused.status_code == 422
    assert "We could not find “Nowhere”" in refused.content.decode()
    assert client.post(reverse("parties:collective_add", args=[collective.slug]), data).status_code == 302
    assert names(collective, today) == ["One", "Owner"]

    end = reverse("parties:collective_end", args=[collective.slug, one.slug])
    yesterday = today - dt.timedelta(days=1)
    parts = {f"ends_on_{part}": str(getattr(yesterday, part)) for part in ("day", "month", "year")}
    assert client.post(end, parts).status_code == 302
    assert names(collective, today) == ["Owner"]
    assert client.get(end).status_code == 404
    assert "Earlier and later members" in client.get(collective.get_absolute_url()).content.decode()


def test_making_a_group_from_the_list(client):
    owner = council("Owner")
    sign_in(client, admin(owner))
    assert b"There are no groups yet." in client.get(reverse("parties:collectives")).content
    assert client.post(reverse("parties:collective_new"), {"name": "\u200b\u200b"}).status_code == 422
    data = {"name": "All districts", "owner": owner.slug}
    assert client.post(reverse("parties:collective_new"), data).status_code == 302
    assert Collective.objects.get().owner == owner


def test_somebody_without_an_organisation_of_their_own_makes_no_group(client):
    other = make_organisation("Other")
    sign_in(client, make_person("reader@other.example", other))
    assert client.get(reverse("parties:collective_new")).status_code == 403


def test_the_page_of_33_members_costs_what_the_page_of_3_costs(client, django_assert_max_num_queries):
    owner = council("Owner")
    collective = make(owner)
    operator = make_operator()
    members = [make_organisation(f"Borough {number}") for number in range(33)]
    services.add_members(collective=collective, organisations=members, starts_on=days(-1), by=operator, at=AT)
    sign_in(client, admin(owner))
    client.get(collective.get_absolute_url())
    with django_assert_max_num_queries(14):
        client.get(collective.get_absolute_url())
