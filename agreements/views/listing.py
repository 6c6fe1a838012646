"""The agreements that a person may see, as a list and as a file."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from agreements import exporting, listed, places, policies, searching
from agreements.choices import COMPLETE, Status
from agreements.forms_listing import LIMIT, FilterForm
from agreements.models import Party, SavedView
from agreements.querysets import AgreementQuerySet
from agreements.views import shared
from foundation.paging import page_of

BUILT_IN = (
    ("All agreements", ""),
    ("Ours to sign", "signing=ours"),
    ("We lead", "role=lead"),
    ("Overdue", "review=overdue"),
    ("Includes special category", "special=on"),
)
_HEAD = (
    ("Agreement", "title"),
    ("Lead", "lead"),
    ("Parties signed", ""),
    ("Review date", "review"),
    ("State", "state"),
)


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    page = page_of(_found(request, form), request.GET.get("page"))
    context = {
        "filter": form,
        "page": page,
        "head": [_heading(text, name, form) for text, name in _HEAD],
        "rows": _rows(page),
        "today": shared.today(),
        "chips": [{"text": says, "href": f"?{form.query(**{name: ''})}"} for name, says in form.chosen()],
        "views": _views(request, form),
        "formats": _formats(form),
        "query": form.query(),
        "limit": LIMIT,
        "may_import": bool(policies.can_import(shared.person(request))),
        "beginnings": places.beginnings(main=True),
        "helps": places.beginnings(main=False),
    }
    return render(request, "agreements/agreement/list.html", context)


@require_GET
@login_required
def list_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The filtered list as a file; too long a one is refused in words rather than cut short."""
    written = exporting.FORMATS.get(kind)
    if written is None:
        raise Http404(kind)
    form = FilterForm(request.GET)
    found = _found(request, form)
    if (count := found.count()) > exporting.LIMIT:
        most = f"A file can hold {exporting.LIMIT:,} agreements and this list has {count:,}."
        messages.error(request, f"{most} Choose more filters, then download it again.")
        return HttpResponseRedirect(f"{reverse('agreements:list')}?{form.query()}")
    content = written.write(exporting.lines(found, settings.SITE_URL))
    disposition = f'attachment; filename="agreements-{shared.today()}.{kind}"'
    return HttpResponse(content, content_type=written.media_type, headers={"Content-Disposition": disposition})


def _found(request: HttpRequest, form: FilterForm) -> AgreementQuerySet:
    return searching.find(person=shared.person(request), wanted=form.wanted(), on=shared.today())


def _rows(page: Page[Any]) -> list[dict[str, Any]]:
    keys = [agreement.pk for agreement in page]
    signed = listed.signed_counts(keys)
    parties = Party.objects.filter(agreement__in=keys).order_by().values("agreement").annotate(count=Count("pk"))
    counts = {row["agreement"]: row["count"] for row in parties}
    return [
        {
            "agreement": agreement,
            "signed": signed.get(agreement.pk),
            "parties": counts.get(agreement.pk, 0),
            "is_reviewed": agreement.status in COMPLETE,
            "state": Status(agreement.status).label,
            "colour": agreement.status_colour,
        }
        for agreement in page
    ]


def _heading(text: str, name: str, form: FilterForm) -> dict[str, Any]:
    """A column's title; where the list can be put in its order, the link that does so or turns the order round."""
    if not name:
        return {"text": text}
    now = form.cleaned_data["sort"]
    direction = {name: "ascending", f"-{name}": "descending"}.get(now, "none")
    href = f"?{form.query(sort=f'-{name}' if now == name else name)}"
    return {"text": text, "sort": {"href": href, "direction": direction}}


def _views(request: HttpRequest, form: FilterForm) -> list[dict[str, Any]]:
    own = SavedView.objects.filter(person=shared.person(request)).values_list("name", "query")
    now, address = form.query(), reverse("agreements:list")
    return [
        {"text": text, "href": f"{address}?{query}" if query else address, "current": query == now}
        for text, query in (*BUILT_IN, *own)
    ]


def _formats(form: FilterForm) -> list[dict[str, str]]:
    return [
        {"text": each.label, "href": f"{reverse('agreements:list_export', args=[kind])}?{form.query()}"}
        for kind, each in exporting.FORMATS.items()
    ]
