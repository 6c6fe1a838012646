"""Every organisation, and choosing for which of one's own to look."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from foundation.frontdoor import safe_path
from foundation.paging import page_of
from parties import current
from parties.forms.directory import LIMIT, FilterForm
from parties.models import Organisation
from parties.policies import organisations as policies
from parties.views import shared

PAGE = 25


@require_GET
@login_required
def directory(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    found = _found(request, form)
    page = page_of(found.order_by("legal_name", "pk"), request.GET.get("page"), PAGE)
    context = {
        "filter": form,
        "page": page,
        "head": ["Name", "Kind and nation", "ICO number", "State"],
        "rows": [_row(organisation) for organisation in page],
        "chips": [{"text": label, "href": _without(request, name)} for name, label in form.chosen()],
        "is_filtered": bool(form.value("q") or form.chosen()),
        "limit": LIMIT,
        "may_add": bool(policies.can_add(shared.person(request))),
    }
    return render(request, "parties/organisation/directory.html", context)


def _found(request: HttpRequest, form: FilterForm) -> QuerySet[Any]:
    found = Organisation.objects.visible_to(request.user).found_by(form.value("q"))
    if form.value("kind"):
        found = found.filter(kind=form.value("kind"))
    if form.value("nation"):
        found = found.filter(nation=form.value("nation"))
    if form.value("state") == "active":
        found = found.active_on(shared.today())
    if form.value("state") == "ended":
        found = found.ended_by(shared.today())
    return found


def _row(organisation: Organisation) -> list[dict[str, Any] | str]:
    name: dict[str, Any] = {"text": organisation.legal_name, "href": organisation.get_absolute_url()}
    if organisation.short_name:
        name["hint"] = organisation.short_name
    state: dict[str, Any] | str = "Active"
    if organisation.ended_on:
        gone = not organisation.is_active_on(shared.today())
        state = {"text": organisation.get_state_display() if gone else "Ends soon", "tag": "grey" if gone else "amber"}
    reference = organisation.ico_reference or "Not provided"
    kind = {"text": organisation.get_kind_display(), "hint": organisation.get_nation_display()}
    return [name, kind, reference, state]


def _without(request: HttpRequest, name: str) -> str:
    query = request.GET.copy()
    query.pop(name, None)
    query.pop("page", None)
    address = reverse("parties:directory")
    return f"{address}?{query.urlencode()}" if query else address


@require_POST
@login_required
def switch(request: HttpRequest) -> HttpResponse:
    mine = [organisation.pk for organisation in current.choices(request)]
    slug = request.POST.get("organisation", "").replace("\0", "")
    chosen = get_object_or_404(Organisation.objects.filter(pk__in=mine), slug=slug)
    current.choose(request, chosen)
    return HttpResponseRedirect(safe_path(request.POST.get("next"), reverse("home")))
