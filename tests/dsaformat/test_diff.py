"""What changed between two documents, said as readers know it, and who would have to sign again."""

import copy
import json
from typing import Any

import pytest

from dsaformat import diff, reading
from dsaformat.choices import Block
from dsaformat.diff import Kind, Subject, Who, subjects
from dsaformat.diff.change import Change
from dsaformat.diff.differences import one_value
from dsaformat.document import AgreementDocument
from dsaformat.shape import Form, shapes
from dsaformat.values import Part
from dsaportal.bench import documents as large
from tests.dsaformat.comparison import BASE, BEFORE, LONG, compared, edited


def only(**changes: Any) -> Change:
    (change,), _ = compared(**changes)
    return change


SAID = [
    (
        {"retention__0__period": {"number": 6, "unit": "years"}},
        "retention/p/period",
        "4.7 How long, Essex Police, Police and crime: kept for changed from 7 years to 6 years.",
    ),
    (
        {"retention__0__period": None},
        "retention/p/period",
        "4.7 How long, Essex Police, Police and crime: kept for is no longer stated (it was 7 years).",
    ),
    (
        {"term__starts_on": "2027-02-01"},
        "term/starts_on",
        "Dates and review: starts on changed from 1 January 2027 to 1 February 2027.",
    ),
    (
        {"term__review": {"rule": "interval", "first_after_months": 6, "then_every_months": 12}},
        "term/review",
        "Dates and review: review changed from 1 January 2028 to after 6 months, then every 12 months.",
    ),
    (
        {"sections__0__text": LONG.replace("no other", "only this") + " Two more sentences. They say so."},
        "sections/why/text",
        "The text of 2.5 Proportionality was changed (8 words added, 2 removed).",
    ),
    ({"sections__0__text": ""}, "sections/why/text", "The text of 2.5 Proportionality was removed (18 words)."),
    (
        {"sections__0__text": LONG.replace("crisis", "crisis,")},
        "sections/why/text",
        "The text of 2.5 Proportionality was changed (the same words, with other order, spaces or punctuation).",
    ),
    ({"sections__0": None}, "sections/why", "Sections: 2.5 Proportionality was removed."),
    (
        {"identity__kind": "protocol"},
        "identity/kind",
        "Name and owner: kind changed from Data sharing agreement to Information sharing protocol.",
    ),
    (
        {"identity__owner": "police"},
        "identity/owner",
        "Name and owner: kept by changed from Harlow Council to Essex Police.",
    ),
    (
        {"flows__0__encrypted": False},
        "flows/f/encrypted",
        "Data flows, Essex Police to Harlow Council: encrypted changed from yes to no.",
    ),
    (
        {"parties__0__organisation__ico_reference": "Z2"},
        "parties/council/organisation/ico_reference",
        "Parties, Harlow Council: ICO number changed from Z1 to Z2.",
    ),
    (
        {"parties__0__contacts": [{"role": "legal", "name": "Al Other"}]},
        "parties/council/contacts",
        "Parties, Harlow Council: contacts: added Legal, Al Other; removed Legal, Jo Bloggs.",
    ),
    (
        {"parties__0__roles": ["controller", "recipient"]},
        "parties/council/roles",
        "Parties, Harlow Council: roles: added Receives data; removed Supplies data.",
    ),
    (
        {"datasets__0__recipients": ["platform"]},
        "datasets/crime/recipients",
        "Data, Police and crime: received by: added PI Limited; removed Harlow Council.",
    ),
    (
        {"datasets__0__items__1__name": "Age"},
        "datasets/crime/items/born/name",
        "Data, Police and crime, Date of birth: item changed from Date of birth to Age.",
    ),
    (
        {"datasets__0__items__1": None},
        "datasets/crime/items/born",
        "Data, Police and crime, items: Date of birth was removed.",
    ),
    (
        {"datasets__1": {"key": "b", "title": "Benefits", "supplier": "council", "items": [{"key": "x", "name": "X"}]}},
        "datasets/b",
        "Data: Benefits was added, with items (1).",
    ),
    ({"lawful_basis__0": None}, "lawful_basis/c6", "Lawful basis: Harlow Council, Public task was removed."),
    (
        {"parties__0__policy_document__reviewed_on": "2026-05-04"},
        "parties/council/policy_document/reviewed_on",
        "Parties, Harlow Council, appropriate policy document: last reviewed on set to 4 May 2026.",
    ),
]


@pytest.mark.parametrize(("changes", "path", "said"), SAID, ids=[said for *_, said in SAID])
def test_each_change_is_said_as_readers_know_it(changes, path, said):
    change = only(**changes)
    assert (change.path, change.sentence) == (path, said)


def test_values_are_plain_json_and_can_be_stored():
    changes, _ = compared(
        term__starts_on="2027-02-01", retention__0__period=None, parties__1__organisation__public_authority=True
    )
    assert [(change.before, change.after) for change in changes] == [
        (None, True),
        ({"number": 7, "unit": "years"}, None),
        ("2027-01-01", "2027-02-01"),
    ]
    assert diff.from_json(json.loads(json.dumps(diff.to_json(changes)))) == changes


@pytest.mark.parametrize("values", [{}, [{}], [{"path": "a", "kind": "vanished"}], "x", None])
def test_what_is_no_change_is_refused(values):
    with pytest.raises(ValueError):
        diff.from_json(values)


@pytest.mark.parametrize("path", ["nowhere", "parties/nobody/purpose", "retention", "term/nowhere", "retention/zz"])
def test_a_change_of_nothing_is_refused(path):
    change = Change(path, Kind.REMOVED, Subject.DATA, None, None, "")
    with pytest.raises(reading.DocumentError):
        diff.apply(BEFORE, [change])


def test_the_fewest_rows_move():
    sections = copy.deepcopy(BASE["sections"])
    changes, proposal = compared(sections=[sections[2], *sections[:2]])
    assert [(change.kind, change.path, change.follows) for change in changes] == [(Kind.MOVED, "sections/end", "")]
    assert changes[0].sentence == "Sections: 9 The end now stands first."
    assert proposal.who is Who.NOBODY
    changes, _ = compared(sections=[*sections[1:], sections[0]])
    assert changes[0].sentence == "Sections: 2.5 Proportionality now stands after 9 The end."


def test_rows_without_an_order_do_not_move():
    assert compared(retention=BASE["retention"][::-1])[0] == ()


def test_labels_say_what_codes_are_called():
    before, after = edited(law=[]), edited(law=[], lawful_basis=[])
    (change,) = diff.changes(before, after, labels={"art6_1_e_public_task": "A public task"})
    assert change.sentence == "Lawful basis: Harlow Council, A public task was removed."
    assert diff.changes(before, after)[0].sentence == "Lawful basis: Harlow Council, art6 1 e public task was removed."


CLASSES = [
    ({"parties__0__organisation__phone": "1"}, Subject.PARTIES),
    ({"datasets__0__title": "Crime"}, Subject.DATA),
    ({"purposes__0__title": "Help"}, Subject.PURPOSE),
    ({"lawful_basis__0__reason": "Because."}, Subject.LAW),
    ({"retention__0__event": "the case closes"}, Subject.RETENTION),
    ({"security__0__text": "Nowhere."}, Subject.SECURITY),
    ({"term__ends_on": "2029-01-01", "term__ongoing": False}, Subject.DATES),
    ({"sections__0__heading": "Need"}, Subject.WORDING),
    ({"sections__0__text": "Other."}, Subject.WORDING),
    ({"sections__1__text": "Other."}, Subject.RETENTION),
    ({"sections__1__answers": [{"key": "a", "question": "How?"}]}, Subject.RETENTION),
    ({"flows__0__note": "By day."}, Subject.WORDING),
]


@pytest.mark.parametrize(("changes", "subject"), CLASSES, ids=[str(changes) for changes, _ in CLASSES])
def test_each_change_has_its_class(changes, subject):
    assert {change.subject for change in compared(**changes)[0]} == {subject}


def _places(model: type[Part], path: str = "") -> list[str]:
    found = []
    for field in shapes(model):
        where = f"{path}.{field.name}" if path else field.name
        found.append(where)
        if field.form is Form.PART and (field.rows or not one_value(field)):
            found += _places(field.models[0], where)
    return found


@pytest.mark.parametrize("place", _places(AgreementDocument))
def test_every_field_is_classified(place):
    assert subjects.entry(place)


def test_every_entry_of_the_table_is_a_field():
    assert set(subjects.TABLE) <= set(_places(AgreementDocument))
    assert {field.name for field in shapes(AgreementDocument)} <= set(subjects.TABLE)


@pytest.mark.parametrize("block", list(Block))
def test_every_table_of_a_section_has_its_place(block):
    assert set(subjects.shown(block)) <= set(_places(AgreementDocument))


def test_two_versions_with_33_parties_are_compared_in_time():
    """E-10; fifty milliseconds on a quiet machine, and four times that on one that runs everything else besides."""
    for timing in large.timings(rounds=5):
        assert timing.p50_ms < 4 * timing.limit_ms, timing.line


def test_33_parties_redone():
    before, after = large.document(), reading.parse(large.revised())
    assert diff.apply(before, diff.changes(before, after)) == after
