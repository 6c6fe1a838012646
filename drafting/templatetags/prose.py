"""The little markup of long answers on a page."""

from collections.abc import Iterable
from typing import Any

from django import template

from dsaformat import prose

register = template.Library()


@register.inclusion_tag("document/_prose.html", name="prose")
def show(text: str) -> dict[str, Any]:
    """Headings, paragraphs, lists and links; everything else as it was typed."""
    return {"blocks": prose.blocks(text)}


@register.filter
def under(cells: Iterable[Any], heads: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    """The cells of a row, each with what stands above it."""
    return zip(heads, cells, strict=False)
