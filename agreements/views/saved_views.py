"""Ways of looking at the list that somebody keeps for themselves."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from agreements.forms_listing import FilterForm, NameForm
from agreements.models import SavedView
from agreements.services import views as services
from agreements.views import shared
from foundation import doors


@require_GET
@login_required
def saved_views(request: HttpRequest) -> HttpResponse:
    own = SavedView.objects.filter(person=shared.person(request))
    rows = [{"view": view, "says": _says(FilterForm(QueryDict(view.query)))} for view in own]
    return render(request, "agreements/list/views.html", {"rows": rows, "list_url": reverse("agreements:list")})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def save_view(request: HttpRequest) -> HttpResponse:
    """The filters stand in the address of this page, as they do in the list's."""
    chosen = FilterForm(request.GET)
    form = NameForm(request.POST) if request.method == "POST" else NameForm()
    if form.is_bound and form.is_valid():
        person, name = shared.person(request), form.cleaned_data["name"]
        view = doors.attempt(
            form,
            lambda: services.save_view(name=name, query=chosen.query(), by=person, at=shared.now()),
            "name",
        )
        if view is not None:
            messages.success(request, f"Saved as “{view.name}”.")
            return redirect(view)
    cancel = f"{reverse('agreements:list')}?{chosen.query()}"
    return _named(request, form, says=_says(chosen), heading="Save this view", cancel=cancel)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rename_view(request: HttpRequest, reference: UUID) -> HttpResponse:
    view = _own(request, reference)
    form = NameForm(request.POST) if request.method == "POST" else NameForm(initial={"name": view.name})
    if request.method == "POST" and form.is_valid():
        name, person = form.cleaned_data["name"], shared.person(request)
        if doors.attempt(form, lambda: services.rename_view(view=view, name=name, by=person), "name"):
            return HttpResponseRedirect(reverse("agreements:saved_views"))
    chosen = FilterForm(QueryDict(view.query))
    return _named(request, form, says=_says(chosen), heading="Rename view", cancel=reverse("agreements:saved_views"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete_view(request: HttpRequest, reference: UUID) -> HttpResponse:
    view = _own(request, reference)
    done = reverse("agreements:saved_views")
    if request.method == "POST":
        act = f"“{view.name}” is deleted."
        doors.perform(request, lambda: services.delete_view(view=view, by=shared.person(request)), act)
        return HttpResponseRedirect(done)
    rows = [
        {"key": "Name", "value": view.name},
        {"key": "Shows", "value": {"lines": _says(FilterForm(QueryDict(view.query)))}},
    ]
    return render(request, "agreements/list/delete_view.html", {"rows": rows, "cancel": done})


def _own(request: HttpRequest, reference: UUID) -> SavedView:
    view: SavedView = get_object_or_404(SavedView, person=shared.person(request), reference=reference)
    return view


def _named(request: HttpRequest, form: NameForm, **context: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "agreements/list/save_view.html", {"form": form} | context, status=status)


def _says(form: FilterForm) -> list[str]:
    """What a view shows, one filter a line."""
    order = form.order_words
    return [says for _, says in form.chosen()] + ([f"In order of {order}"] if order else []) or ["All agreements"]
