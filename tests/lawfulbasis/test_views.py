"""The law's reference pages."""

import datetime as dt

import pytest
from django.urls import reverse

from lawfulbasis import checks as known
from lawfulbasis import places, rules, services
from lawfulbasis.catalogue import REGIMES
from lawfulbasis.models import Entry
from tests.factories.people import make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    services.load_catalogue(at=dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC))
    return sign_in(client, make_person("reader@essex.example"))


def page(client, query=""):
    return client.get(reverse("lawfulbasis:catalogue") + query).content.decode()


def test_everything_is_listed_by_part_of_the_law(reader):
    found = page(reader)
    assert all(name.replace("'", "&#x27;") in found for name in REGIMES.values())
    assert "missing:" not in found


def test_the_list_has_two_columns_so_that_it_fits_on_a_phone(reader):
    table = page(reader, "?regime=uk_gdpr_art6").split("<tbody")[0].split("<thead")[1]
    assert table.count("<th ") == 2
    assert "UK GDPR Art 6(1)(e)" in page(reader, "?regime=uk_gdpr_art6")


def test_one_part_can_be_chosen_and_words_searched(reader):
    found = page(reader, "?regime=uk_gdpr_art6")
    assert "Public task" in found
    assert "7 found" in found
    assert "Recognised legitimate interest" in page(reader, "?q=recognised+legitimate")
    assert "Nothing matches" in page(reader, "?q=zebra")


@pytest.mark.parametrize("query", ["?regime=x", "?q=%25_%27", "?regime=" + "a" * 500])
def test_odd_questions_are_answered(reader, query):
    assert reader.get(reverse("lawfulbasis:catalogue") + query).status_code == 200


def test_an_entry_says_what_it_is_and_from_when(reader):
    found = reader.get(reverse("lawfulbasis:entry", args=["art6_1_ea_recognised_li"])).content.decode()
    assert "5 February 2026" in found
    assert "Open to public authorities" in found


def test_law_to_come_says_so(reader):
    found = reader.get(reverse("lawfulbasis:entry", args=["gw_ca2004_s16LA"])).content.decode()
    assert "cannot be chosen" in found


def test_unknown_entry_is_not_found(reader):
    assert reader.get(reverse("lawfulbasis:entry", args=["no_such_thing"])).status_code == 404


def test_signed_out_people_are_asked_to_sign_in(client):
    assert client.get(reverse("lawfulbasis:catalogue")).status_code == 302


def entry(client, code):
    return client.get(reverse("lawfulbasis:entry", args=[code])).content.decode()


def test_an_entry_says_who_may_use_it_and_what_goes_with_it(reader):
    found = entry(reader, "art9_2_h_health_social_care")
    assert "Schedule 1 Part 1" in found
    assert reverse("lawfulbasis:entry", args=["sch1_p1_health_social_care"]) in found
    assert reverse("lawfulbasis:check", args=["SC-07"]) in found
    assert reverse("lawfulbasis:change", args=["2018-05-25"]) in found


def test_earlier_wordings_stay_readable(reader):
    Entry.objects.create(
        code="art6_1_a_consent",
        valid_from=dt.date(2027, 1, 1),
        regime="uk_gdpr_art6",
        label="Agreed",
        reference="UK GDPR Art 6(1)(a)",
    )
    found = entry(reader, "art6_1_a_consent")
    assert "Earlier wordings" in found
    assert "UK GDPR Art 6(1)(a): Consent, from 25 May 2018" in found
    assert page(reader, "?q=6(1)(a)").count(reverse("lawfulbasis:entry", args=["art6_1_a_consent"])) == 1


def test_what_has_ended_says_so(reader):
    Entry.objects.filter(code="art6_1_b_contract").update(in_force_to=dt.date(2026, 1, 1))
    assert "No longer in force" in entry(reader, "art6_1_b_contract")


def test_the_floor_above_adds_who_relies_on_it(reader, monkeypatch):
    monkeypatch.setattr(places, "_ENTRY_LINKS", [places.Link("Who relies on it", lambda code: f"/x/?code={code}")])
    assert "/x/?code=art6_1_a_consent" in entry(reader, "art6_1_a_consent")


def test_the_regulator_has_the_name_that_the_settings_give(reader, settings):
    assert "Information Commissioner’s Office (ICO)" in entry(reader, "right_complain_to_regulator")
    settings.REGULATOR_NAME, settings.REGULATOR_SHORT_NAME = "Information Commission", "IC"
    assert "Information Commission (IC)" in entry(reader, "right_complain_to_regulator")
    assert "Information Commission (IC)" in reader.get(reverse("lawfulbasis:check", args=["DP-05"])).content.decode()


def checks(client, query=""):
    return client.get(reverse("lawfulbasis:checks") + query).content.decode()


def test_every_check_is_listed(reader):
    found = checks(reader)
    assert f"<strong>{len(known.checks())}</strong> checks" in found
    assert reverse("lawfulbasis:check", args=["A6-03"]) in found


def test_checks_are_found_by_group_severity_and_words(reader):
    assert "<strong>5</strong> checks found" in checks(reader, "?group=criminal_offence")
    informing = [check for check in known.checks().values() if check.severity == "For information"]
    assert f"<strong>{len(informing)}</strong> checks found" in checks(reader, "?severity=information")
    found = checks(reader, "?group=rights&q=complain")
    assert "RT-12" in found
    assert "PTY-01" not in found
    assert "Remove this filter" in found
    assert "No check matches" in checks(reader, "?q=zebra")


@pytest.mark.parametrize("query", ["?group=x&severity=y", "?q=%00%25", "?q=" + "a" * 900, "?group=rights&group=data"])
def test_odd_filters_are_answered(reader, query):
    assert reader.get(reverse("lawfulbasis:checks") + query).status_code == 200


def test_a_check_explains_itself(reader):
    found = reader.get(reverse("lawfulbasis:check", args=["RT-12"])).content.decode()
    for words in ("What it looks at", "DPA 2018 s.164A", "19 June 2026", "It speaks when", "It is silent when"):
        assert words in found
    assert "Can be waived" in found


def test_a_check_that_only_people_make_says_so(reader, monkeypatch):
    inset = "The portal does not make this check yet"
    assert inset not in reader.get(reverse("lawfulbasis:check", args=["PTY-01"])).content.decode()
    monkeypatch.delitem(rules.RULES, "PTY-01")
    assert inset in reader.get(reverse("lawfulbasis:check", args=["PTY-01"])).content.decode()


def test_unknown_check_is_not_found(reader):
    assert reader.get(reverse("lawfulbasis:check", args=["ZZ-99"])).status_code == 404


@pytest.mark.parametrize("name", ["catalogue", "checks", "changes"])
def test_lists_ask_the_database_little(reader, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert reader.get(reverse(f"lawfulbasis:{name}")).status_code == 200
