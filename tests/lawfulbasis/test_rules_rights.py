"""Near misses of the rules on rights (A-19, D-20, D-34)."""

import pytest

from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.enforcement_rows import places
from tests.lawfulbasis.examples.handling_rights import MACHINE, ONE_OF_PART_3, PORTABLE
from tests.lawfulbasis.examples.handling_rows import ANONYMOUS, CONSENT, COUNCIL, right, saying
from tests.lawfulbasis.examples.shared import basis

RECOGNISED = basis("h6", "charity", "uk_gdpr_art6", "art6_1_ea_recognised_li")
OBLIGED = basis("c6", "council", "uk_gdpr_art6", "art6_1_c_legal_obligation")
HEALTH = {"datasets__0__items__0__types": ["sc_health"]}
ASKED_OF_EVERYBODY = ["right_access", "right_rectification", "right_erasure", "right_restriction", "right_object"]


def test_no_rights_are_asked_about_without_personal_data():
    bare = document(**ANONYMOUS, rights=[], privacy_notices=[], complaints=None, quality=None)
    assert [id for id in ("RT-01", "RT-02", "RT-12", "RT-13") if places(id, bare)] == []


def test_a_right_that_nobody_arranged_is_said_once():
    assert places("RT-02", document(rights=[])) == [f"rights/{code}" for code in ASKED_OF_EVERYBODY]


def test_a_party_that_only_obeys_the_law_owes_no_objections():
    only = {"key": "object", "right": "right_object", "how": "By the officer.", "parties": ["charity"]}
    assert places("RT-02", document(**right("object") | {"rights__4": only}, lawful_basis__0=OBLIGED)) == []
    assert places("RT-02", document(**right("object") | {"rights__4": only})) == ["rights/right_object/council"]


def test_part_3_knows_no_objection():
    only = {"key": "object", "right": "right_object", "how": "By the officer.", "parties": ["charity"]}
    assert places("RT-02", document(**right("object") | {"rights__4": only}, lawful_basis__0=ONE_OF_PART_3)) == []


def test_a_row_for_a_kind_of_party_leaves_open_who_that_is():
    row = {"key": "access", "right": "right_access", "how": "By form.", "kind_of_party": "Charities"}
    assert places("RT-02", document(**right("access") | {"rights__4": row})) == []


@pytest.mark.parametrize("how", ["N/A", "Does not apply.", "Not applicable to this agreement"])
def test_a_right_is_denied_in_words_too(how):
    assert places("RT-03", document(**right("restriction", how=how))) == ["rights/restriction/applies"]


@pytest.mark.parametrize(
    "how", ["Not applicable to paper files; elsewhere the record is marked.", "Handled by the DPO."]
)
def test_words_that_deny_nothing(how):
    assert places("RT-03", document(**right("restriction", how=how))) == []


def test_erasure_may_be_ruled_out_on_public_task_alone():
    assert places("RT-04", document(**right("erasure", applies="no", parties=["council"]))) == []
    assert places("RT-04", document(**right("erasure", applies="no"), lawful_basis=[COUNCIL, RECOGNISED])) != []


@pytest.mark.parametrize(
    ("how", "fires"),
    [
        ("The right never applies here.", True),
        ("There is no right to erasure.", True),
        ("Does not apply in any circumstances.", True),
        ("Exceptions under Article 17(3) include a public task and legal claims.", False),
        ("Health data is kept on the basis of legal claims (Article 9(2)(f)).", False),
        ("Does not apply as far as our public task needs the data.", False),
    ],
)
def test_how_far_erasure_gives_way(how, fires):
    assert bool(places("RT-05", document(**right("erasure", how=how)))) is fires


def test_words_about_other_rights_say_nothing_of_erasure():
    assert places("RT-05", saying("Portability never applies. Erasure is looked at case by case.")) == []


def test_portability_is_for_machines():
    denied = {"rights__5": {**PORTABLE, "applies": "no"}, "lawful_basis": [COUNCIL, CONSENT]}
    assert places("RT-06", document(**denied, flows__0__channel="paper")) == []
    assert places("RT-06", document(**denied)) == ["rights/port/applies"]


def test_portability_may_be_promised_where_somebody_asks_for_consent():
    promised = {**PORTABLE, "applies": "yes"}
    assert places("RT-07", document(rights__5=promised, lawful_basis=[COUNCIL, CONSENT])) == []
    assert places("RT-07", document(rights__5={**PORTABLE, "applies": "case_by_case"})) == []


def test_objection_is_not_for_consent():
    assert places("RT-08", document(**right("object", applies="no"), lawful_basis=[OBLIGED, CONSENT])) == []


def test_a_promise_to_all_is_kept_by_those_under_part_2():
    promised = {**PORTABLE, "applies": "yes"}
    assert places("RT-09", document(rights__5=promised, lawful_basis=[ONE_OF_PART_3, CONSENT])) == []


def test_safeguards_may_stand_beside_the_right():
    row = {"key": "auto", "right": "right_automated_decisions", "how": "People are told, and an officer looks again."}
    assert places("RT-10", document(automated={"decisions": True}, rights__5=row)) == []
    assert places("RT-10", document(automated={"decisions": True})) == ["automated/safeguards"]


def test_explicit_consent_lets_a_machine_decide_on_health():
    consent = [
        basis(key, party, "uk_gdpr_art9", "art9_2_a_explicit_consent")
        for key, party in (("c9", "council"), ("h9", "charity"))
    ]
    assert places("RT-11", document(automated=MACHINE, **HEALTH)) == ["automated/decisions"]
    assert places("RT-11", document(automated=MACHINE, **HEALTH, lawful_basis=[COUNCIL, CONSENT, *consent])) == []


def test_who_decides_by_machine_may_be_named():
    row = {"key": "auto", "right": "right_automated_decisions", "how": "By the officer.", "parties": ["council"]}
    spoilt = {"automated": MACHINE, "lawful_basis": [COUNCIL, RECOGNISED]}
    assert places("RT-11", document(**spoilt)) == ["automated/decisions"]
    assert places("RT-11", document(**spoilt, rights__5=row)) == []


@pytest.mark.parametrize(
    "complaints", [{"jointly": True, "lead": "council"}, {"text": "By form."}], ids=["one leads", "in words"]
)
def test_ways_to_complain(complaints):
    assert places("RT-12", document(complaints=complaints)) == []


@pytest.mark.parametrize(
    ("within", "fires"),
    [
        ({"number": 30, "unit": "days"}, False),
        ({"number": 20, "unit": "working_days"}, False),
        ({"number": 31, "unit": "days"}, True),
        ({"number": 2, "unit": "months"}, True),
    ],
)
def test_complaints_are_acknowledged_within_30_days(within, fires):
    """D-20, and section 164A of the Act since 19 June 2026."""
    assert bool(places("TX-15", document(complaints__acknowledge=within))) is fires


def test_corrections_may_be_passed_on_in_words():
    said = right("rectification", how="Corrected, and the other parties are told within two days.")
    told = right("rectification", how="We correct it and tell the other party within two days.")
    bare = {"quality": {"text": "Checked each month."}}
    assert places("RT-13", document(**told, **bare)) == []
    assert places("RT-13", document(**said, **bare)) == []
