"""A copy that cannot be mistaken for the signed file: sheets in front say how far it has come, and so does every page.

The copy stays readable aloud: what is added is tagged as the rest of the document is, or marked as decoration.
"""

# mypy: allow-untyped-calls

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.writer import PageObject

from signing.seal import font
from signing.seal.pades import open_quietly

_WIDTH, _HEIGHT = 595, 842
_LINES, _LETTERS = 44, 78
_FONT = pdf_name("/PortalSeal")


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    size: int = 11


def marked(pdf: bytes, *, sheet: Sequence[Line], banner: str, mark: str) -> bytes:
    """The unsigned PDF with ``sheet`` in front, ``banner`` at the top of each page and ``mark`` across it."""
    writer = open_quietly(pdf)
    font.embed(writer)
    letters = font.Letters(writer)
    pages = _pages(writer.root["/Pages"])
    for page in pages:
        _decorate(writer, page, letters, banner, mark)
    wrapped = [Line(part, line.size) for line in sheet for part in textwrap.wrap(line.text, _LETTERS) or [""]]
    for number, start in enumerate(range(0, len(wrapped), _LINES)):
        _insert(writer, letters, wrapped[start : start + _LINES], number)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _pages(node: Any) -> list[Any]:
    if "/Kids" not in node:
        return [node]
    return [page for index in range(len(node["/Kids"])) for page in _pages(node["/Kids"][index])]


def _decorate(writer: Any, page: Any, letters: font.Letters, banner: str, mark: str) -> None:
    """The mark behind what is there and the banner above it, so that no word becomes hard to read."""
    behind = b"/Artifact BMC\nq 0.88 g BT /PortalSeal 54 Tf 0.707 0.707 -0.707 0.707 110 170 Tm %s ET Q\nEMC\nq"
    above = b"Q\n/Artifact BMC\nq 0.55 0.08 0.08 rg BT /PortalSeal 9 Tf 40 822 Td %s ET Q\nEMC"
    before = writer.add_object(generic.StreamObject(stream_data=behind % letters.shown(mark)))
    after = writer.add_object(generic.StreamObject(stream_data=above % letters.shown(banner)))
    between = _listed(page.raw_get("/Contents")) if "/Contents" in page else []
    page[pdf_name("/Contents")] = generic.ArrayObject([before, *between, after])
    resources = page["/Resources"] if "/Resources" in page else generic.DictionaryObject()
    fonts = resources["/Font"] if "/Font" in resources else generic.DictionaryObject()
    fonts[_FONT] = letters.reference
    if "/Font" not in resources:
        resources[pdf_name("/Font")] = fonts
    if "/Resources" not in page:
        page[pdf_name("/Resources")] = resources
    for changed in (fonts, resources, page):
        writer.update_container(changed)


def _insert(writer: Any, letters: font.Letters, lines: list[Line], number: int) -> None:
    drawn, height = [], _HEIGHT - 80
    for order, line in enumerate(lines):
        height -= line.size + 5
        shown = b"BT /PortalSeal %d Tf 56 %d Td %s ET" % (line.size, height, letters.shown(line.text))
        drawn.append(b"/P <</MCID %d>> BDC %s EMC" % (order, shown))
    contents = writer.add_object(generic.StreamObject(stream_data=b"\n".join(drawn)))
    fonts = generic.DictionaryObject({_FONT: letters.reference})
    resources = generic.DictionaryObject({pdf_name("/Font"): fonts})
    page = PageObject(contents=contents, media_box=(0, 0, _WIDTH, _HEIGHT), resources=resources)
    page[pdf_name("/Tabs")] = pdf_name("/S")
    reference = writer.insert_page(page, after=number - 1)
    if "/StructTreeRoot" in writer.root:
        _tag(writer, reference, len(lines), number)


def _tag(writer: Any, page: Any, count: int, number: int) -> None:
    """A paragraph for each line, before everything else that is read."""
    tree = writer.root["/StructTreeRoot"]
    parent = _top(tree)
    elements = [writer.add_object(_paragraph(parent, page, order)) for order in range(count)]
    held = parent["/K"]
    there = (
        [held.raw_get(i) for i in range(len(held))] if isinstance(held, generic.ArrayObject) else [parent.raw_get("/K")]
    )
    place = number and number * _LINES
    parent[pdf_name("/K")] = generic.ArrayObject([*there[:place], *elements, *there[place:]])
    key = generic.NumberObject(int(tree["/ParentTreeNextKey"]) if "/ParentTreeNextKey" in tree else 100_000 + number)
    numbers = _leaf(tree["/ParentTree"])
    numbers["/Nums"].extend([key, writer.add_object(generic.ArrayObject(elements))])
    if "/ParentTreeNextKey" in tree:
        tree[pdf_name("/ParentTreeNextKey")] = generic.NumberObject(int(key) + 1)
    page.get_object()[pdf_name("/StructParents")] = key
    for changed in (parent, numbers, tree, page.get_object()):
        writer.update_container(changed)


def _listed(held: Any) -> list[Any]:
    """One thing or an array of them, there or elsewhere, as a list of what stands in it."""
    inner = held.get_object() if isinstance(held, generic.IndirectObject) else held
    return [inner.raw_get(index) for index in range(len(inner))] if isinstance(inner, generic.ArrayObject) else [held]


def _top(tree: Any) -> Any:
    """The element of the whole document, which stands alone under the root."""
    held = tree["/K"]
    return held[0] if isinstance(held, generic.ArrayObject) else held


def _leaf(node: Any) -> Any:
    """The last leaf of the tree: keys in it only grow."""
    while "/Kids" in node:
        node = node["/Kids"][-1]
    return node


def _paragraph(parent: Any, page: Any, order: int) -> Any:
    above = parent.container_ref
    return generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/StructElem"),
            pdf_name("/S"): pdf_name("/P"),
            pdf_name("/P"): generic.IndirectObject(above.idnum, above.generation, above.pdf),
            pdf_name("/Pg"): page,
            pdf_name("/K"): generic.NumberObject(order),
        }
    )
