"""Uploaded files are what their bytes say (rows 62 and 63 of the bad inputs)."""

import io
import zipfile

import pytest

from parties import evidence

PDF = b"%PDF-1.7\n%\xe2\xe3\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0" + bytes(20)


def docx(*extra):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml", *extra):
            archive.writestr(name, "<x/>")
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("minute.pdf", PDF, "application/pdf"),
        ("MINUTE.PDF", PDF, "application/pdf"),
        ("scan.png", PNG, "image/png"),
        ("scan.jpeg", JPEG, "image/jpeg"),
        ("scan.JPG", JPEG, "image/jpeg"),
        ("letter.docx", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_the_four_kinds_are_taken(name, data, media_type):
    assert evidence.examine(name, data).media_type == media_type


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("minute.pdf", b"", evidence.EMPTY),
        ("minute.docx", PDF, evidence.WRONG_TYPE),
        ("minute.pdf", b"Just some text", evidence.WRONG_TYPE),
        ("minute", PDF, evidence.WRONG_TYPE),
        ("page.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", evidence.WRONG_TYPE),
        ("letter.docx", docx("word/vbaProject.bin"), evidence.WRONG_TYPE),
        ("letter.docm", docx(), evidence.WRONG_TYPE),
        ("letter.docx", b"PK\x03\x04 but not an archive", evidence.WRONG_TYPE),
        ("big.pdf", PDF + bytes(evidence.LARGEST), evidence.TOO_BIG),
    ],
)
def test_anything_else_is_refused_in_words(name, data, message):
    with pytest.raises(evidence.NotEvidence, match="^" + message + "$"):
        evidence.examine(name, data)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\me\\minute.pdf", "minute.pdf"),
        ("a\r\nX-H: y.pdf", "a X-H y.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        ("CON.pdf", "evidence.pdf"),
        ("\U0001f600.pdf", "evidence.pdf"),
        ("abc\u202egpj.exe.pdf", "abcgpj.exe.pdf"),
        ('Minute "draft" <b>.pdf', "Minute draft b.pdf"),
        ("Żółć – zgoda.pdf", "Żółć – zgoda.pdf"),
        (".pdf", "pdf.pdf"),
        ("....pdf", "evidence.pdf"),
    ],
)
def test_names_become_harmless(name, kept):
    assert evidence.clean_name(name, "pdf") == kept
