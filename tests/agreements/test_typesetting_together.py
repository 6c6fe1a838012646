"""What many parties have in common is said once, and what each signs is its own."""

from agreements import demo, typesetting
from agreements.typesetting.shown import Flows, Table
from agreements.typesetting.words import Words
from dsaformat import parts
from tests.agreements import everything
from tests.agreements.scene import AT, worded


def _tables(document) -> list[Table]:
    return [table for chapter in typesetting.sheet(document).chapters for table in chapter.tables]


def test_every_row_of_signatures_has_a_field_of_its_own():
    """The names that signing relies on: the plain one first, then counted from two."""
    rows = (
        parts.SignatureWanted(key="a", party="essex-police"),
        parts.SignatureWanted(key="b", party="university-of-essex", for_parties=("essex-police",)),
        parts.SignatureWanted(key="c", party="essex-police"),
        parts.SignatureWanted(key="d", party="essex-police"),
    )
    document = worded().model_copy(update={"signatures": rows})
    assert [(field.row, field.name) for field in typesetting.field_names(document)] == [
        ("a", "Signature-essex-police"),
        ("b", "Signature-university-of-essex"),
        ("c", "Signature-essex-police--2"),
        ("d", "Signature-essex-police--3"),
    ]
    assert typesetting.field_names(document)[1].for_parties == ("essex-police",)
    assert [box.field for box in typesetting.sheet(document).signatures] == [
        field.name for field in typesetting.field_names(document)
    ]


def test_whoever_signs_when_nobody_is_named_has_a_field_too():
    document = worded().model_copy(update={"signatures": ()})
    assert [field.name for field in typesetting.field_names(document)] == [
        f"Signature-{wanted.party}" for wanted in document.signatories
    ]


def test_flows_that_differ_only_in_the_sender_are_told_once():
    """D: thirty-three boroughs send the same; one sentence with all its numbers, and every other flow its own."""
    document = demo.document(demo.folder() / "boroughs.json", on=AT.date())
    (flows,) = [
        shown
        for chapter in typesetting.sheet(document).chapters
        for group in chapter.groups
        for shown in group.shown
        if isinstance(shown, Flows)
    ]
    assert [item.number for item in flows.items] == list(range(1, 38))
    assert [item.sentence.partition(":")[0] for item in flows.told] == [
        "Flows 1 to 33", "Flow 34", "Flow 35", "Flow 36", "Flow 37",
    ]  # fmt: skip
    assert "Every party but Metropolitan Police Service sends" in flows.told[0].sentence


def test_rows_that_differ_only_in_the_party_are_one():
    found = {table.caption: table for table in _tables(demo.document(demo.folder() / "boroughs.json", on=AT.date()))}
    wanted = {"Where data is kept": 3, "The duty of confidence": 2, "Local partners": 4}
    assert {caption: len(found[caption].rows) for caption in wanted} == wanted
    authorities = found["Specified and relevant authorities"]
    assert [row[1].plain for row in authorities.rows][:2] == [
        "Every party but Metropolitan Police Service", "Metropolitan Police Service",
    ]  # fmt: skip


def test_everybody_but_a_few_names_the_few():
    words = Words(everything.crowd(16))
    names = [party.name for party in words.document.parties]
    assert words.together(names[3:]) == f"Every party but {names[0]}, {names[1]} and {names[2]}"
    assert words.together(names[8:]) == ", ".join(names[8:])
    assert words.together(names) == "Every party"


def test_a_contact_whose_office_is_called_as_its_role_says_it_once():
    contact = parts.Contact(role="data_protection_officer", office="Data protection officer", email="dpo@example.org")
    assert Words(worded()).member(contact) == "Data protection officer: dpo@example.org"


def test_parties_that_rely_on_the_same_share_a_row_at_a_glance():
    """34 parties, of which 33 rely on the same (D-15): two rows, not ten pages."""
    sheet = typesetting.sheet(demo.document(demo.folder() / "boroughs.json", on=AT.date()))
    found = [table for chapter in sheet.chapters for table in chapter.tables]
    (glance,) = [table for table in found if table.caption == "Lawful basis at a glance"]
    assert len(glance.rows) == 2
