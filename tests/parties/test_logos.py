"""A logo is drawn again: what is printed is the portal's own picture, whatever was sent. No database."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageFile, PngImagePlugin

from parties import logos
from tests.parties.pictures import picture


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png), formats=("PNG",))


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is as large as this."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 64))
        + _chunk(b"IEND", b"")
    )


MODES = {"PNG": ("RGB", "RGBA", "P", "I;16", "LA"), "JPEG": ("RGB", "CMYK", "L")}


MODES = {"PNG": ("RGB", "RGBA", "P", "I;16", "LA"), "JPEG": ("RGB", "CMYK", "L")}


@pytest.mark.parametrize(("kind", "mode"), [(kind, mode) for kind, modes in MODES.items() for mode in modes])
def test_every_kind_of_picture_becomes_a_plain_png(kind: str, mode: str) -> None:
    made = opened(logos.redrawn(picture(kind, mode=mode)))
    assert (made.format, made.mode, made.size) == ("PNG", "RGB", (300, 90))


def test_b65_only_the_pixels_are_kept() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "somebody at home")
    exif = Image.Exif()
    exif[0x010E] = "taken in the kitchen"
    for sent in (picture(pnginfo=told), picture("JPEG", exif=exif), picture() + b"<script>alert(1)</script>"):
        made = logos.redrawn(sent)
        assert not opened(made).info
        assert not any(word in made for word in (b"somebody", b"kitchen", b"<script>"))


def test_transparent_parts_become_white() -> None:
    assert opened(logos.redrawn(picture(mode="RGBA"))).getpixel((5, 5)) == (255, 255, 255)


def test_a_photograph_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    assert opened(logos.redrawn(picture("JPEG", (300, 90), exif=exif))).size == (90, 300)


def test_a_large_picture_becomes_as_large_as_it_is_printed() -> None:
    assert opened(logos.redrawn(picture(size=(3000, 300)))).size == (1200, 120)


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert logos.redrawn(picture()) == logos.redrawn(picture())


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b"", logos.EMPTY),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * logos.LARGEST, logos.TOO_BIG),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", logos.WRONG_TYPE),
        (b"MZ\x90\0 a program", logos.WRONG_TYPE),
        (b"\xff\xd8\xff cut off", logos.WRONG_TYPE),
        (picture()[:60], logos.WRONG_TYPE),
        (picture("GIF", mode="L"), logos.WRONG_TYPE),
        (picture("TIFF"), logos.WRONG_TYPE),
        (claiming(60_000, 60_000), logos.TOO_MANY_PIXELS),
        (claiming(5_000, 4_000), logos.TOO_MANY_PIXELS),
        (claiming(300, 90), logos.WRONG_TYPE),
        (claiming(0, 0), logos.WRONG_TYPE),
    ],
    ids=[
        "nothing",
        "too big",
        "svg",
        "program",
        "cut jpeg",
        "cut png",
        "gif",
        "tiff",
        "bomb",
        "many",
        "hollow",
        "flat",
    ],
)
def test_b62_b65_what_is_no_logo_is_refused_in_words(sent: bytes, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as the process that made a PDF has it
    with pytest.raises(logos.NotALogo) as refused:
        logos.redrawn(sent)
    assert str(refused.value) == words


@pytest.mark.parametrize(
    ("size", "shown"), [((1200, 120), (240, 24)), ((100, 400), (20, 80)), ((40, 30), (40, 30)), ((1200, 1), (240, 1))]
)
def test_how_large_a_page_shows_it(size: tuple[int, int], shown: tuple[int, int]) -> None:
    assert logos.size_on_pages(picture(size=size)) == shown


def test_a_logo_is_found_by_its_fingerprint_and_a_changed_file_is_not_it(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    png = logos.redrawn(picture())
    digest = logos.keep(png)
    assert logos.content_of(digest) == png
    (tmp_path / "logos" / f"{digest}.png").write_bytes(png + b"!")
    assert logos.content_of(digest) is None
    assert logos.content_of("") is None
    assert logos.content_of("../../secret") is None
    assert logos.content_of("0" * 64) is None
