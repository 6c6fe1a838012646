"""What a text says once one organisation has followed another, and who would sign it again. No database."""

import datetime as dt
from dataclasses import replace

import pytest

from agreements import succession
from agreements.choices import CLOSED, Status
from agreements.succession import Ended, Fate, Heir, Place
from agreements.succession_text import joined, passed
from dsaformat import reading
from dsaformat.diff import Who
from tests.signing import scene as signing

ON = dt.date(2028, 4, 1)
RENAMED, MERGED, ABOLISHED = (Ended("Essex County Council", how, ON) for how in ("renamed", "merged", "abolished"))
GREATER = Heir("Greater Essex", {"name": "Greater Essex", "slug": "greater-essex", "public_authority": True})
PLACE = Place(Status.IN_FORCE, lead="Essex Police", leads=False, key="essex")


def text(**more):
    return reading.parse(signing.document() | more)


def whole():
    """Both parties in everything that can name two."""
    return text(
        parties=[
            signing.document()["parties"][0] | {"roles": ["controller"], "duties": ["Keep it safe.", "Say so."]},
            signing.document()["parties"][1] | {"roles": ["observer"], "duties": ["Keep it safe."]},
            {
                "key": "host",
                "organisation": {"name": "Host"},
                "roles": ["processor"],
                "processor_for": ["essex", "police"],
            },
        ],
        purposes=[{"key": "repair", "title": "Repair lamps sooner", "parties": ["essex", "police"]}],
        flows=[
            {"key": "a", "sender": "essex", "recipients": ["police"]},
            {"key": "b", "sender": "police", "recipients": ["essex", "host"]},
        ],
        retention=[
            {"key": "one", "party": "essex", "period": {"number": 2, "unit": "years"}},
            {"key": "two", "party": "police", "period": {"number": 2, "unit": "years"}},
        ],
        signatures=[
            {"key": "s1", "party": "essex", "for_parties": ["host"]},
            {"key": "s2", "party": "police", "name": "Commissioner"},
        ],
    )


def test_two_parties_that_become_one_say_everything_once():
    after = joined(whole(), "essex", "police")
    police, host = after.parties
    assert [str(role) for role in police.roles] == ["controller"]
    assert police.duties == ("Keep it safe.", "Say so.")
    assert host.processor_for == ("police",)
    assert after.purposes[0].parties == ("police",)
    assert [rule.key for rule in after.retention] == ["two"]
    assert (after.identity.owner, after.dataset("faults").supplier) == ("police", "police")


def test_nobody_passes_data_on_to_itself():
    after = joined(whole(), "essex", "police")
    assert [(flow.key, flow.sender, flow.recipients) for flow in after.flows] == [("b", "police", ("host",))]
    assert after.dataset("faults").recipients == ()


def test_one_signature_binds_the_body_and_whomever_either_signed_for():
    after = joined(whole(), "essex", "police")
    assert [(wanted.party, wanted.for_parties) for wanted in after.signatures] == [("police", ("host",))]


def test_a_rule_that_has_several_shapes_survives():
    for review in (
        {"rule": "fixed", "on": "2027-05-01"},
        {"rule": "interval", "first_after_months": 6, "then_every_months": 12},
    ):
        after = joined(text(term={"review": review, "ongoing": True}), "essex", "police")
        assert after.term == text(term={"review": review, "ongoing": True}).term


def test_a_party_of_another_name_keeps_what_it_says():
    before = whole()
    after = passed(before, "essex", "", GREATER.snapshot)
    assert after.party("essex").organisation.name == "Greater Essex"
    assert after.party("essex").duties == before.party("essex").duties
    assert after.retention == before.retention


@pytest.mark.parametrize(
    ("ended", "who"), [(RENAMED, Who.NOBODY), (MERGED, Who.NOBODY), (ABOLISHED, Who.EVERYONE)], ids=lambda x: str(x)
)
def test_a_name_alone_asks_nobody_where_the_record_says_who_it_is(ended, who):
    before = text()
    after = passed(before, "essex", "", GREATER.snapshot)
    assert succession.weighed(before, after, key="essex", ended=ended).who == who


def test_a_merger_into_a_body_of_another_standing_is_signed_again():
    before = text()
    parties = [signing.document()["parties"][0], signing.document()["parties"][1]]
    parties[0] = parties[0] | {"organisation": {"name": "Essex County Council", "public_authority": True}}
    before = text(parties=parties)
    after = passed(before, "essex", "", GREATER.snapshot | {"public_authority": False})
    proposal = succession.weighed(before, after, key="essex", ended=MERGED)
    assert (proposal.who, proposal.parties) == (Who.THESE, ("essex",))
    assert succession.weighed(before, after, key="essex", ended=RENAMED).who == Who.NOBODY


def _fate(ended=RENAMED, heir=GREATER, **place):
    return succession.foresee(replace(PLACE, **place), text(), ended, heir)


@pytest.mark.parametrize("status", Status)
def test_every_status_has_its_fate(status):
    expected = {
        Status.DRAFT: Fate.WRITTEN,
        Status.IN_REVIEW: Fate.WRITTEN,
        Status.AGREED: Fate.REOPENED,
        Status.SIGNING: Fate.HELD,
        **dict.fromkeys((Status.SIGNED, Status.IN_FORCE, Status.UNDER_REVIEW), Fate.TOLD),
        **dict.fromkeys(CLOSED, Fate.KEPT),
    }
    assert _fate(status=status).fate is expected[status]


@pytest.mark.parametrize("status", Status)
def test_without_an_heir_it_leaves_and_one_that_it_leads_waits(status):
    expected = {
        Status.DRAFT: Fate.WRITTEN,
        Status.IN_REVIEW: Fate.WRITTEN,
        Status.AGREED: Fate.REOPENED,
        Status.SIGNING: Fate.HELD,
        **dict.fromkeys((Status.SIGNED, Status.IN_FORCE, Status.UNDER_REVIEW), Fate.LEAVES),
        **dict.fromkeys(CLOSED, Fate.KEPT),
    }
    assert _fate(ABOLISHED, None, status=status).fate is expected[status]
    leading = _fate(ABOLISHED, None, status=status, leads=True).fate
    assert leading is (Fate.KEPT if status in CLOSED else Fate.HELD)


def test_signing_again_waits_until_there_is_something_to_replace():
    assert _fate(ABOLISHED, status=Status.IN_FORCE).fate is Fate.AGAIN
    assert _fate(ABOLISHED, status=Status.SIGNED).fate is Fate.HELD
    assert _fate(ABOLISHED, is_replaced=True).fate is Fate.TOLD


def test_a_party_that_no_text_names_is_told():
    assert _fate(key="joined-essex").fate is Fate.TOLD
    assert _fate(key="joined-essex", heir_key="police").fate is Fate.TOLD
