"""What the flags of the catalogue mean, in words: nothing in the data is without a meaning."""

import pytest
import yaml

from lawfulbasis import plain, services

RAW = {
    entry["code"]: entry
    for entry in yaml.safe_load((services.law_folder() / services.CATALOGUE).read_text(encoding="utf-8"))["entries"]
}


def facts(code):
    entry = RAW[code]
    return dict(plain.facts(entry["regime"], {**entry, **entry["flags"]}))


def said(code):
    return " ".join(str(words) for words in facts(code).values())


@pytest.mark.parametrize("code", RAW)
def test_facts_are_words(code):
    for name, words in facts(code).items():
        lines = [words] if isinstance(words, str) else words
        assert all(isinstance(line, str) and line for line in lines), name
        assert not any("_" in line or "None" in line or "{" in line for line in lines), (name, lines)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("art6_1_f_legitimate_interests", "Not when they carry out their tasks"),
        ("art6_1_f_legitimate_interests", "A legitimate interests assessment"),
        ("art9_2_g_substantial_public_interest", "Schedule 1 Part 2"),
        ("art9_2_h_health_social_care", "Schedule 1 Part 1"),
        ("sch1_p2_disability_support", "Only for not-for-profit bodies."),
        (
            "sch1_p2_equality",
            "racial or ethnic origin, religious or philosophical beliefs, health or sexual orientation",
        ),
        ("sch1_p2_equality", "Never for measures or decisions about a particular person."),
        ("sch1_p2_economic_wellbeing", "Only for people aged 18 or over."),
        ("sch1_p2_safeguarding", "one of the reasons that the Act lists"),
        ("sch1_p2_safeguarding", "reasons of substantial public interest"),
        ("sch1_p2_unlawful_acts", "It depends"),
        ("sch8_fraud", "anti-fraud organisation"),
        ("gw_pcsc_s16", "A power: you may share"),
        ("art6_1_a_consent", "Portability applies where data is handled by machine."),
        ("svd_spec_icb", "May disclose no personal information"),
        ("transfer_idta", "not materially lower"),
    ],
)
def test_a_flag_becomes_a_sentence(code, words):
    assert words in said(code)


def test_who_may_rely_on_a_kind_of_data_is_no_question():
    assert "Open to public authorities" not in facts("pd_name")
    assert facts("art6_1_a_consent")["Open to public authorities"][0] == "Yes."


def test_entries_that_belong_together_know_each_other():
    assert plain.related(RAW["annex1_crime"]) == ["art6_1_ea_recognised_li"]
    assert plain.related(RAW["art9_2_h_health_social_care"]) == ["sch1_p1_health_social_care"]
    assert "art6_1_f_legitimate_interests" in plain.related(RAW["right_object"])
