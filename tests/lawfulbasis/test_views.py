"""The law's reference pages."""

import datetime as dt

import pytest
from django.urls import reverse

from lawfulbasis import services
from lawfulbasis.catalogue import REGIMES
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
