"""The list of agreements as a file: text that a spreadsheet program shows and never runs, or data."""

import csv
import datetime as dt
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from django.utils import timezone

from agreements import listed
from agreements.choices import Status
from agreements.models import Party
from agreements.querysets import AgreementQuerySet
from dsaformat.choices import Kind
from parties.spreadsheets import inert

LIMIT = 10_000
_CHUNK = 500


class Line(NamedTuple):
    """One agreement in an export. A field's name is its name in JSON for ever."""

    reference: str
    title: str
    public_title: str
    kind: str
    lead: str
    parties: tuple[str, ...]
    signed: int | None
    asked_to_sign: int | None
    state: str
    state_since: dt.date
    starts_on: dt.date | None
    ends_on: dt.date | None
    review_on: dt.date | None
    link: str


HEADINGS = tuple(name.replace("_", " ").capitalize() for name in Line._fields)


def lines(agreements: AgreementQuerySet, site: str) -> Iterator[Line]:
    """Three queries for every 500 agreements. Who may see an agreement may read who its parties are."""
    rows = iter(agreements[:LIMIT].iterator(_CHUNK))
    while chunk := list(islice(rows, _CHUNK)):
        keys = [row.pk for row in chunk]
        counts, parties = listed.signed_counts(keys), _parties(keys)
        for row in chunk:
            yield _line(row, parties[row.pk], counts.get(row.pk, (None, None)), site)


def _parties(keys: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Party.objects.filter(agreement__in=keys).order_by("agreement_id", "position")
    for key, name in rows.values_list("agreement_id", "organisation__legal_name"):
        found[key].append(name)
    return found


def _line(row: Any, parties: list[str], count: tuple[int | None, int | None], site: str) -> Line:
    return Line(
        reference=row.reference,
        title=row.title,
        public_title=row.public_title,
        kind=Kind(row.kind).label,
        lead=row.lead.legal_name,
        parties=tuple(parties),
        signed=count[0],
        asked_to_sign=count[1],
        state=Status(row.status).label,
        state_since=timezone.localdate(row.status_at),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        review_on=row.due_on,
        link=f"{site}{row.get_absolute_url()}",
    )


def as_csv(found: Iterable[Line]) -> bytes:
    """UTF-8 with a byte order mark, because Excel reads it as Windows-1252 without one."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for line in found:
        writer.writerow([inert("" if cell is None else str(cell)) for cell in _cells(line)])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(found: Iterable[Line]) -> bytes:
    """A workbook: days are days, numbers are numbers, and everything else is text."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Agreements")
    sheet.freeze_panes = "B2"
    sheet.append(HEADINGS)
    for line in found:
        sheet.append(
            [inert(ILLEGAL_CHARACTERS_RE.sub("", cell)) if isinstance(cell, str) else cell for cell in _cells(line)]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_json(found: Iterable[Line]) -> bytes:
    """Field names as in `Line`; days as in 2027-03-03; nothing is `null`."""
    rows = [{name: _plain(value) for name, value in line._asdict().items()} for line in found]
    return json.dumps({"agreements": rows}, ensure_ascii=False, indent=1).encode()


def _cells(line: Line) -> list[Any]:
    return ["; ".join(cell) if isinstance(cell, tuple) else cell for cell in line]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


class Format(NamedTuple):
    label: str
    media_type: str
    write: Callable[[Iterable[Line]], bytes]


FORMATS = {
    "csv": Format("CSV", "text/csv; charset=utf-8", as_csv),
    "xlsx": Format("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "json": Format("JSON", "application/json", as_json),
}
