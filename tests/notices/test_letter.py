import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from notices import delivery, letter, mailbox
from notices.letter import Shape, blocks

SITE = "https://agreements.example.gov.uk"


def shapes(text):
    return [block.shape for block in blocks(text, site=SITE)]


def test_paragraphs_headings_items_quotes_and_the_footer():
    text = (
        "Hello\nthere\n\nWhat to do\n----------\n* one\n  more of one\n* two\n\n> typed\n> by them\n\n----------\n\nBye"
    )
    assert shapes(text) == [
        Shape.PARAGRAPH, Shape.HEADING, Shape.ITEMS, Shape.QUOTE, Shape.RULE, Shape.PARAGRAPH,
    ]  # fmt: skip
    items = blocks(text, site=SITE)[2]
    assert [[span.text for line in item for span in line] for item in items.parts] == [["one", "more of one"], ["two"]]


def test_words_before_items_in_one_paragraph_are_a_block_of_their_own():
    assert shapes("You can:\n* sign\n* read") == [Shape.PARAGRAPH, Shape.ITEMS]


def test_our_own_addresses_become_links_as_written():
    (line,) = blocks(f"Read it: {SITE}/a/b/.", site=SITE)[0].parts[0]
    assert [(span.text, span.href, span.path) for span in line] == [
        ("Read it: ", "", ""),
        (f"{SITE}/a/b/", f"{SITE}/a/b/", "/a/b/"),
        (".", "", ""),
    ]


@pytest.mark.parametrize(
    "address",
    [
        "http://evil.example/",
        f"{SITE}.evil.example/",
        "https://agreements.example.gov.uk@evil.example/",
        "javascript:alert(1)",
    ],
)
def test_what_a_person_typed_never_becomes_a_link(address):
    assert all(not span.href for span in letter.spans(f"See {address} now", site=SITE))


@example(" >")
@example(" * ")
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n*>- <&\"'"), max_size=300))
def test_html_says_the_same_words(text):
    assert mailbox.html_words(delivery.html(text, subject="S")) == letter.words_of(text)


@given(st.text(max_size=200))
def test_markup_in_words_stays_words(text):
    page = delivery.html(f"<script>{text}", subject="<b>")
    assert "<script" not in page
    assert "<title>&lt;b&gt;</title>" in page


def test_the_page_names_its_language_and_holds_nothing_to_fetch():
    page = delivery.html("Hello", subject="S")
    assert '<html lang="en-GB">' in page
    for fetched in ("<img", "<link", "src=", "url(", "@import", "http://", "https://"):
        assert fetched not in page
