"""Pages of long lists, from whatever stands in the address."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

_MOST = 1_000_000


def page_of(rows: QuerySet[Any] | Sequence[Any], asked: str | None, size: int = 25) -> Page[Any]:
    """The page asked for; the first one when the number makes no sense or lies past the end."""
    paginator = Paginator(rows, size)
    text = (asked or "").strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1
    if number < 1 or number > min(paginator.num_pages, _MOST):
        number = 1
    return paginator.page(number)
