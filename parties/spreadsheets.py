"""Tables that leave the portal: text that a spreadsheet program shows and never runs."""

import csv
import io
from collections.abc import Iterable

_STARTS = tuple("=+-@\t\r＝＋－＠")


def inert(cell: str) -> str:
    """The cell as text: what a program would take for a formula gets an apostrophe in front."""
    return f"'{cell}" if cell.lstrip(" \u00a0\u3000").startswith(_STARTS) else cell


def as_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """UTF-8 with a byte order mark, because Excel reads it as Windows-1252 without one."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([inert(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")
