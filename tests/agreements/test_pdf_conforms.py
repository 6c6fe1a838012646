"""Every kind of PDF that the portal makes, examined by a checker that is shown to find what is wrong.

PDF/A-3a and PDF/UA-1: the four seed agreements, the largest text, a draft, an extract, an almost empty one.
"""

import subprocess
from functools import cache

import page
import pytest

from agreements import assembly, demo, pdf, publication
from dsaformat import parts
from dsaformat.document import AgreementDocument
from lawfulbasis import services as law
from tests.agreements.everything import crowd
from tests.agreements.scene import AT
from tests.shares import LATER

DEMONSTRATIONS = ("boroughs", "essex", "families", "london", "vange")
PROFILES = ("3a", "ua1")


def demonstration(name: str) -> AgreementDocument:
    document = demo.document(demo.folder() / f"{name}.json", on=AT.date())
    catalogue = law.catalogue_from(law.law_folder() / law.CATALOGUE)
    return assembly.with_reference(assembly.worded(document, catalogue, AT.date()), "DSA-2026-0147")


def _largest() -> AgreementDocument:
    """Answers as long as they may be, in paragraphs of every length, among many parties."""
    lines = [
        "A sentence that somebody wrote, again and again, until nobody read it. " * (1 + place % 9)
        for place in range(80)
    ]
    text = "\n\n".join(lines)[:20_000]
    sections = tuple(
        parts.Section(key=f"s{place}", number=f"{place}", heading=f"Section {place}", text=text) for place in (1, 2)
    )
    return crowd(40).model_copy(update={"sections": sections})


KINDS = {
    **{name: lambda name=name: pdf.render(demonstration(name), at=AT) for name in DEMONSTRATIONS},
    "largest": lambda: pdf.render(_largest(), at=AT),
    "draft": lambda: pdf.render(demonstration("vange"), at=AT, draft=True),
    "extract": lambda: pdf.render(
        demonstration("essex"), at=AT, redacted=[publication.Withheld("purpose", "A reason for readers.")]
    ),
    "bare": lambda: pdf.render(AgreementDocument(format_version=1, identity=parts.Identity(title="Bare")), at=AT),
    "other scripts": lambda: pdf.render(_scripts(), at=AT),
}


# Each chapter and each kind of table is in those that every run makes.
SOME = [
    pytest.param(kind, marks=LATER) if kind in {"boroughs", "families", "london", "draft"} else kind for kind in KINDS
]


def _scripts() -> AgreementDocument:
    names = ("Llŷr Ŵyn", "Żółć Ścibor", "Ελένη", "Олександр", "王小明", "محمد", "김민수", "אברהם", "Nguyễn Ánh")
    terms = tuple(
        parts.Definition(key=f"n{place}", term=name, meaning=f"The name {name}.") for place, name in enumerate(names)
    )
    return AgreementDocument(format_version=1, identity=parts.Identity(title="Names of people"), definitions=terms)


@cache
def made(kind: str) -> bytes:
    return KINDS[kind]().content


@cache
def report(kind: str, profile: str):
    return page.validate_pdf_bytes(made(kind), profile=profile)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("kind", SOME)
def test_conforms(kind, profile):
    found = report(kind, profile)
    assert found.is_compliant, [failure.message for failure in found.failures]


@pytest.mark.parametrize("kind", SOME)
def test_qpdf_finds_nothing(kind, tmp_path):
    path = tmp_path / "made.pdf"
    path.write_bytes(made(kind))
    checked = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


FAULTS = {
    "no language": (b"/Lang (en-GB)", b"/Lung (en-GB)", "ua1", "LANGUAGE"),
    "not marked as tagged": (b"/Marked true", b"/Marked null", "ua1", "TAGGED-DOCUMENT"),
    "no tree of tags": (b"/StructTreeRoot", b"/StructTreeRuut", "ua1", "STRUCT-TREE-ROOT"),
    "no way from page to tags": (b"/ParentTree ", b"/ParentTrew ", "ua1", "FORM-TAG"),
    "field without a tag": (b"/StructParent ", b"/StructParenx ", "ua1", "FORM-TAG"),
    "field without a name for readers": (b"/TU (", b"/TV (", "ua1", "FORM-FIELD-TU"),
    "picture without words": (b"/Alt (", b"/Alx (", "ua1", "FIGURE-ALTERNATIVE-TEXT"),
    "link without words": (b"/Contents (", b"/Contentx (", "ua1", "LINK-CONTENTS"),
    "heading left out": (b"/S /H2", b"/S /H4", "ua1", "HEADING-NESTING"),
    "title not shown": (b"/DisplayDocTitle true", b"/DisplayDocTitle null", "ua1", "VIEWER-PREFERENCES"),
    "fields in no order": (b"/Tabs /S", b"/Tabs /R", "ua1", "PAGE-TABS"),
    "does not say PDF/UA": (b"pdfuaid:part", b"pdfuaid:port", "ua1", "ID-PART"),
    "does not say PDF/A": (b"pdfaid:part", b"pdfaid:port", "3a", "ID-PART"),
    "does not say the level": (b"pdfaid:conformance", b"pdfaid:confurmance", "3a", "ID-CONFORMANCE"),
    "no description": (b"/Metadata ", b"/Metadatx ", "3a", "METADATA"),
    "attachment of no relation": (b"/AFRelationship /Source", b"/AFRelationshop /Source", "3a", "AF-RELATIONSHIP"),
    "attachment of nothing": (b"/AF [", b"/AX [", "3a", "FILE-SPEC-ASSOCIATION"),
    "attachment of no kind": (b"/Subtype /application#2fjson", b"/Subtypx /application#2fjson", "3a", "MIME"),
    "no colour profile": (b"/OutputIntents", b"/OutputIntenty", "3a", "DEVICE-RGB"),
    "font not embedded": (b"/FontFile2", b"/FontFileX", "3a", "FONT-EMBEDDING"),
    "letters without meaning": (b"/ToUnicode", b"/ToUnicodx", "3a", "UNICODE-MAPPING"),
    "field that does not print": (b"/F 132", b"/F 130", "3a", "ANNOTATION-FLAGS"),
    "field without a look": (b"/AP <<", b"/AQ <<", "3a", "APPEARANCE"),
    "no identifier": (b"/ID [", b"/IX [", "3a", "TRAILER-ID"),
}  # fmt: skip


@pytest.fixture(scope="module")
def readable(tmp_path_factory) -> bytes:
    """The file with its objects readable: a fault is a word in it, exchanged for one of the same length."""
    path = tmp_path_factory.mktemp("faults") / "agreement.pdf"
    path.write_bytes(made("essex"))
    plain = subprocess.run(
        ["qpdf", "--qdf", "--object-streams=disable", str(path), "-"], check=True, capture_output=True
    ).stdout
    for profile in PROFILES:
        assert page.validate_pdf_bytes(plain, profile=profile).is_compliant
    return plain


@pytest.mark.parametrize("fault", FAULTS)
def test_the_checker_finds(readable, fault):
    """A checker that has never said no proves nothing; nor does one that says no to something else."""
    before, after, profile, rule = FAULTS[fault]
    assert before in readable
    found = page.validate_pdf_bytes(readable.replace(before, after), profile=profile)
    assert not found.is_compliant
    assert [failure.rule_id for failure in found.failures if rule in failure.rule_id]
