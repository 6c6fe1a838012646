"""A page of paper for the demonstration: the smallest PDF that says what it is."""

import textwrap

from parties.evidence import Content, examine


def page(title: str, lines: list[str]) -> Content:
    """One A4 page with a heading and a few lines, checked like any other upload."""
    shown = [wrapped for line in lines for wrapped in textwrap.wrap(line, 80)]
    drawn = "BT /F1 18 Tf 72 760 Td 22 TL " + f"({_escaped(title)}) Tj T* /F1 12 Tf 18 TL T* "
    drawn += " ".join(f"({_escaped(line)}) Tj T*" for line in shown) + " ET"
    stream = drawn.encode("cp1252", "replace")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    return examine(f"{title}.pdf", _file(objects))


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _file(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
