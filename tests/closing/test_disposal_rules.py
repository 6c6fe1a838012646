"""What each party must account for, read from the document (D-30, D-31, E-12)."""

import json

import pytest

from closing import disposal
from closing.disposal import Fate
from dsaformat import reading


def _document(**more):
    values = {
        "format_version": 1,
        "identity": {"title": "Lamps", "owner": "a"},
        "parties": [{"key": key, "organisation": {"name": key.upper()}} for key in "abc"],
        "datasets": [
            {"key": "one", "title": "First data", "supplier": "a", "recipients": ["b", "c"]},
            {"key": "two", "title": "Second data", "supplier": "a", "recipients": ["b"]},
        ],
    }
    return reading.load(json.dumps(values | more))


def _keeps(key, *datasets, party="b", **more):
    return {"key": key, "party": party, "datasets": list(datasets), "period": {"number": 6, "unit": "years"}} | more


def _ends(key, *datasets, party="b", action="delete", **more):
    return {"key": key, "party": party, "datasets": list(datasets), "action": action} | more


def _held(party="b", **more):
    return [(row.key, row.data, row.planned) for row in disposal.held(_document(**more), party)]


def test_a_party_that_receives_and_has_no_rule_accounts_for_all_of_it():
    assert _held() == [("received", "Everything it received", None)]


def test_a_party_that_receives_nothing_and_has_no_rule_accounts_for_nothing():
    assert _held("a") == []


def test_what_flows_without_a_name_counts_as_received():
    flows = [{"key": "f", "sender": "a", "recipients": ["c"], "what": "Matched results"}]
    assert _held("c", datasets=[], flows=flows) == [("received", "Everything it received", None)]
    assert _held("a", datasets=[], flows=flows) == []


def test_a_processor_on_the_way_has_received_it():
    flows = [{"key": "f", "sender": "a", "recipients": ["b"], "via": ["c"], "datasets": ["two"]}]
    only_b = [{"key": "two", "title": "Second data", "supplier": "a"}]
    assert _held("c", datasets=only_b, flows=flows) == [("received", "Everything it received", None)]


def test_each_retention_rule_is_a_row_with_the_end_rule_for_the_same_data():
    rows = _held(retention=[_keeps("r1", "one"), _keeps("r2", "two")], end_of_sharing=[_ends("e", action="return")])
    assert rows == [("retention-r1", "First data", Fate.RETURNED), ("retention-r2", "Second data", Fate.RETURNED),
                    ("end-e", "Everything else it holds", Fate.RETURNED)]  # fmt: skip


def test_the_end_rule_for_just_that_data_goes_before_a_wider_one():
    ending = [_ends("wide", "one", "two", action="keep"), _ends("just", "one")]
    assert _held(retention=[_keeps("r", "one")], end_of_sharing=ending)[0] == (
        "retention-r",
        "First data",
        Fate.DELETED,
    )


def test_an_end_rule_that_a_retention_rule_covers_is_no_second_row():
    rows = _held(retention=[_keeps("r", "one", "two")], end_of_sharing=[_ends("e", "one", "two")])
    assert rows == [("retention-r", "First data; Second data", Fate.DELETED)]


def test_an_end_rule_for_more_than_the_retention_rules_has_a_row_for_the_rest():
    rows = _held(retention=[_keeps("r", "one")], end_of_sharing=[_ends("e", "one", "two")])
    assert rows == [("retention-r", "First data", Fate.DELETED), ("end-e", "Second data", Fate.DELETED)]


def test_end_rules_stand_alone_where_there_is_no_retention_rule():
    rows = _held(end_of_sharing=[_ends("e1", "one", action="archive"), _ends("e2", "two", action="anonymise")])
    assert rows == [("end-e1", "First data", Fate.ARCHIVED), ("end-e2", "Second data", Fate.ANONYMISED)]


def test_a_rule_that_names_no_data_covers_everything():
    assert _held(retention=[_keeps("r")]) == [("retention-r", "Everything it holds", None)]


def test_received_data_that_no_rule_names_is_accounted_for_too():
    rows = _held(retention=[_keeps("r", "one")])
    assert rows == [("retention-r", "First data", None), ("received", "Second data", None)]


def test_a_supplier_with_a_rule_accounts_for_what_it_keeps():
    """E-12: as controller it may keep it, and says on which basis."""
    rows = _held("a", retention=[_keeps("r", "one", party="a")])
    assert rows == [("retention-r", "First data", None)]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (_keeps("r"), "Kept for 6 years"),
        (_keeps("r", starts_from="the closure of the case"), "Kept for 6 years, counted from the closure of the case"),
        (_keeps("r", event="the child is 25"), "Kept for 6 years or until the child is 25"),
        (_keeps("r", period=None, event="the child is 25"), "Until the child is 25"),
        (
            _keeps("r", reviewed_every={"number": 1, "unit": "years"}),
            "Kept for 6 years. Looked at again every 1 year",
        ),
    ],
)
def test_how_long_in_words(rule, words):
    (row,) = disposal.held(_document(retention=[rule]), "b")
    assert row.rule == words


def test_the_end_in_words():
    rule = _ends("e", "one", within={"number": 30, "unit": "days"}, how="Shredded by the records team.")
    rows = disposal.held(_document(end_of_sharing=[rule]), "b")
    assert rows[0].rule == "Delete it within 30 days when sharing ends. Shredded by the records team"


def test_every_action_of_a_document_has_its_fate():
    from dsaformat.choices import EndAction

    assert set(disposal.PLANNED) == set(EndAction)
