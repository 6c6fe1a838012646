"""The catalogue as data: complete, dated, and loaded the same however often."""

import datetime as dt
import re
from collections import Counter
from io import StringIO
from itertools import chain

import pytest
import yaml
from django.core.management import call_command
from pydantic import TypeAdapter

from dsaformat import shape
from dsaformat.parts.law import BASIS_REGIMES
from dsaformat.values import Code
from lawfulbasis import rules, services
from lawfulbasis.catalogue import REGIMES
from lawfulbasis.models import Entry, LoadedFile
from tests.lawfulbasis.documents import catalogue, document

AT = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
FOLDER = services.law_folder()


def raw() -> list[dict[str, object]]:
    return yaml.safe_load((FOLDER / services.CATALOGUE).read_text(encoding="utf-8"))["entries"]


def test_every_entry_belongs_to_a_known_regime_and_every_regime_has_entries():
    assert set(Counter(entry["regime"] for entry in raw())) == set(REGIMES)


def test_codes_fit_the_document_format_and_stand_once():
    counted = Counter(entry["code"] for entry in raw())
    assert counted.most_common(1)[0][1] == 1
    assert all(str(code).replace("_", "").isalnum() for code in counted)


AT_ONCE = {
    "datasets__0__items__0__types": ("personal_data_type", "special_category_type", "sensitive_processing_type"),
    "datasets__0__categories": ("data_category",),
    "datasets__0__data_subjects": ("data_subject_type",),
    "digital_economy__powers": ("statutory_gateway",),
    "parties__0__law_enforcement__purposes": ("law_enforcement",),
}
"""Where a document names several entries at once."""

IN_ROWS = {
    "lawful_basis": ("condition", BASIS_REGIMES, {"party": "council", "regime": "as_it_is"}),
    "legislation": ("code", ("statutory_gateway",), {"title": "An Act"}),
    "confidentiality": ("override", ("confidentiality_override",), {"party": "council"}),
    "rights": ("right", ("uk_gdpr_right",), {}),
    "transfers": ("mechanism", ("transfer_mechanism",), {"party": "council", "country": "India"}),
    "purposes": ("reuse_route", ("uk_gdpr_annex2_compatibility", "law_enforcement"), {"title": "Help"}),
}
"""Where it names one in each row."""


def codes_of(*regimes):
    return [str(entry["code"]) for entry in raw() if entry["regime"] in regimes]


def test_every_code_can_stand_in_a_document():
    """Capitals included: section 16LA of the Children Act 2004."""
    code = TypeAdapter(Code)
    assert [code.validate_python(entry["code"]) for entry in raw()] == [entry["code"] for entry in raw()]
    assert "gw_ca2004_s16LA" in codes_of("statutory_gateway")


def test_a_document_can_name_every_entry_where_it_belongs():
    several = {place: codes_of(*regimes) for place, regimes in AT_ONCE.items()}
    rows = {
        part: [{"key": f"k{number}", name: code, **rest} for number, code in enumerate(codes_of(*regimes))]
        for part, (name, regimes, rest) in IN_ROWS.items()
    }
    whole = document(**several, **rows)
    named: set[str] = set()
    for _, field, value in shape.walk(whole):
        if field.form is shape.Form.CODE:
            named.update(value if isinstance(value, tuple) else (value,))
    regimes = {*chain(*AT_ONCE.values()), *chain(*(asked for _, asked, _ in IN_ROWS.values()))}
    assert set(codes_of(*regimes)) <= named
    assert [one for one in rules.check(whole, catalogue(), AT.date()) if "did not run" in one.message] == []


def test_texts_are_sentences_of_our_own_without_working_notes():
    text = (FOLDER / services.CATALOGUE).read_text(encoding="utf-8")
    assert not re.search(r"not in LOTI|Missing from|unverified\)|NOT VERIFIED|\bSeeds?\b|->", text)
    assert [entry["code"] for entry in raw() if not str(entry["help"]).endswith(".")] == []


@pytest.mark.parametrize(
    ("day", "in_force"), [(dt.date(2026, 2, 4), False), (dt.date(2026, 2, 5), True), (dt.date(2026, 11, 20), True)]
)
def test_recognised_legitimate_interest_begins_on_its_day(day, in_force):
    assert catalogue().on("art6_1_ea_recognised_li", day).in_force_on(day) is in_force


def test_law_that_is_not_commenced_cannot_be_chosen():
    assert catalogue().on("gw_ca2004_s16LA", dt.date(2026, 11, 20)).selectable is False


def test_unknown_code_is_nothing():
    assert catalogue().on("no_such_thing", dt.date(2026, 1, 1)) is None
    assert catalogue().regime_of("no_such_thing") == ""


@pytest.fixture
def unloaded(db):
    for rows in (Entry.objects, Entry.history, LoadedFile.objects):
        rows.all().delete()


def test_loading_twice_changes_nothing(unloaded):
    added, changed = services.load_catalogue(at=AT)
    assert (added, changed) == (len(raw()), 0)
    assert services.load_catalogue(at=AT) == (0, 0)
    assert Entry.history.count() == added


@pytest.mark.django_db
def test_a_corrected_file_changes_what_differs_and_keeps_the_history(tmp_path):
    services.load_catalogue(at=AT)
    text = (FOLDER / services.CATALOGUE).read_text(encoding="utf-8")
    corrected = tmp_path / "catalogue.yaml"
    corrected.write_text(text.replace("label: Consent\n", "label: Consent of the person\n", 1), encoding="utf-8")
    assert services.load_catalogue(at=AT, path=corrected) == (0, 1)
    entry = Entry.objects.get(code="art6_1_a_consent")
    assert entry.label == "Consent of the person"
    assert entry.history.count() == 2
    assert services.catalogue().on("art6_1_a_consent", AT.date()).label == "Consent of the person"


@pytest.mark.django_db
def test_a_new_wording_stands_beside_the_old_one(tmp_path):
    services.load_catalogue(at=AT)
    entries = [entry for entry in raw() if entry["code"] == "art6_1_a_consent"]
    entries[0].update(current_wording_from="2027-01-01", label="Agreed")
    later = tmp_path / "catalogue.yaml"
    later.write_text(yaml.safe_dump({"entries": entries}), encoding="utf-8")
    assert services.load_catalogue(at=AT, path=later) == (1, 0)
    assert Entry.objects.filter(code="art6_1_a_consent").count() == 2


def test_command_says_what_it_did(unloaded):
    first, second = StringIO(), StringIO()
    call_command("load_law", stdout=first)
    call_command("load_law", stdout=second)
    assert "new" in first.getvalue()
    assert "already up to date" in second.getvalue()
    assert LoadedFile.objects.count() == 1


@pytest.mark.django_db
def test_tables_and_file_say_the_same(django_assert_num_queries):
    services.load_catalogue(at=AT)
    assert services.catalogue() == catalogue()
    with django_assert_num_queries(1):
        services.catalogue()
