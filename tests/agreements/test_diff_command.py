"""`manage.py diff_agreements`: two documents compared, as JSON that stays stable. E-10."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dsaformat import canonical, diff, reading
from tests.dsaformat.comparison import BASE, BEFORE, edited

pytestmark = pytest.mark.django_db


@pytest.fixture
def compare(tmp_path):
    def _compare(before, after):
        names = []
        for name, document in (("a.json", before), ("b.json", after)):
            (tmp_path / name).write_text(canonical.pretty(document), encoding="utf-8")
            names.append(str(tmp_path / name))
        out = StringIO()
        call_command("diff_agreements", *names, stdout=out)
        return json.loads(out.getvalue())

    return _compare


def test_a_document_does_not_differ_from_itself(compare):
    assert compare(BEFORE, BEFORE) == {
        "changes": [],
        "signs_again": {"who": "nobody", "parties": []},
        "reasons": [{"who": "nobody", "parties": [], "sentence": "Nothing changed.", "paths": []}],
    }


def test_each_change_has_its_place_class_sentence_and_values(compare):
    report = compare(BEFORE, edited(retention__0__period__number=6))
    assert report == {
        "changes": [
            {
                "path": "retention/p/period",
                "kind": "changed",
                "class": "retention",
                "before": {"number": 7, "unit": "years"},
                "after": {"number": 6, "unit": "years"},
                "sentence": "4.7 How long, Essex Police, Police and crime: kept for changed from 7 years to 6 years.",
                "parties": ["police"],
                "follows": None,
            }
        ],
        "signs_again": {"who": "these", "parties": ["police"]},
        "reasons": [
            {
                "who": "these",
                "parties": ["police"],
                "sentence": "Essex Police signs again because its own rows changed: retention.",
                "paths": ["retention/p/period"],
            }
        ],
    }


def test_a_renamed_organisation_is_told_and_new_data_is_signed_again(compare):
    renamed = compare(BEFORE, edited(parties__1__organisation__name="Essex Constabulary"))
    assert renamed["signs_again"]["who"] == "nobody"
    more = compare(BEFORE, edited(datasets__0__items__2={"key": "n", "name": "NHS number"}))
    assert more["signs_again"]["who"] == "everyone"


def test_the_changes_lead_from_one_file_to_the_other(compare):
    after = edited(sections=BASE["sections"][::-1], retention__0__period=None, purposes__1=None)
    rows = compare(BEFORE, after)["changes"]
    stored = [{"subject" if name == "class" else name: value for name, value in row.items()} for row in rows]
    assert diff.apply(BEFORE, diff.from_json(stored)) == after


def test_what_cannot_be_read_is_said(tmp_path):
    good, bad = tmp_path / "a.json", tmp_path / "b.json"
    good.write_text(canonical.pretty(BEFORE), encoding="utf-8")
    bad.write_text("{")
    with pytest.raises(CommandError, match="is not JSON"):
        call_command("diff_agreements", str(good), str(bad))
    with pytest.raises(CommandError, match="There is no agreement DSA-2026-9999"):
        call_command("diff_agreements", "DSA-2026-9999", str(good))
    assert reading.load(Path(good).read_bytes()) == BEFORE
