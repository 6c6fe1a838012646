"""Long answers as blocks and links: text stays text, and only safe addresses become links."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsaformat import prose
from dsaformat.prose import Run

MARKUP = st.text(alphabet="ab .-*#1)([]\n:/@ é—", max_size=60)
PARTS = ["[a b](https://a.uk/x)", "https://a.uk", "mailto:a@b.uk", "(", ")", "[", "](", " ", ".", "x", "\n"]
PIECES = st.lists(st.sampled_from(PARTS), max_size=12).map("".join)


def links(line: str) -> list[tuple[str, str]]:
    return [(run.text, run.href) for run in prose.runs(line) if run.href]


def test_prose_is_read_line_by_line():
    text = "One\ngoes on.\n\n## Limits\n- first\n- second\n  runs on\n\n1. a\n2) b\n\n<b>no markup</b>"
    assert [tuple(block) for block in prose.blocks(text)] == [
        ("paragraph", ("One goes on.",)),
        ("heading", ("Limits",)),
        ("bullets", ("first", "second runs on")),
        ("numbers", ("a", "b")),
        ("paragraph", ("<b>no markup</b>",)),
    ]


def test_lines_of_a_block_are_text_and_links():
    block, *_ = prose.blocks("See [the code](https://ico.org.uk/code), or ask mailto:dpo@example.org.")
    assert block.runs == (
        (
            Run("See "),
            Run("the code", "https://ico.org.uk/code"),
            Run(", or ask "),
            Run("mailto:dpo@example.org", "mailto:dpo@example.org"),
            Run("."),
        ),
    )


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("[write to us](mailto:ig@example.gov.uk)", [("write to us", "mailto:ig@example.gov.uk")]),
        ("[ig@example.org](mailto:ig@example.org)", [("ig@example.org", "mailto:ig@example.org")]),
        ("https://a.uk/b?c=d#e, next", [("https://a.uk/b?c=d#e", "https://a.uk/b?c=d#e")]),
        ("(https://a.uk/b_(c)).", [("https://a.uk/b_(c)", "https://a.uk/b_(c)")]),
        ("[a](https://a.uk/x_(y))", [("a", "https://a.uk/x_(y)")]),
        ("[a [b](https://a.uk)", [("b", "https://a.uk")]),
        ("[https://gov.uk/](https://gov.uk/)", [("https://gov.uk/", "https://gov.uk/")]),
    ],
)
def test_addresses_become_links(line, found):
    assert links(line) == found


@pytest.mark.parametrize(
    "line",
    [
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](//evil.example)",
        "[x](http://a.uk)",
        "http://a.uk",
        "ftp://a.uk",
        "javascript:alert(1)",
        "[ ](https:// )",
        "[](https://)",
        "https://gov.uk@evil.example/x",
        "https://gov.uk:80@evil.example/x",
        "https://10.0.0.1/x",
        "https://localhost/x",
        "https://gоv.uk/x",
        "xhttps://a.uk",
        "dpo@example.org",
        "<a href='https'>x</a>",
    ],
)
def test_everything_else_stays_text(line):
    """B17"""
    assert prose.runs(line) == (Run(line),)


def test_words_that_look_like_an_address_do_not_lead_to_another():
    line = "[https://bank.example](https://evil.example/x)"
    assert links(line) == [
        ("https://bank.example", "https://bank.example"),
        ("https://evil.example/x", "https://evil.example/x"),
    ]
    assert "".join(run.text for run in prose.runs(line)) == line
    named = "mailto:x@evil.example"
    assert links(f"[www.bank.example]({named})") == [(named, named)]


@settings(max_examples=300, deadline=None)
@given(MARKUP | PIECES)
def test_no_text_is_lost(text):
    for block in prose.blocks(text):
        for line, runs in zip(block.lines, block.runs, strict=True):
            rest = line
            for run in runs:
                before, found, rest = rest.partition(run.text)
                assert found
                assert before in {"", "[", "[ "}
                if run.href and run.href != run.text:
                    assert rest.lstrip().startswith(f"]({run.href})")
                    rest = rest.partition(f"]({run.href})")[2]
            assert rest == ""


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text):
    for block in prose.blocks(text):
        assert all(run.text for runs in block.runs for run in runs)
        assert all(not run.href or run.href.startswith(("https://", "mailto:")) for runs in block.runs for run in runs)


HOSTILE = {
    "brackets": "[" * 50_000,
    "links that do not end": "[a](https://a.uk/x" * 2_700,
    "addresses on addresses": "https://a.uk/" * 3_800,
    "half addresses": "https://a-" * 5_000,
    "dots": "mailto:" + "a." * 24_000,
    "closing brackets": "https://a.uk/" + ")" * 49_000,
    "opening brackets": "https://a.uk/" + "(" * 49_000,
    "bullets": "- a\n" * 12_000,
    "headings": "# a\n" * 12_000,
    "one paragraph of many lines": "a\n" * 25_000,
    "empty lines": "\n \n" * 16_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_at_once(name):
    begun = time.perf_counter()
    for block in prose.blocks(HOSTILE[name]):
        assert block.runs
    # A tenth of that on a quiet machine.
    assert time.perf_counter() - begun < 1
