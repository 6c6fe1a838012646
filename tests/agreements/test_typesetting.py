"""Whatever the format can say is shown, in words: on the page and in the text that the PDF is made from."""

import html
import re
import time

import pytest
from django.template.loader import render_to_string

from agreements import pdf, typesetting
from agreements.typesetting import blocks, chapters, tables
from agreements.typesetting.shown import Elsewhere, Flows, Prose, Table
from agreements.typesetting.words import Words
from dsaformat import parts
from dsaformat.choices import Block
from dsaformat.document import AgreementDocument
from dsaformat.shape import shapes
from tests.agreements import everything
from tests.agreements.scene import AT, worded


def read(markup: str) -> str:
    """What somebody reads: no tags, no line breaks."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def on_paper(document) -> str:
    return pdf.markup(document, at=AT, draft=False)


def on_a_page(document) -> str:
    return render_to_string("document/_text.html", {"sheet": typesetting.sheet(document), "on_screen": True})


def with_sections(document, *sections, **more):
    return document.model_copy(update={"sections": sections, **more})


@pytest.mark.parametrize("variant", [0, 1])
@pytest.mark.parametrize("made", [on_paper, on_a_page])
def test_every_field_of_the_format_is_read(variant, made):
    """Each field holds a word of its own; a field that is added to the format and shown nowhere fails here."""
    document, wanted = everything.everything(variant=variant)
    text = read(made(document)).lower()
    assert len(wanted) > 350
    assert [path for path, words in wanted.items() if words.lower() not in text] == []


@pytest.mark.parametrize("variant", [0, 1])
def test_keys_and_codes_are_never_read(variant):
    document, _ = everything.everything(variant=variant)
    text = read(on_paper(document))
    assert everything.KEY not in text
    assert "code_" not in text


def test_every_block_has_its_tables_and_every_field_a_place():
    assert set(blocks.BLOCKS) == set(Block)
    assert {field.name for field in shapes(AgreementDocument)} == blocks._SHOWN


def test_a_field_that_no_table_knows_is_shown_all_the_same():
    document, _ = everything.everything(variant=0)
    shown = list(blocks.unknown(Words(document), blocks._SHOWN - {"governance", "purposes"}))
    said = {row[0].plain for table in shown for row in table.rows}
    assert {"Who oversees it", "Contact", "Purpose", "What it means"} <= said
    assert not list(blocks.unknown(Words(document)))


def test_a_column_for_every_new_field():
    """A field that a table does not name stands in its last column under its own name."""
    words = Words(worded())
    (found,) = tables.table(
        words,
        "Flows",
        (tables.Column("From", 40, ("sender",)), tables.Column("Rest", 60, rest=True)),
        words.document.flows,
    )
    assert {piece.label for piece in found.rows[0][1].pieces} >= {"To", "Data", "How, in words", "Format", "Encrypted"}


def test_codes_read_as_the_law_words_them():
    """E-15: a condition with its place in the law and its paragraphs."""
    text = read(on_paper(worded()))
    assert "UK GDPR Art 6(1)(e): Public task / official authority" in text
    assert "DPA 2018 Sch 1 para 6: Statutory and government purposes Paragraph" in text
    assert "art6_1" not in text


def test_the_summary_sheet_names_the_parties_as_they_are():
    """C-1, C-2: name, head office, phone, email and the reference of the regulator's register."""
    (row,) = [
        row for row in typesetting.sheet(worded()).parties.rows if "University" in row[0].pieces[0].blocks[0].lines[0]
    ]
    said = [[line for piece in cell.pieces for block in piece.blocks for line in block.lines] for cell in row]
    assert said[0] == ["University of Essex", "Wivenhoe Park, Colchester, CO4 3SQ"]
    assert said[2][:2] == ["01206 873333", "information@essex.ac.example"]
    assert said[2][2].startswith("Data protection officer: ")
    assert said[3] == ["Z699129X"]


def test_version_control_stands_on_the_summary_sheet():
    """C-4: owner, authors, version label and the states that earlier versions had."""
    entry = parts.HistoryEntry(key="v4", version="V4.0", when="June 2016", by="A. Author", state="FOR APPROVAL")
    text = read(on_paper(worded().model_copy(update={"versions": (entry,)})))
    assert "V4.0 June 2016 A. Author FOR APPROVAL" in text
    assert "Version label V5.0" in text


def test_a_section_shows_its_words_its_answers_and_its_tables():
    """D-1: fixed wording of the template, what was asked and answered, and the rows."""
    section = parts.Section(
        key="why",
        number="2",
        heading="Why",
        fixed="The same everywhere.",
        text="Written here.",
        answers=(parts.Answer(key="a", question="What for?", text="For this."), parts.Answer(key="b", question="And?")),
        blocks=(Block.PURPOSES, Block.DATES),
    )
    chapter = typesetting.sheet(with_sections(worded(), section)).chapters[0]
    assert [block.lines[0] for block in chapter.prose] == ["The same everywhere.", "Written here."]
    assert [answer.heading for answer in chapter.answers] == ["What for?", "And?"]
    assert [table.caption for table in chapter.tables] == ["Purposes", "Dates"]
    assert "And? Not answered." in read(on_paper(with_sections(worded(), section)))


def test_a_table_is_set_once_and_pointed_at_afterwards():
    first = parts.Section(key="one", number="1", heading="First", blocks=(Block.PURPOSES,))
    again = parts.Section(key="two", number="2", heading="Second", blocks=(Block.PURPOSES,))
    document = with_sections(worded(), first, again)
    (shown,) = typesetting.sheet(document).chapters[1].groups[0].shown
    assert shown == Elsewhere("Purposes", "one", "1 First")
    assert '<a class="govuk-link" href="#section-one">1 First</a>' in on_paper(document)


def test_rows_of_a_section_that_is_not_needed_stay_visible():
    section = parts.Section(key="one", heading="Flows", blocks=(Block.FLOWS,), not_needed="Nothing moves.")
    sheet = typesetting.sheet(with_sections(worded(), section))
    assert sheet.chapters[0].groups == ()
    (further,) = [chapter for chapter in sheet.chapters if chapter.key == chapters.FURTHER]
    assert any(isinstance(shown, Flows) for group in further.groups for shown in group.shown)
    assert "Not needed. Nothing moves." in read(on_paper(with_sections(worded(), section)))


def test_an_agreement_of_nothing_but_a_title_leaves_no_holes():
    """A-4, A-23: an agreement with almost nothing in it is shown as it is."""
    document = AgreementDocument(format_version=1, identity=parts.Identity(title="Bare"))
    sheet = typesetting.sheet(document)
    assert (sheet.parties, sheet.history, sheet.background, sheet.signatures) == (None, None, (), ())
    text = on_paper(document)
    assert "Nobody signs this agreement yet." in text
    assert "<td></td>" not in text
    assert text.count("<table") == 3  # the cover, document control, coming into force


def test_waivers_show_the_check_and_the_reason():
    waiver = parts.Waiver(
        key="w",
        rule="RT-01",
        path="parties/essex-police/purpose",
        message="Say how long.",
        reason="The force keeps nothing.",
        by="Ada Essex",
        office="Data protection officer",
        on=AT.date(),
    )
    text = read(on_paper(worded().model_copy(update={"waivers": (waiver,)})))
    wanted = (
        "RT-01 Say how long. Where in the document: Parties, Essex Police, Purpose The force keeps nothing. Ada Essex"
    )
    assert wanted in text


def test_signature_boxes_say_who_binds_whom_and_how():
    """A-22, E-36: one signature for many, with the office, the authority for it, and the rank on paper."""
    wanted = parts.SignatureWanted(
        key="s",
        party="essex-police",
        for_parties=("university-of-essex",),
        name="P. Officer",
        office="Chair",
        rank="Superintendent",
        capacity="Chair of the partnership",
        route="paper",
    )
    (box,) = typesetting.sheet(worded().model_copy(update={"signatures": (wanted,)})).signatures
    assert (box.organisation, box.person, box.binds) == ("Essex Police", "P. Officer, Chair", ("University of Essex",))
    assert ("Rank", "Superintendent") in box.facts
    assert ("On what authority", "Chair of the partnership") in box.facts
    assert ("How", "Signs on paper") in box.facts


def test_many_parties_are_said_in_few_words():
    """A-2: thirty-three bodies with the same duties are told them once."""
    document = everything.crowd()
    (found,) = [table for table in _tables(document) if table.caption == "Duties of each party"]
    assert [row[0].plain for row in found.rows] == ["Every party but Benchmarking Platform Limited"]


def test_columns_that_nobody_fills_are_left_out():
    (found,) = [table for table in _tables(everything.crowd()) if table.caption == "Purposes"]
    assert found.columns == (("Purpose", 28), ("For", 72))


def test_long_rows_may_run_over_a_page_and_short_ones_may_not():
    word = Words(worded())
    purpose = parts.Purpose(
        key="p", title="Long", text="\n\n".join(["A paragraph of some length, again and again."] * 40)
    )
    columns = (tables.Column("Purpose", 30, ("title",)), tables.Column("Text", 70, ("text",), rest=True))
    (found,) = tables.table(word, "Purposes", columns, (purpose, purpose.model_copy(update={"text": "Short"})))
    assert [long for _, long in found.lines] == [True, False]


def test_links_are_links_and_nothing_else_is():
    document = worded()
    text = "See [the guide](https://example.org/guide) and [this](javascript:alert) <b>now</b>."
    section = parts.Section(key="one", heading="Links", text=text)
    markup = on_paper(with_sections(document, section))
    assert '<a class="govuk-link named" href="https://example.org/guide">the guide</a>' in markup
    assert "[this](javascript:alert) &lt;b&gt;now&lt;/b&gt;." in markup


def test_a_lone_text_needs_no_table():
    words = Words(worded().model_copy(update={"proportionality": parts.Proportionality(text="Just enough.")}))
    (shown,) = blocks.BLOCKS[Block.PROPORTIONALITY](words)
    assert isinstance(shown, Prose)


def test_thirty_three_parties_are_set_in_no_time():
    document = everything.crowd()
    on_paper(document)
    times = []
    for _ in range(3):
        begun = time.process_time()
        on_paper(document)
        times.append(time.process_time() - begun)
    assert min(times) < 0.3


def test_equal_documents_give_equal_pages():
    assert on_paper(everything.crowd()) == on_paper(everything.crowd())


def _tables(document) -> list[Table]:
    return [table for chapter in typesetting.sheet(document).chapters for table in chapter.tables]
