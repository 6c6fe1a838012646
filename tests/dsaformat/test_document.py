"""What a document may hold, and what it says about itself."""

import datetime as dt
import hashlib
import json
from pathlib import Path

import pytest
from pydantic import BaseModel

from dsaformat import canonical, document, parts, reading, schema
from dsaformat.values import Part


def load(**more):
    parties = [
        {"key": key, "organisation": {"name": key.title()}, "roles": [role]}
        for key, role in (("a", "controller"), ("b", "processor"), ("c", "observer"), ("d", "recipient"))
    ]
    return reading.parse({"format_version": 1, "identity": {"title": "T"}, "parties": parties, **more})


def test_fingerprint_is_the_sha256_of_the_canonical_text():
    one = load()
    assert canonical.fingerprint(one) == hashlib.sha256(canonical.dump(one).encode("utf-8")).hexdigest()
    assert canonical.grouped("7f3a91c0" * 8).startswith("7F3A 91C0 7F3A")


def test_defaults_stay_out_of_the_text_so_that_new_fields_change_no_fingerprint():
    said = reading.parse({"format_version": 1, "identity": {"title": "T", "kind": "agreement", "version": 1}})
    silent = reading.parse({"format_version": 1, "identity": {"title": "T"}})
    assert canonical.fingerprint(said) == canonical.fingerprint(silent)


def test_one_letter_changes_the_fingerprint():
    assert canonical.fingerprint(load()) != canonical.fingerprint(load(identity={"title": "t"}))


def _parts() -> set[type[BaseModel]]:
    return {
        kind
        for kind in (*vars(parts).values(), *vars(document).values())
        if isinstance(kind, type) and issubclass(kind, Part)
    }


@pytest.mark.parametrize("kind", sorted(_parts(), key=lambda kind: kind.__name__), ids=lambda kind: kind.__name__)
def test_every_part_is_frozen_and_refuses_unknown_fields(kind):
    assert kind.model_config["frozen"] is True
    assert kind.model_config["extra"] == "forbid"
    assert not any("float" in str(field.annotation) for field in kind.model_fields.values())


def test_who_signs_when_nobody_is_named():
    assert [wanted.party for wanted in load().signatories] == ["a", "d"]


def test_who_signs_as_the_document_says():
    assert [wanted.party for wanted in load(signatures=[{"key": "s", "party": "d"}]).signatories] == ["d"]


def test_a_party_may_sign_with_two_people():
    """Such as its senior information risk owner and its Caldicott Guardian."""
    signs = [{"key": "s", "party": "a"}, {"key": "t", "party": "a"}]
    assert [wanted.key for wanted in load(signatures=signs).signatories] == ["s", "t"]


def test_unknown_identifiability_counts_as_personal():
    assert load(datasets=[{"key": "x", "title": "X", "supplier": "a"}]).has_personal_data
    assert not load(
        datasets=[{"key": "x", "title": "X", "supplier": "a", "identifiability": "not_about_people"}]
    ).has_personal_data


@pytest.mark.parametrize(("number", "unit", "said"), [(1, "years", "1 year"), (2, "working_days", "2 working days")])
def test_period_in_words(number, unit, said):
    assert str(parts.Period(number=number, unit=unit)) == said


def test_schema_describes_every_field():
    published = schema.schema()
    assert published["additionalProperties"] is False
    assert set(published["properties"]) == set(document.AgreementDocument.model_fields)
    json.dumps(published)


def test_sorted_law_and_its_wording():
    one = load(law=[{"code": "b", "label": "B"}, {"code": "a", "label": "A", "wording_from": "2026-02-05"}])
    assert [wording.code for wording in one.law] == ["a", "b"]
    assert one.wording("a").wording_from == dt.date(2026, 2, 5)
    assert one.wording("c") is None


def test_package_is_pure():
    """No Django, no clock, no files."""
    for path in Path(document.__file__).parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not any(word in text for word in ("django", "open(", ".now(", ".today(")), path
