"""Text from anybody becomes a document, or a list of reasons; quickly, and never anything else."""

import json
import time
from typing import Any

import pytest

from dsaformat import canonical, reading
from dsaformat.reading import DocumentError

MINIMAL: dict[str, Any] = {"format_version": 1, "identity": {"title": "A"}}
START = '{"format_version":1,"identity":{"title":"x"},'


def reasons(text: str | bytes) -> list[tuple[str, str]]:
    with pytest.raises(DocumentError) as caught:
        reading.load(text)
    return [tuple(problem) for problem in caught.value.problems]


def with_(**changes: Any) -> str:
    return json.dumps({**MINIMAL, **changes})


def test_smallest_document():
    document = reading.load(json.dumps(MINIMAL))
    assert document.identity.title == "A"
    assert canonical.dump(document) == '{"format_version":1,"identity":{"title":"A"}}'


def test_bytes_with_a_byte_order_mark():
    assert reading.load("\ufeff".encode() + json.dumps(MINIMAL).encode()).identity.title == "A"


@pytest.mark.parametrize(
    ("text", "path", "reason"),
    [
        ("", "", "is not JSON"),
        ("[]", "", "must be an object"),
        ("null", "", "must be an object"),
        ("{", "", "is not JSON"),
        (b"\xff\xfe", "", "is not UTF-8"),
        ('{"format_version":2}', "format_version", "must be 1"),
        ('{"format_version":true}', "format_version", "must be 1"),
        ("{}", "format_version", "must be 1"),
        ('{"format_version":1,"format_version":1}', "", 'has the name "format_version" twice'),
        ('{"format_version":1,"identity":NaN}', "", "contains NaN"),
        ('{"format_version":1,"identity":-Infinity}', "", "contains -Infinity"),
        ('{"format_version":' + "9" * 5000 + "}", "", "too many digits"),
        ('{"a":' * 100_000, "", "nested too deeply"),
        (with_(identity={"title": "x", "colour": "red"}), "identity.colour", "is not a field"),
        (with_(identity={}), "identity.title", "is missing"),
        (with_(identity={"title": "  "}), "identity.title", "must not be empty"),
        (with_(identity={"title": "a\nb"}), "identity.title", "must be one line"),
        (with_(identity={"title": "a\u0000b"}), "identity.title", "U+0000"),
        (with_(identity={"title": "a\u202eb"}), "identity.title", "U+202E"),
        (with_(identity={"title": "x", "version": 1.5}), "identity.version", "should be a valid integer"),
        (with_(identity={"title": "x", "version": True}), "identity.version", "should be a valid integer"),
        (with_(identity={"title": "x", "version": 10**30}), "identity.version", "less than or equal"),
        (with_(term={"starts_on": "03/04/2027"}), "term.starts_on", "must be a date like"),
        (with_(term={"starts_on": 1234}), "term.starts_on", "must be a date like"),
        (with_(term={"starts_on": "2027-02-29"}), "term.starts_on", "day"),
        (with_(term={"ongoing": True, "ends_on": "2027-01-01"}), "term", "not both"),
        (with_(term={"starts_on": "2027-01-02", "ends_on": "2027-01-01"}), "term", "must not end before"),
        (with_(purposes=[{"key": "A b", "title": "x"}]), "purposes.0.key", "pattern"),
        (with_(purposes=[{"key": "a", "title": "x"}, {"key": "a", "title": "y"}]), "purposes.1.key", "used twice"),
        (with_(purposes=[{"key": "a", "title": "x", "parties": ["b"]}]), "purposes.0.parties", 'names "b"'),
        (with_(identity={"title": "x", "owner": "nobody"}), "identity.owner", 'names "nobody"'),
    ],
)
def test_each_fault_has_its_place_and_reason(text, path, reason):
    found = reasons(text)
    assert any(where == path and reason in why for where, why in found), found


def test_a_lone_surrogate_is_named_and_can_be_printed():
    found = reasons('{"format_version":1,"identity":{"title":"\\ud800"}}')
    assert "U+D800" in found[0][1]
    for path, reason in reasons('{"format_version":1,"identity":{"title":"x"},"\\udfff":1}'):
        (path + reason).encode()


def test_all_dangling_rows_are_listed_at_once():
    text = with_(
        datasets=[{"key": "d", "title": "D", "supplier": "x"}],
        retention=[{"key": "r", "party": "y", "datasets": ["z"]}],
    )
    assert [path for path, _ in reasons(text)] == ["datasets.0.supplier", "retention.0.party", "retention.0.datasets"]


HOSTILE = {
    "deep lists": "[" * 1_500_000,
    "deep objects": '{"a":' * 300_000,
    "a million numbers": START + '"parties":[' + "1," * 900_000 + "1]}",
    "many empty rows": START + '"lawful_basis":[' + "{}," * 19_000 + "{}]}",
    "many empty parties": START + '"parties":[' + "{}," * 19_000 + "{}]}",
    "many objects": '{"x":[' + "{}," * 600_000 + "{}]}",
    "accents on one letter": START[:-1]
    + ',"parties":[{"key":"a","organisation":{"name":"'
    + "\u0301\u0327" * 200_000
    + '"}}]}',
    "a run of accents in a text": '{"format_version":1,"identity":{"title":"x","context":"'
    + "\u0301\u0327" * 24_000
    + '"}}',
    "a huge line": '{"format_version":1,"identity":{"title":"' + "é" * 900_000 + '"}}',
    "too large": '"' + "x" * 2_100_000 + '"',
    "repeated keys": START + '"purposes":[' + ",".join(['{"key":"a","title":"b"}'] * 1_900) + "]}",
    "unknown names": START + ",".join(f'"n{i}":1' for i in range(50)) + "}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_refused_at_once(name):
    begun = time.perf_counter()
    found = reasons(HOSTILE[name])
    assert found
    assert len(found) <= 100
    # Fifty milliseconds on a quiet machine; the rest is for one that runs everything else at the same time.
    assert time.perf_counter() - begun < 0.5
