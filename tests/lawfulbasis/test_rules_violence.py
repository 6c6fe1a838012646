"""The Serious Violence Duty (D-11): near misses on both sides."""

import pytest

from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.enforcement_rows import places
from tests.lawfulbasis.examples.enforcement_violence import (
    BOARD,
    COMMISSIONER,
    EXCLUSIONS,
    GRANTS,
    INJURIES,
    SECTION_16,
    SECTION_17,
    SECTION_115,
    TREATMENT,
    relying,
)


def with_types(*types: str) -> dict[str, object]:
    return TREATMENT | {"items": [{"key": "one", "name": "One", "types": list(types)}]}


def test_nothing_is_asked_where_the_duty_is_not_relied_on():
    off = document(
        parties__2=BOARD, datasets__1=INJURIES, serious_violence={"applies": False}, legislation=[SECTION_16]
    )
    for number in range(1, 7):
        assert places(f"SV-{number:02}", off) == []


def test_citing_section_16_is_relying_on_it():
    cited = document(datasets__1=TREATMENT, legislation=[SECTION_16])
    assert places("SV-02", cited) == ["datasets/injuries"]


def test_a_health_board_of_wales_is_known_by_its_name():
    welsh = BOARD | {"organisation": {"name": "Cardiff and Vale University Health Board", "nation": "wales"}}
    shared = relying(parties__2=welsh, datasets__1=INJURIES, legislation=[SECTION_16])
    assert places("SV-01", shared) == ["datasets/injuries"]


@pytest.mark.parametrize("identifiability", ["pseudonymised", None])
def test_pseudonyms_and_silence_are_personal_information(identifiability):
    sent = INJURIES | {"identifiability": identifiability}
    assert places("SV-01", relying("board", "council", parties__2=BOARD, datasets__1=sent)) == ["datasets/injuries"]


def test_a_health_body_may_not_send_even_names():
    names = INJURIES | {"items": [{"key": "name", "name": "Name", "types": ["pd_name"]}]}
    assert places("SV-01", relying("board", "council", parties__2=BOARD, datasets__1=names)) == ["datasets/injuries"]


def test_what_a_health_body_sends_is_said_once():
    assert places("SV-02", relying("board", "council", parties__2=BOARD, datasets__1=INJURIES)) == []


def test_a_council_is_no_health_body_whatever_it_does():
    assert places("SV-01", relying("council", datasets__1=TREATMENT)) == []


def test_patient_information_said_to_be_kept_out():
    kept_out = {"anonymous_only": True}
    assert places("SV-02", relying("council", datasets__1=TREATMENT, duty=kept_out)) == []
    assert places("SV-01", relying("board", parties__2=BOARD, datasets__1=INJURIES, duty=kept_out)) == []


@pytest.mark.parametrize("code", ["pd_nhs_number", "pd_social_care", "pd_x_substance_treatment", "s35_8_health"])
def test_kinds_of_patient_information(code):
    assert places("SV-02", relying("council", datasets__1=with_types("pd_name", code))) == ["datasets/injuries"]


@pytest.mark.parametrize("code", ["pd_education", "pd_legal_representative", "pd_images_av", "sc_racial_ethnic"])
def test_kinds_that_are_none(code):
    assert places("SV-02", relying("council", datasets__1=with_types("pd_name", code))) == []


def test_patient_information_of_a_party_that_relies_on_something_else():
    named = relying(legislation=[SECTION_16 | {"parties": ["charity"]}], datasets__1=TREATMENT)
    assert places("SV-02", named) == []


@pytest.mark.parametrize("kind", ["local_authority", "Police force", "school", "probation"])
def test_bodies_that_the_duty_covers_by_their_kind(kind):
    covered = {"name": "Harbour", "ico_reference": "ZA123456", "kind": kind}
    named = relying("council", legislation=[SECTION_16], parties__1__organisation=covered)
    assert places("SV-03", named) == []


def test_a_party_for_which_another_law_is_named_does_not_rely_on_the_duty():
    elsewhere = SECTION_115 | {"parties": ["charity"]}
    assert places("SV-03", relying("council", legislation=[SECTION_16, elsewhere])) == []


def test_a_local_policing_body_is_covered():
    policing = relying("council", parties__2=COMMISSIONER, legislation=[SECTION_16 | {"parties": ["board"]}])
    assert places("SV-03", policing) == []


@pytest.mark.parametrize(("nation", "found"), [("Scotland", 1), ("northern_ireland", 1), ("uk", 0), ("", 0)])
def test_only_a_body_of_scotland_or_northern_ireland_is_outside(nation, found):
    council = {"name": "A council", "ico_reference": "Z1234567", "nation": nation}
    assert len(places("SV-04", relying("council", parties__0__organisation=council))) == found


def test_another_route_for_care_data_may_be_one_of_confidence():
    route = {"key": "r", "party": "council", "override": "clc_overriding_public_interest", "justification": "Harm."}
    lifted = route | {"override": "clc_x_statutory_gateway"}
    duty = {"datasets__1": TREATMENT, "legislation": [SECTION_16]}
    assert places("SV-05", relying("council", **duty, confidentiality=[route])) == []
    assert places("SV-05", relying("council", **duty, confidentiality=[lifted])) == ["legislation"]
    assert places("SV-05", relying("council", datasets__1=EXCLUSIONS)) == []


def test_information_that_may_have_come_under_section_16_is_free():
    both = [SECTION_17, SECTION_16 | {"key": "other"}]
    assert places("SV-06", document(parties__2=COMMISSIONER, purposes__1=GRANTS, legislation=both)) == []


def test_a_policing_body_with_another_purpose_of_its_own():
    used = COMMISSIONER | {"purpose": "To choose who gets grants."}
    assert places("SV-06", document(parties__2=used, legislation=[SECTION_17])) == ["parties/board/purpose"]
    assert places("SV-06", document(parties__2=used | {"purpose": "To monitor."}, legislation=[SECTION_17])) == []
