"""Datasets by the organisation that supplies them."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drafting import progress
from drafting.views import cards, desk
from drafting.views.desk import Place
from drafting.views.parties import shared
from dsaformat import parts
from dsaformat.shape import shape
from foundation.paging import page_of

PAGE = 20


@require_safe
@login_required
def supplied(request: HttpRequest, reference: str, section: str, question: str) -> HttpResponse:
    """Every dataset under its supplier, one's own organisation first."""
    place = desk.open_at(request, reference, section, question)
    if place.question.kind != "rows" or place.question.path != "datasets":
        raise Http404
    here = place.desk
    held: dict[str, list[parts.Dataset]] = {}
    for row in progress.rows(here.document, place.question):
        assert isinstance(row, parts.Dataset)
        held.setdefault(row.supplier, []).append(row)
    suppliers = sorted(
        (party for party in here.document.parties if party.key in held), key=lambda party: party.key not in here.own
    )
    page = page_of(suppliers, request.GET.get("page"), PAGE)
    groups = [{"name": party.name, "key": party.key, "cards": _cards(place, held[party.key])} for party in page]
    more = {"may_add": bool(here.may_fill_in), "add": place.link("add", "datasets")}
    context = here.frame(place=place, page=page, groups=groups, **shared.said_here(place), **more)
    return render(request, "drafting/parties/supplied.html", context)


def _cards(place: Place, datasets: list[parts.Dataset]) -> list[dict[str, Any]]:
    return [_card(place, dataset) for dataset in datasets]


def _card(place: Place, dataset: parts.Dataset) -> dict[str, Any]:
    path, words = f"datasets/{dataset.key}", place.desk.words
    sent = [item for item in dataset.items if not item.excluded]
    first = ", ".join(item.name for item in sent[:5])
    more = f" and {len(sent) - 5} more" if len(sent) > 5 else ""
    actions = [
        {"text": "Change", "href": place.link("change", path)},
        {"text": "Add an item", "href": place.link("add", f"{path}/items")},
        {"text": "Paste items", "href": place.link("paste", f"{path}/items")},
    ]
    names = ("recipients", "identifiability", "frequency")
    return {
        "title": dataset.title,
        "actions": actions if place.desk.may_fill_in and cards.may_write(place.desk, path, dataset) else [],
        "rows": [
            {"key": f"{len(sent)} item{'' if len(sent) == 1 else 's'}", "value": f"{first}{more}"},
            *(
                {"key": shape(parts.Dataset, name).title, "value": said}
                for name in names
                if (said := words.field(dataset, name))
            ),
        ],
    }
