"""Template files from anybody: what is wrong is named, and nothing of any size hurts."""

import time

import pytest

from drafting import outline, reworking, template_files
from drafting.services import templates
from foundation.verdicts import Refused

SMALL = """
code: small
title: Small
groups: [{key: all, title: All of it}]
sections:
  - {key: purpose, heading: Purpose, task: Say why, group: all, blocks: [purposes]}
"""


def refused(text):
    raw = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(Refused) as caught:
        templates.parsed(template_files.read(raw))
    return " ".join(caught.value.reasons)


def changed(old, new):
    assert old in SMALL
    return SMALL.replace(old, new)


def test_json_is_read_too():
    assert (
        templates.parsed(template_files.read(b'{"code": "x", "title": "X", "groups": [], "sections": []}')).code == "x"
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "names and values"),
        (b"- a list", "names and values"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"a: [1", "neither YAML nor JSON"),
        (b"a: \x00", "neither YAML nor JSON"),
        (b"a: !!python/object/apply:os.system [ls]", "neither YAML nor JSON"),
        (b"a: 2026-02-31", "does not exist"),
        (b"a: .inf", "infinite"),
        (b"a: {b: [.nan]}", "infinite"),
        (b"a: &x [1]\nb: *x", "refers back"),
        (b"a: 1\na: 2", "stands twice"),
        (b"? [a, b]\n: 1", "list or an object as a name"),
        (b"[" * 200 + b"]" * 200, "more parts"),
        (b"a: [" + b"1, " * 30_000 + b"1]", "more parts"),
        (b"x" * 1_000_001, "larger than 1MB"),
        (changed("code: small", "code: Small One"), "code: "),
        (changed("title: Small", "titel: Small"), "title: Field required"),
        (changed("group: all", "group: other"), "there is no group other"),
        (changed("blocks: [purposes]", "blocks: [nothing]"), "sections no. 1 blocks no. 1"),
        (changed("blocks: [purposes]", "opens_when: [full_moon]"), "there is no condition full_moon"),
        (changed("blocks: [purposes]", "asks: [purposes/why]"), "there is no standard question purposes/why"),
        (changed("blocks: [purposes]", "leave_out: [basis]"), "leaves out basis"),
        (changed("blocks: [purposes]", "required: [basis]"), "requires basis"),
        (changed("blocks: [purposes]", "questions: [{key: text, label: Text}]"), "question text stands twice"),
        (
            changed("blocks: [purposes]", "questions: [{key: a, label: A, kind: rows, path: nowhere}]"),
            "no place nowhere",
        ),
        (changed("blocks: [purposes]", 'fixed: "a\\u202eb"'), "U+202E"),
        (changed("groups: [", "groups: [{key: all, title: Again}, "), "group all stands twice"),
        (SMALL + "starts_with: {terms: {}}", "terms is not a field"),
        (SMALL + "starts_with: {term: {review: {rule: interval}}}", "first_after_months is missing"),
        (SMALL + "starts_with: {retention: [{key: a, party: nobody}]}", "nobody"),
        (SMALL + "starts_with: {identity: [1]}", "no part of an agreement"),
        (SMALL + "starts_with: {parties: 7}", "no part of an agreement"),
        (SMALL + "starts_with: []", "starts_with"),
    ],
)
def test_bad_files_are_refused_with_their_reason(text, reason):
    assert reason in refused(text)


def test_an_outline_has_limits():
    section = "\n  - {key: s%d, heading: S, task: T, group: all}"
    many = SMALL + "".join(section % number for number in range(outline.SECTIONS))
    assert "at most 200" in refused(many)
    groups = ", ".join(f"{{key: g{number}, title: G}}" for number in range(outline.MANY))
    assert "at most 50" in refused(changed("groups: [", f"groups: [{groups}, "))
    assert "50000 characters" in refused(changed("blocks: [purposes]", f"fixed: {'x' * 50_001}"))


def test_texts_that_are_each_allowed_may_not_be_too_large_together():
    values = template_files.read(SMALL.encode())
    for number in range(22):
        values["sections"].append(
            {"key": f"s{number}", "heading": "S", "task": "T", "group": "all", "fixed": "x" * 49_000}
        )
    with pytest.raises(Refused, match="larger than 1MB"):
        templates.parsed(values)


def test_a_hostile_file_is_answered_quickly():
    began = time.perf_counter()
    refused(b"a: " + b"{b: " * 100_000)
    refused(b"a: &a [x, x]\n" + b"".join(b"k%d: [*a, *a]\n" % number for number in range(1_000)))
    assert time.perf_counter() - began < 2


def test_special_characters_and_long_texts_survive_the_file():
    found = templates.parsed(template_files.read(SMALL.encode()))
    text = "“Quotes”, a: colon, # no comment\n\n- yes\n- 012\n\n  indented\ttab  "
    values = reworking.put(
        reworking.plain(found), "sections/purpose", {"fixed": text, "because": "no", "number": "1.10"}
    )
    there = templates.parsed(values)
    assert templates.parsed(template_files.read(template_files.written(there).encode())) == there
    assert (there.sections[0].number, there.sections[0].because) == ("1.10", "no")


def values():
    return reworking.plain(templates.parsed(template_files.read(SMALL.encode())))


def test_putting_adding_moving_and_removing():
    now = reworking.add(values(), "sections", {"key": "b", "heading": "B", "task": "B", "group": "all"})
    now = reworking.add(now, "sections", {"key": "a", "heading": "A", "task": "A", "group": "all"}, after="purpose")
    assert [one["key"] for one in now["sections"]] == ["purpose", "a", "b"]
    now = reworking.move(now, "sections/b", -1)
    assert [one["key"] for one in now["sections"]] == ["purpose", "b", "a"]
    assert reworking.move(now, "sections/purpose", -1) == now
    now = reworking.add(now, "sections/b/questions", {"key": "q", "label": "Why?"})
    assert reworking.at(now, "sections/b/questions/q") == {"key": "q", "label": "Why?"}
    now = reworking.without(now, "sections/b")
    assert reworking.at(now, "sections/b") is None
    with pytest.raises(Refused, match="no longer there"):
        reworking.put(now, "sections/b", {"heading": "C"})
    with pytest.raises(Refused, match="still has sections"):
        reworking.without(now, "groups/all")


def test_sections_move_among_those_of_their_group():
    now = reworking.add(values(), "groups", {"key": "more", "title": "More"})
    for key, group in (("x", "more"), ("y", "all")):
        now = reworking.add(now, "sections", {"key": key, "heading": key, "task": key, "group": group})
    now = reworking.move(now, "sections/y", -1)
    assert [one["key"] for one in now["sections"]] == ["y", "purpose", "x"]


def test_a_change_leaves_what_it_was_made_from_as_it_was():
    before = values()
    reworking.put(before, "sections/purpose", {"heading": "Other"})
    reworking.add(before, "groups", {"key": "more", "title": "More"})
    assert before == values()
