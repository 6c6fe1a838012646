"""One page that says what an agreement commits one party to: from the document alone, and only what it says."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from dsaformat import reading
from signing import brief, opinions
from tests.signing import entry, scene
from tests.signing.scene import MINUTE
from tests.signing.test_views import address


def document(**more):
    return reading.load(json.dumps(scene.document() | more))


def said(found, key: str) -> list[tuple[str, str]]:
    return next(([(line.says, line.mark) for line in card.lines] for card in found if card.key == key), [])


def test_what_one_gives_the_other_gets():
    found = document()
    assert said(brief.cards(found, "essex"), "give") == [("Lamp faults, to Essex Police", "not about people")]
    assert said(brief.cards(found, "essex"), "get") == []
    assert said(brief.cards(found, "police"), "get") == [("Lamp faults, from Essex County Council", "not about people")]
    assert said(brief.cards(found, "police"), "keep") == [("Lamp faults", "2 years")]
    assert said(brief.cards(found, "essex"), "keep") == []


def test_data_that_names_nobody_goes_where_the_flows_carry_it():
    plain = scene.document()
    data = plain["datasets"][0] | {"recipients": []}
    flows = [{"key": "f", "sender": "essex", "recipients": ["police"], "datasets": ["faults"]}]
    assert said(brief.cards(document(datasets=[data], flows=flows), "police"), "get")
    assert not said(brief.cards(document(datasets=[data]), "police"), "get")


def test_duties_with_a_deadline_come_first_and_say_it():
    duties = [
        {"key": "a", "text": "Train your staff."},
        {
            "key": "b",
            "parties": ["police"],
            "text": "Delete it.",
            "within": {"number": 30, "unit": "days"},
            "trigger": "the end",
        },
        {"key": "c", "parties": ["essex"], "text": "Publish the list."},
        {"key": "d", "text": "Say that data is wrong.", "at_once": True},
    ]
    incidents = {"regulator": {"number": 72, "unit": "hours"}}
    found = said(brief.cards(document(obligations=duties, incidents=incidents), "police"), "duties")
    assert found == [
        ("Delete it (after the end)", "within 30 days"),
        ("Say that data is wrong.", "at once"),
        ("Train your staff.", ""),
        ("Tell the regulator of a breach that it must know of", "within 72 hours"),
    ]


def test_the_law_is_that_of_the_party_in_the_words_that_the_text_carries():
    rows = [
        {"key": f"r{n}", "party": party, "regime": "uk_gdpr_art6", "condition": "art6_1_e"}
        for n, party in enumerate(["essex", "police"])
    ]
    law = [{"code": "art6_1_e", "label": "Public task", "reference": "UK GDPR Article 6(1)(e)"}]
    found = document(lawful_basis=rows, law=law)
    assert said(brief.cards(found, "police"), "law") == [("Public task (UK GDPR Article 6(1)(e))", "")]


def test_dates_notice_and_review():
    term = {
        "starts_on": "2026-12-01",
        "ends_on": "2028-11-30",
        "review": {"rule": "fixed", "on": "2027-11-30"},
        "notice_to_leave": {"number": 3, "unit": "months"},
    }
    assert said(brief.cards(document(term=term), "essex"), "dates") == [
        ("Starts", "1 December 2026"),
        ("Ends", "30 November 2028"),
        ("Review", "30 November 2027"),
        ("You can leave with notice of", "3 months"),
    ]


def test_long_lists_say_how_many_more_and_one_more_is_not_left_out():
    def purposes(number: int):
        listed = [{"key": f"p{n}", "title": f"Purpose {n}"} for n in range(number)]
        return brief.cards(document(purposes=listed), "essex")[0]

    assert (len(purposes(5).lines), purposes(5).more) == (5, 0)
    assert (len(purposes(9).lines), purposes(9).more) == (4, 5)


def test_for_several_bodies_at_once_it_is_about_all_of_them():
    found = brief.cards(document(), "essex", ["police"])
    assert said(found, "give")
    assert said(found, "keep")
    assert brief.partners(document(), ["essex", "police"]) == []


# --- the page ------------------------------------------------------------------------------------------------------


class Opinion:
    organisation_id, person, note, without_because = 0, "Robin Reviewer", "Fine by me.", ""
    is_approved, decided_at = True, dt.datetime(2026, 11, 9, tzinfo=dt.UTC)


@pytest.fixture
def asked(settings, tmp_path, db) -> scene.Scene:
    settings.MEDIA_ROOT = tmp_path
    at = timezone.now() - 10 * MINUTE
    staged = scene.set_stage(at)
    scene.open_round(staged, at, timezone.localdate(at) + dt.timedelta(days=10))
    return staged


def test_the_page_says_it_with_the_reviewers_view_in_few_queries(
    client, asked, monkeypatch, django_assert_max_num_queries
):
    theirs = Opinion()
    theirs.organisation_id = asked.partner.pk
    monkeypatch.setattr(opinions, "_ANSWERS", [lambda version: [theirs]])
    entry.sign_in(client, asked.second)
    with django_assert_max_num_queries(25):
        page = client.get(address(asked, "read/")).content.decode()
    assert "Robin Reviewer approved" in page
    assert "9 November 2026" in page
    assert "Lamp faults: <strong>2 years</strong>" in page
    assert "0 of 1 have signed." in page
    assert "Since you last signed" not in page
    entry.sign_in(client, asked.first)
    assert "Robin Reviewer" not in client.get(address(asked, "read/")).content.decode()


@pytest.mark.parametrize("decision", ["question", "changes", "decline", "pass_on"])
def test_whoever_does_not_sign_is_led_to_what_they_chose(client, asked, decision):
    entry.sign_in(client, asked.first)
    assert client.post(address(asked, "decision/"), {}).status_code == 422
    assert client.post(address(asked, "decision/"), {"decision": "king"}).status_code == 422
    answer = client.post(address(asked, "decision/"), {"decision": decision})
    assert answer["Location"] == address(asked, f"{decision.replace('_', '-')}/essex/")
    assert client.get(answer["Location"]).status_code == 200
