"""The font of the signatures' appearances: put into the file once, when it is certified, and then only pointed at.

Later signatures read glyph numbers and widths from the font *in the file*, so that a portal updated between two
signatures still writes the right letters.
"""

# mypy: allow-untyped-calls

import functools
import io
from pathlib import Path
from typing import Any

from django.conf import settings
from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.font.api import FontEngine, FontEngineFactory, ShapeResult
from pyhanko.pdf_utils.generic import pdf_name

from foundation.verdicts import Verdict

RESOURCE = pdf_name("/PortalSeal")
_FACES = ("atkinson-hyperlegible-next-latin-400-normal", "atkinson-hyperlegible-next-latin-ext-400-normal")
_LETTERS = (
    *range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x218, 0x21C), *range(0x1E80, 0x1E86), 0x1EF2, 0x1EF3, 0x2010,
    *range(0x2013, 0x2016), *range(0x2018, 0x201F), 0x2022, 0x2026, 0x20AC, 0x2122,
)  # fmt: skip


def drawable(text: str) -> Verdict:
    """Can every letter be drawn in the signed PDF? Asked when somebody is invited to sign, not when it is too late."""
    known = _own()[1]
    missing = sorted({letter for letter in text if ord(letter) not in known})
    if not missing:
        return Verdict()
    listed = " ".join(missing[:10])
    return Verdict.no(f"The signed PDF cannot show these letters of “{text}”: {listed}. Ask for a name to sign with.")


@functools.lru_cache(maxsize=1)
def _own() -> tuple[bytes, frozenset[int]]:
    """The bundled face reduced to the letters we promise, and which of them it really has."""
    folder = Path(settings.BASE_DIR) / "static" / "built" / "fonts"
    parts = []
    for face in _FACES:
        part = TTFont(folder / f"{face}.woff2", recalcTimestamp=False)
        part.flavor = None
        plain = io.BytesIO()
        part.save(plain)
        parts.append(io.BytesIO(plain.getvalue()))
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = [6]
    options.notdef_outline = True
    options.recalc_timestamp = False
    merged = Merger().merge(parts)
    shrink = Subsetter(options)
    shrink.populate(unicodes=_LETTERS)
    shrink.subset(merged)
    out = io.BytesIO()
    merged.save(out)
    return out.getvalue(), frozenset(merged.getBestCmap())


def embed(writer: Any) -> None:
    """Put the font into the form's default resources. Belongs to the certifying revision."""
    form = writer.root["/AcroForm"]
    resources = form.setdefault(pdf_name("/DR"), generic.DictionaryObject())
    fonts = resources.setdefault(pdf_name("/Font"), generic.DictionaryObject())
    fonts[RESOURCE] = _objects(writer)
    writer.update_container(fonts)
    writer.update_container(form)
    writer.update_root()


def _objects(writer: Any) -> Any:
    data, _ = _own()
    face = TTFont(io.BytesIO(data))
    scale = 1000 / face["head"].unitsPerEm
    name = "/PORTAL+" + (face["name"].getDebugName(6) or "Signature")
    unicode_map = generic.StreamObject(stream_data=_to_unicode(face).encode("ascii"))
    unicode_map.compress()
    widths = [round(face["hmtx"][glyph][0] * scale, 3) for glyph in face.getGlyphOrder()]
    descendant = _dictionary(
        Type=pdf_name("/Font"),
        Subtype=pdf_name("/CIDFontType2"),
        BaseFont=pdf_name(name),
        CIDSystemInfo=_dictionary(
            Registry=generic.pdf_string("Adobe"),
            Ordering=generic.pdf_string("Identity"),
            Supplement=generic.NumberObject(0),
        ),
        FontDescriptor=writer.add_object(_descriptor(writer, face, name, data)),
        CIDToGIDMap=pdf_name("/Identity"),
        W=generic.ArrayObject([generic.NumberObject(0), _numbers(widths)]),
    )
    composite = _dictionary(
        Type=pdf_name("/Font"),
        Subtype=pdf_name("/Type0"),
        BaseFont=pdf_name(name),
        Encoding=pdf_name("/Identity-H"),
        DescendantFonts=generic.ArrayObject([writer.add_object(descendant)]),
        ToUnicode=writer.add_object(unicode_map),
    )
    return writer.add_object(composite)


def _descriptor(writer: Any, face: TTFont, name: str, data: bytes) -> Any:
    head, scale = face["head"], 1000 / face["head"].unitsPerEm
    program = generic.StreamObject({pdf_name("/Length1"): generic.NumberObject(len(data))}, stream_data=data)
    program.compress()
    return _dictionary(
        Type=pdf_name("/FontDescriptor"),
        FontName=pdf_name(name),
        Flags=generic.NumberObject(32),
        FontBBox=_numbers([round(value * scale) for value in (head.xMin, head.yMin, head.xMax, head.yMax)]),
        ItalicAngle=generic.NumberObject(0),
        Ascent=generic.NumberObject(round(face["hhea"].ascent * scale)),
        Descent=generic.NumberObject(round(face["hhea"].descent * scale)),
        CapHeight=generic.NumberObject(round(face["OS/2"].sCapHeight * scale)),
        StemV=generic.NumberObject(80),
        FontFile2=writer.add_object(program),
    )


def _dictionary(**entries: Any) -> Any:
    return generic.DictionaryObject({pdf_name(f"/{name}"): value for name, value in entries.items()})


def _numbers(values: list[float]) -> Any:
    return generic.ArrayObject([generic.FloatObject(value) for value in values])


def _to_unicode(face: TTFont) -> str:
    letters: dict[int, int] = {}
    for code, glyph in sorted(face.getBestCmap().items()):
        letters.setdefault(face.getGlyphID(glyph), code)
    rows = [f"<{glyph:04x}> <{code:04x}>" for glyph, code in sorted(letters.items())]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    for start in range(0, len(rows), 100):
        block = rows[start : start + 100]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join([*lines, "endcmap CMapName currentdict /CMap defineresource pop end end"])


class _Engine(FontEngine):
    """Writes with the font that the certified file carries."""

    uses_complex_positioning = False

    def __init__(self, writer: Any) -> None:
        super().__init__(writer, "PortalSeal", embedded_subset=False)
        fonts = writer.root["/AcroForm"]["/DR"]["/Font"]
        self._reference = fonts.raw_get(RESOURCE)
        descriptor = fonts[RESOURCE]["/DescendantFonts"][0]["/FontDescriptor"]
        face = TTFont(io.BytesIO(descriptor["/FontFile2"].data))
        self._glyphs = {code: face.getGlyphID(glyph) for code, glyph in face.getBestCmap().items()}
        per_em = face["head"].unitsPerEm
        self._widths = [face["hmtx"][glyph][0] / per_em for glyph in face.getGlyphOrder()]

    def shape(self, txt: str) -> ShapeResult:
        drawable(txt).enforce()
        glyphs = [self._glyphs[ord(letter)] for letter in txt]
        operators = b"<" + b"".join(b"%04x" % glyph for glyph in glyphs) + b"> Tj"
        return ShapeResult(operators, sum(self._widths[glyph] for glyph in glyphs), 0)

    def as_resource(self) -> Any:
        return self._reference


class SharedFont(FontEngineFactory):
    def create_font_engine(self, writer: Any, obj_stream: Any = None) -> FontEngine:
        return _Engine(writer)


class Letters:
    """Draws lines with the file's own font where nothing needs to be signed: what it cannot draw becomes a mark."""

    def __init__(self, writer: Any) -> None:
        self._engine = _Engine(writer)
        self.reference = self._engine.as_resource()

    def shown(self, text: str) -> bytes:
        known = _own()[1]
        spelt = "".join(letter if ord(letter) in known else "?" for letter in text)
        return bytes(self._engine.shape(spelt).graphics_ops)
