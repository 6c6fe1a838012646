"""Writes a PDF with object streams of at most a hundred objects.

pydyf packs everything into one: readers that look an object up by reading the stream's head again and again
then need minutes for a file with many signatures.
"""

from collections.abc import Iterator
from itertools import islice
from math import ceil, log
from typing import Any, BinaryIO

import pydyf

CHUNK = 100


def write(pdf: Any, output: BinaryIO, version: Any = b"1.7", identifier: Any = None, compress: bool = True) -> None:
    """Takes the place of `pydyf.PDF.write`."""
    if pdf.info and not any(item is pdf.info for item in pdf.objects):
        pdf.add_object(pdf.info)
    pdf.current_position = 0
    pdf.write_line(b"%PDF-" + (version if isinstance(version, bytes) else str(version or "1.7").encode()), output)
    pdf.write_line(b"%\xf0\x9f\x96\xa4", output)  # bytes above 127 tell old tools that the file is binary
    used = [item for item in pdf.objects if item.free != "f"]
    for item in used:
        if not item.compressible:
            _place(pdf, item, output)
    packed: dict[int, tuple[int, int, int]] = {}
    for part in _chunks([item for item in used if item.compressible]):
        stream = _object_stream(part, compress)
        pdf.add_object(stream)
        _place(pdf, stream, output)
        for index, item in enumerate(part):
            packed[item.number] = (2, stream.number, index)
    _cross_references(pdf, packed, identifier, compress, output)


def _place(pdf: Any, item: Any, output: BinaryIO) -> None:
    item.offset = pdf.current_position
    pdf.write_line(_indirect(item), output)


def _indirect(item: Any) -> bytes:
    """CRLF before `endstream`: after one LF, data that happens to end in CR would read as one byte shorter."""
    data: bytes = item.indirect
    ending = b"\nendstream\nendobj"
    return data[: -len(ending)] + b"\r" + ending if data.endswith(ending) else data


def _chunks(items: list[Any]) -> Iterator[list[Any]]:
    rest = iter(items)
    while part := list(islice(rest, CHUNK)):
        yield part


def _object_stream(part: list[Any], compress: bool) -> Any:
    head: list[int] = []
    body: list[bytes] = []
    position = 0
    for item in part:
        data = item.data
        head += [item.number, position]
        body.append(data)
        position += len(data) + 1
    first = " ".join(map(str, head)).encode()
    return pydyf.Stream([first, *body], {"Type": "/ObjStm", "N": len(part), "First": len(first) + 1}, compress)


def _cross_references(
    pdf: Any, packed: dict[int, tuple[int, int, int]], identifier: Any, compress: bool, output: BinaryIO
) -> None:
    rows = [packed.get(item.number) or _entry(item) for item in pdf.objects]
    rows.append((1, pdf.current_position, 0))
    widths = (1, ceil(log(pdf.current_position + 1, 256)), 2)
    extra = {
        "Type": "/XRef",
        "Index": pydyf.Array((0, len(rows))),
        "W": pydyf.Array(widths),
        "Size": len(rows),
        "Root": pdf.catalog.reference,
    }
    if pdf.info:
        extra["Info"] = pdf.info.reference
    if isinstance(identifier, bytes):
        name = pydyf.String(identifier.hex()).data
        extra["ID"] = pydyf.Array((name, name))
    table = b"".join(value.to_bytes(width, "big") for row in rows for width, value in zip(widths, row, strict=True))
    stream = pydyf.Stream([table], extra, compress)
    pdf.xref_position = pdf.current_position
    pdf.add_object(stream)
    _place(pdf, stream, output)
    pdf.write_line(b"startxref", output)
    pdf.write_line(str(pdf.xref_position).encode(), output)
    pdf.write_line(b"%%EOF", output)


def _entry(item: Any) -> tuple[int, int, int]:
    return (0, 0, 65535) if item.free == "f" else (1, item.offset, item.generation)
