"""Files that are not what they say, or are more than they say: built here, byte by byte."""

import io
import struct
import subprocess
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from tests.signing.paper_scene import photo, scanned

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def pdf(catalog: bytes = b"", page: bytes = b"", more: bytes = b"") -> bytes:
    """One empty page, without a table of objects: readers find them by themselves."""
    return (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R" + catalog + b">>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]"
        + page
        + b">>\nendobj\n"
        + more
        + b"trailer\n<</Root 1 0 R/Size 9>>\n%%EOF\n"
    )


def many_pages(number: int) -> bytes:
    kids = b" ".join(b"3 0 R" for _ in range(number))
    pages = b"".join(
        b"%d 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]>>\nendobj\n" % (at + 3) for at in range(number)
    )
    kids = b" ".join(b"%d 0 R" % (at + 3) for at in range(number))
    return (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids["
        + kids
        + b"]/Count %d>>\nendobj\n" % number
        + pages
        + b"trailer\n<</Root 1 0 R>>\n%%EOF\n"
    )


def with_qpdf(data: bytes, *options: str) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (place / "in.pdf").write_bytes(data)
        (place / "note.exe").write_bytes(b"MZ" + bytes(200))
        command = ["qpdf", *[option.replace("HERE", name) for option in options]]
        command += ["--", str(place / "in.pdf"), str(place / "out.pdf")]
        subprocess.run(command, check=True, capture_output=True)
        return (place / "out.pdf").read_bytes()


def in_object_streams(data: bytes) -> bytes:
    """The same with its objects packed, so that no word of them can be read in the file."""
    return with_qpdf(data, "--object-streams=generate", "--warning-exit-0")


def huge_png(side: int = 30_000) -> bytes:
    """A picture of nothing that takes 2.7 GB when it is unpacked, and a few hundred bytes until then."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(900))) + chunk(b"IEND", b"")


def circular() -> bytes:
    """A tree of pages that leads back into itself."""
    return (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[4 0 R]/Count 1/Parent 4 0 R>>\nendobj\n"
        b"4 0 obj\n<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"
    )


def deep() -> bytes:
    return pdf(page=b"/Deep" + b"[" * 50_000 + b"]" * 50_000)


def bomb() -> bytes:
    """A page whose drawing unpacks to 300 MB of lines."""
    line = b"0 0 m 300 400 l S\n"
    squeezed = zlib.compressobj(9)
    body = b"".join(squeezed.compress(line * 60_000) for _ in range(280)) + squeezed.flush()
    stream = b"4 0 obj\n<</Length %d/Filter/FlateDecode>>\nstream\n" % len(body) + body + b"\nendstream\nendobj\n"
    return pdf(page=b"/Contents 4 0 R", more=stream)


def cut_off(data: bytes) -> bytes:
    return data[: len(data) // 2]


_SCRIPT = b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"
_LAUNCH = b"/AA<</O<</S/Launch/F(cmd.exe)>>>>"

SCRIPT, STARTS, FILES = "contains a program", "starts other programs", "contains other files"
TYPE, UNREADABLE, LOCKED, PIXELS = (
    "must be a PDF, JPG or PNG",
    "could not be read",
    "password protected",
    "40 megapixels",
)

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "B62 nothing at all": (lambda: b"", "is empty"),
    "B62 text called a PDF": (lambda: b"This is my signature.", TYPE),
    "B62 a PDF that is a header alone": (lambda: b"%PDF-1.7\n", UNREADABLE),
    "B62 a DOCX": (lambda: b"PK\x03\x04" + bytes(100), TYPE),
    "a page of HTML": (lambda: b"<!doctype html><script>alert(1)</script>", TYPE),
    "B64 the test virus": (lambda: EICAR, "contains a virus"),
    "B64 the test virus behind a picture": (lambda: photo() + EICAR, "contains a virus"),
    "B65 30,000 by 30,000 pixels": (huge_png, PIXELS),
    "B65 an SVG with a script": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', TYPE),
    "B65 a GIF": (lambda: photo(kind="GIF"), TYPE),
    "B65 a TIFF": (lambda: photo(kind="TIFF"), TYPE),
    "a JPEG that is cut off": (lambda: cut_off(photo((2000, 2000), quality=95)), UNREADABLE),
    "a PNG that is cut off": (lambda: cut_off(photo(kind="PNG")), UNREADABLE),
    "a JPEG in name alone": (lambda: b"\xff\xd8\xff" + bytes(500), UNREADABLE),
    "B66 a program that runs when it is opened": (lambda: pdf(catalog=_SCRIPT), SCRIPT),
    "B66 a program under another spelling": (lambda: pdf(catalog=b"/OpenAction<</S/J#61vaScript/J#53(x)>>"), SCRIPT),
    "B66 a program in packed objects": (lambda: in_object_streams(pdf(catalog=_SCRIPT)), SCRIPT),
    "B66 a form that is a program": (lambda: pdf(catalog=b"/AcroForm<</XFA(x)/Fields[]>>"), SCRIPT),
    "B66 it starts another program": (lambda: pdf(page=_LAUNCH), STARTS),
    "B66 it sends a form": (lambda: pdf(page=b"/AA<</O<</S/SubmitForm/F(http://x.example)>>>>"), STARTS),
    "B66 it opens a file within it": (lambda: pdf(page=b"/AA<</O<</S/GoToE/T<<>>>>>>"), STARTS),
    "B66 an EXE inside": (lambda: with_qpdf(scanned(), "--add-attachment", "HERE/note.exe"), FILES),
    "B66 a film inside": (lambda: pdf(page=b"/Annots[<</Subtype/RichMedia/Type/Annot/Rect[0 0 1 1]>>]"), FILES),
    "B66 locked with a password": (lambda: with_qpdf(scanned(), "--encrypt", "user", "owner", "256"), LOCKED),
    "B66 locked against changes": (lambda: with_qpdf(scanned(), "--encrypt", "", "owner", "256"), LOCKED),
    "B66 5,000 pages": (lambda: many_pages(5_000), "300 pages or fewer"),
    "B66 301 pages": (lambda: many_pages(301), "300 pages or fewer"),
    "pages in a circle": (circular, UNREADABLE),
    "lists in lists in lists": (deep, UNREADABLE),
    "a PDF that is cut off": (lambda: scanned()[:60], UNREADABLE),
    "a PDF behind other bytes": (lambda: b"GIF89a" + scanned(), TYPE),
    "a PDF without pages": (lambda: many_pages(0), UNREADABLE),
}


def with_place() -> bytes:
    """A photo that says where it was taken, and by which telephone."""
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0)}
    exif[0x010F] = "TELEPHONE"
    exif[0x0112] = 6  # lies on its side
    return photo((800, 600), exif=exif)


def pdf_of(jpeg: bytes, width: int, height: int) -> bytes:
    """The photo in a PDF as it came from the telephone."""
    made = io.BytesIO()
    Image.new("RGB", (width, height)).save(made, "PDF")
    image = (
        b"4 0 obj\n<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8"
        b"/Metadata 6 0 R/Filter/DCTDecode/Length %d>>\nstream\n" % (width, height, len(jpeg))
    )
    drawn = b"q 300 0 0 400 0 0 cm /P Do Q"
    return pdf(
        page=b"/Contents 5 0 R/Resources<</XObject<</P 4 0 R>>>>/PieceInfo<</Made(TELEPHONE)>>",
        catalog=b"/Metadata 6 0 R",
        more=image + jpeg + b"\nendstream\nendobj\n"
        b"5 0 obj\n<</Length %d>>\nstream\n" % len(drawn) + drawn + b"\nendstream\nendobj\n"
        b"6 0 obj\n<</Type/Metadata/Subtype/XML/Length 9>>\nstream\nTELEPHONE\nendstream\nendobj\n",
    )
