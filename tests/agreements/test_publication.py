"""What may be published of an agreement: canaries in every field that is hidden, looked for everywhere in the file."""

import dataclasses
import re
import subprocess
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from agreements import pdf, publication
from agreements.publication import HIDDEN, NOTES, PEOPLE, SECURITY, Withheld
from dsaformat import canonical, parts, reading
from dsaformat.choices import Block
from dsaformat.document import AgreementDocument
from dsaformat.shape import Form, shapes
from dsaformat.values import Part
from tests.agreements.everything import everything
from tests.agreements.scene import AT, worded
from tests.properties.documents import DOCUMENTS


def hidden_words(part: Part) -> Iterator[str]:
    """What stands in the fields that are never published."""
    for shape in shapes(type(part)):
        value = getattr(part, shape.name)
        if shape.name in HIDDEN.get(type(part), {}):
            yield from (value if shape.several else (value,)) if value else ()
        elif shape.form is Form.PART and value:
            for one in value if shape.several else (value,):
                yield from hidden_words(one)


def models(model: type[Part], seen: set[type[Part]]) -> set[type[Part]]:
    seen.add(model)
    for shape in shapes(model):
        for inner in shape.models:
            if inner not in seen:
                models(inner, seen)
    return seen


def everywhere(content: bytes, folder) -> str:
    """The text of the pages, the file that is attached, and every object and stream of the PDF, unpacked."""
    path = folder / "extract.pdf"
    path.write_bytes(content)
    commands = (
        ("pdftotext", "-raw", str(path), "-"),
        ("pdfdetach", "-save", "1", "-o", "/dev/stdout", str(path)),
        ("pdfinfo", "-meta", str(path)),
        ("qpdf", "--qdf", "--object-streams=disable", "--decode-level=all", str(path), "-"),
    )
    found = [subprocess.run(command, check=True, capture_output=True, timeout=60).stdout for command in commands]
    return " ".join(text.decode("utf-8", "replace") + text.decode("utf-16-be", "ignore") for text in found)


@pytest.mark.parametrize("variant", [0, 1])
def test_nothing_hidden_is_anywhere_in_the_file(variant, tmp_path):
    document, wanted = everything(variant=variant)
    canaries = set(hidden_words(document))
    assert len(canaries) > 30
    found = everywhere(pdf.render(document, at=AT, redacted=()).content, tmp_path)
    assert [word for word in canaries if word in found] == []
    # The looking itself works: what is published is found, and the whole text has all that the extract hides.
    visible = {word for word in wanted.values() if re.fullmatch("q[0-9]{4}z", word)} - canaries
    assert len(visible) > 200
    assert [word for word in visible if word not in found] == []
    whole = everywhere(pdf.render(document, at=AT).content, tmp_path)
    assert [word for word in canaries if word not in whole] == []


def test_every_field_for_people_and_notes_is_classified():
    """A name, an address or a note that is added to the format must be hidden, or said here to be public."""
    public = {
        (parts.OrganisationSnapshot, "name"),
        (parts.Member, "name"),
        (parts.LocalPartner, "name"),
        (parts.DataItem, "name"),
        (parts.SeriousViolenceAuthority, "name"),
    }
    found = {
        (model, shape.name)
        for model in models(AgreementDocument, set())
        for shape in shapes(model)
        if shape.name in {"name", "email", "phone", "by", "note", "contact", "authors"} and shape.form is not Form.PART
    }
    hidden = {(model, name) for model, names in HIDDEN.items() for name in names}
    assert found - hidden - public == set()


def test_hidden_fields_exist_and_say_why_in_their_place():
    for model, names in HIDDEN.items():
        known = {shape.name for shape in shapes(model)}
        assert known >= set(names)
        assert set(names.values()) <= {PEOPLE, SECURITY, NOTES}
    published = publication.extract(worded()).document
    before = parts.Contact(office="Desk", name="Ada Byron", email="ada@example.org", phone="020 7946 0000")
    party = worded().parties[0].model_copy(update={"contacts": (before,)})
    document = worded().model_copy(update={"parties": (party, *worded().parties[1:])})
    (contact,) = publication.extract(document).document.parties[0].contacts
    assert contact == parts.Contact(office="Desk", name=f"Not published: {PEOPLE}")
    assert f"Not published: {SECURITY}" in {row.text or row.system for row in published.storage}


def test_offices_organisations_and_kinds_of_measure_stay():
    before, after = worded(), publication.extract(worded()).document
    assert [party.name for party in after.parties] == [party.name for party in before.parties]
    assert [one.office for one in after.signatures] == [one.office for one in before.signatures]
    assert [one.measure for one in after.security] == [one.measure for one in before.security]


def test_a_name_that_is_hidden_is_hidden_wherever_the_text_repeats_it():
    """Essex: the author of the paper is named in its text as well, and not always in the same letters."""
    text = "Ask LAURI ALMOND, or write to Andy.begent@essex.pnn.police.uk, about Essex Police."
    section = parts.Section(key="ask", heading="Whom to ask", text=text)
    document = worded()
    identity = document.identity.model_copy(update={"authors": ("Lauri Almond", "Essex Police")})
    contact = parts.Contact(email="andy.begent@essex.pnn.police.uk")
    party = document.parties[0].model_copy(update={"contacts": (contact,)})
    document = document.model_copy(
        update={"sections": (section,), "identity": identity, "parties": (party, *document.parties[1:])}
    )
    published = publication.extract(document).document
    assert published.sections[-1].text == "Ask [not published], or write to [not published], about Essex Police."
    assert "almond" not in canonical.dump(published).lower()


def test_a_full_line_does_not_grow_beyond_its_length():
    line = " ".join(["A B"] * 125)
    document = worded()
    identity = document.identity.model_copy(update={"authors": ("A B",), "topic": line})
    published = publication.extract(document.model_copy(update={"identity": identity})).document
    assert "A B" not in published.identity.topic
    assert len(published.identity.topic) <= 500


def test_a_withheld_section_goes_with_its_tables(tmp_path):
    secret = parts.Section(
        key="secret", number="9", heading="Deployment", text="zebra-one", fixed="zebra-two",
        answers=(parts.Answer(key="a", question="zebra-three", text="zebra-four"),),
        blocks=(Block.ADVICE, Block.FLOWS, Block.LAW_ENFORCEMENT),
    )  # fmt: skip
    advice = parts.Advice(key="adv", by="Counsel", outcome="zebra-five")
    document = worded()
    flows = tuple(flow.model_copy(update={"what": "zebra-six"}) for flow in document.flows)
    document = document.model_copy(
        update={"sections": (*document.sections, secret), "advice": (advice,), "flows": flows}
    )
    made = pdf.render(document, at=AT, redacted=[Withheld("secret", "It would help an offender.")])
    found = everywhere(made.content, tmp_path)
    assert re.findall("zebra-[a-z]+", found) == []
    assert "9 Deployment" in found
    assert "Not published: It would help an offender." in " ".join(found.split())


def test_every_block_can_be_withheld():
    """Whatever a section shows goes with it; who the parties are stays, and what others point at keeps its row."""
    document, _ = everything(variant=0)
    section = parts.Section(key="all", heading="All", blocks=tuple(Block))
    document = document.model_copy(update={"sections": (section,)})
    published = publication.extract(document, [Withheld("all", "Everything.")]).document
    assert set(canonical.plain(published)) == {
        "format_version", "identity", "template", "versions", "parties", "datasets", "purposes", "sections",
        "signatures",
    }  # fmt: skip
    assert {name for party in canonical.plain(published)["parties"] for name in party} <= {
        "key", "organisation", "roles", "whole_class",
    }  # fmt: skip
    assert published.datasets[0].title == "Data 1, not published"
    assert set(publication._OF_THE_DOCUMENT) == set(Block)


def test_the_law_of_what_is_withheld_is_withheld_too():
    section = parts.Section(key="why", heading="Why", blocks=(Block.LAWFUL_BASIS, Block.DATA, Block.RIGHTS))
    document = worded().model_copy(update={"sections": (section,)})
    published = publication.extract(document, [Withheld("why", "Not yet.")]).document
    assert {wording.code for wording in published.law} == published.codes
    assert len(published.law) < len(document.law)


def test_an_extract_cannot_be_taken_for_what_is_signed(tmp_path):
    document = worded()
    found = publication.extract(document)
    assert found.of == canonical.fingerprint(document) != canonical.fingerprint(found.document)
    made = pdf.render(document, at=AT, redacted=())
    said = " ".join(everywhere(made.content, tmp_path).split())
    assert canonical.grouped(found.of) in said
    assert canonical.grouped(canonical.fingerprint(found.document)) in said
    assert "This is an extract for publication." in said
    assert "DSA-2026-0147 · version 1 · extract for publication" in said
    assert "/FT /Sig" not in said
    subprocess.run(
        ["pdfdetach", "-save", "1", "-o", str(tmp_path / "in.json"), str(tmp_path / "extract.pdf")], check=True
    )
    inside = reading.load((tmp_path / "in.json").read_bytes())
    assert inside == found.document
    assert inside.sections[0].heading == "About this extract"
    assert canonical.grouped(found.of) in inside.sections[0].text
    listed = subprocess.run(["pdfdetach", "-list", str(tmp_path / "extract.pdf")], check=True, capture_output=True)
    assert pdf.EXTRACT.encode() in listed.stdout


def test_the_same_extract_has_the_same_bytes():
    chosen = [Withheld("purpose", "A."), Withheld("information", "B.")]
    made = [pdf.render(worded(), at=AT, redacted=order).content for order in (chosen, chosen[::-1])]
    assert made[0] == made[1] != pdf.render(worded(), at=AT, redacted=()).content


def test_withheld_is_frozen_and_unknown_sections_are_passed_over():
    assert dataclasses.fields(Withheld)[0].name == "section"
    assert publication.extract(worded(), [Withheld("nowhere", "x")]) == publication.extract(worded())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS)
def test_every_document_has_an_extract_that_is_a_document(document: AgreementDocument):
    withheld = [Withheld(section.key, "Reason") for section in document.sections[:1]]
    published = publication.extract(document, withheld).document
    assert reading.load(canonical.dump(published)) == published
    assert publication.extract(document, withheld).of == canonical.fingerprint(document)
