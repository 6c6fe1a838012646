"""Parties: near misses on both sides (A-6, A-7)."""

import pytest

from lawfulbasis.rules import Facts
from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.basis_parties import DUTIES, JOINT, ON_PAPER, PARTNER, PROCESSOR, TASK
from tests.lawfulbasis.examples.enforcement_rows import places

FEE = "parties/charity/organisation/ico_reference"
CLASS = {"parties__1__whole_class": True, "parties__1__organisation__ico_reference": ""}
BOTH = frozenset({"council", "charity"})


def test_neither_processor_nor_observer_needs_a_purpose_of_its_own():
    processor = {**PROCESSOR, "contract": "HC/12"}
    observer = {"key": "o", "organisation": {"name": "London Councils"}, "roles": ["observer"]}
    assert places("PTY-01", document(purposes__0__parties=["council"], parties__2=processor)) == []
    assert places("PTY-01", document(purposes__0__parties=["council"], parties__2=observer)) == []
    assert places("PTY-01", document(purposes=[])) == ["purposes"]


def test_a_class_of_bodies_has_no_one_number_and_no_one_officer():
    assert places("PTY-04", document(**CLASS)) == []
    schools = {"parties__0__whole_class": True, "parties__0__contacts": []}
    assert places("PTY-06", document(**schools)) == []


@pytest.mark.parametrize("number", ["Z1234567", "Z699129X", "ZA123456", "za 123456"])
def test_usual_numbers_pass(number):
    assert places("PTY-05", document(parties__1__organisation__ico_reference=number)) == []


@pytest.mark.parametrize("number", ["N/A", "applied for", "12345", "ZAB12345", "Z12345678901"])
def test_unusual_numbers_are_looked_at_again(number):
    assert places("PTY-05", document(parties__1__organisation__ico_reference=number)) == [FEE]
    assert places("PTY-04", document(parties__1__organisation__ico_reference=number)) == []


def test_a_registration_ends_the_day_after_its_last():
    for day, expected in (("2026-11-20", []), ("2026-11-19", ["parties/charity/organisation/ico_expires_on"])):
        assert places("PTY-05", document(parties__1__organisation__ico_expires_on=day)) == expected


def test_who_need_not_register_has_no_number_to_be_wrong():
    exempt = {"parties__1__organisation__ico_exempt": True, "parties__1__organisation__ico_reference": "exempt"}
    assert places("PTY-04", document(**exempt)) == places("PTY-05", document(**exempt)) == []


@pytest.mark.parametrize("field", ["name", "office", "email", "phone"])
def test_a_data_protection_officer_is_reached_by_any_one_means(field):
    officer = {"role": "data_protection_officer", field: "dpo@harlow.example"}
    assert places("PTY-06", document(parties__0__contacts=[officer])) == []


def test_a_blank_officer_is_none_and_charities_need_none():
    blank = document(parties__0__contacts=[{"role": "data_protection_officer"}], parties__1__contacts=[])
    assert places("PTY-06", blank) == ["parties/council/contacts"]
    assert places("PTY-06", document(parties__0__organisation__public_authority=None, parties__0__contacts=[])) == []


@pytest.mark.parametrize(
    "answer",
    [
        {"joint__reference": "JCA 4"},
        {"joint__responsibilities": DUTIES},
        {"attachments": [{"key": "jca", "title": "Joint controller arrangement"}]},
        {"identity__kind": "arrangement"},
    ],
)
def test_an_arrangement_can_stand_in_several_places(answer):
    assert places("PTY-07", document(**JOINT)) == ["joint"]
    assert places("PTY-07", document(**JOINT, **answer)) == []


def test_one_joint_controller_alone_arranges_nothing():
    assert places("PTY-07", document(parties__0__roles=["joint_controller"])) == []


def test_a_contact_point_is_asked_of_joint_competent_authorities_only():
    assert places("PTY-08", document(**JOINT)) == []
    assert places("PTY-08", document(**JOINT, lawful_basis__0=TASK[0])) == []


def provided_by(provider):
    return document(storage=[{"key": "s", "party": "council", "provider": provider}])


@pytest.mark.parametrize("provider", ["In house", "own servers", "The Council's data centre", "n/a", "HARLOW COUNCIL"])
def test_storage_at_home_has_no_provider_to_list(provider):
    assert places("PTY-10", provided_by(provider)) == []


def test_a_provider_that_nobody_listed_is_named_once():
    assert places("PTY-10", provided_by("PI")) == ["storage/s/provider"]
    twice = document(
        storage=[{"key": "s", "party": "council", "provider": "PI"}], handling={"flows": "PI Limited matches it."}
    )
    assert places("PTY-10", twice) == ["storage/s/provider"]


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("The files are kept at Example Hosting Ltd.", True),
        ("The files are kept on Amazon Web Services.", True),
        ("Number of limited company accounts", False),
        ("The data is limited to names.", False),
    ],
)
def test_firms_are_found_where_the_words_are_about_handling(text, fires):
    stored = {"key": "s", "heading": "Where data is kept", "blocks": ["storage"], "text": text}
    assert places("PTY-10", document(sections=[stored])) == (["sections/s/text"] if fires else [])
    assert places("PTY-10", document(sections=[{"key": "s", "heading": "Background", "text": text}])) == []


def test_local_partners_are_asked_for_only_where_there_are_some():
    assert places("PTY-11", document(parties__1__has_local_partners=False)) == []
    assert places("PTY-11", document(parties__1__has_local_partners=True)) == ["parties/charity/local_partners"]
    filed = {**PARTNER, "document": "Email of 1 October, filed"}
    assert places("PTY-11", document(parties__1__local_partners=[filed], parties__1__has_local_partners=True)) == []


def test_authority_in_the_portal_is_a_fact_of_the_portal():
    assert places("PTY-12", document()) == []
    assert places("PTY-12", document(), Facts(unconfirmed=("charity",))) == []
    assert places("PTY-12", document(), Facts(signing=True, unconfirmed=("charity",))) == ["signatures/charity"]


def test_a_signature_on_paper_says_its_office():
    unsigned = {**ON_PAPER, "signed_on": None}
    assert places("PTY-12", document(signatures=[unsigned])) == []
    assert places("PTY-12", document(signatures=[unsigned]), Facts(signing=True)) == ["signatures/s"]
    for said in ("office", "rank", "capacity"):
        assert places("PTY-12", document(signatures=[{**ON_PAPER, said: "Chair"}])) == []


def test_who_has_signed_is_known_to_the_portal():
    assert places("PTY-13", document()) == []
    assert places("PTY-13", document(), Facts(active=True)) == []
    assert places("PTY-13", document(), Facts(active=True, signed=BOTH)) == []
    assert places("PTY-13", document(), Facts(active=True, signed=BOTH - {"charity"})) == ["parties/charity"]


def test_one_signature_may_bind_many():
    chair = [{"key": "s", "party": "council", "for_parties": ["charity"]}]
    assert places("PTY-13", document(signatures=chair), Facts(active=True, signed=frozenset({"council"}))) == []


def test_with_a_quorum_the_others_join_on_their_own_day():
    quorum = {"rule": "quorum", "number": 1, "named": ["council"]}
    with_quorum = document(term__into_force=quorum)
    assert places("PTY-13", with_quorum, Facts(active=True, signed=frozenset({"council"}))) == []
    assert places("PTY-13", with_quorum, Facts(active=True, signed=frozenset({"charity"}))) == ["parties/council"]


def test_signatures_elsewhere_count_from_the_day_it_starts():
    assert places("PTY-13", document(signatures=[ON_PAPER])) == []  # it starts in December
