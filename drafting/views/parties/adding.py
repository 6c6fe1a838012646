"""One more party from the directory or by hand, or the members of a group."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements.views.shared import now
from drafting.forms.parties import ByHandForm, ChooseForm, GroupForm
from drafting.services import parties as services
from drafting.views.desk import Place
from drafting.views.parties import shared
from drafting.views.parties.listing import counted
from foundation import frontdoor, text
from foundation.doors import attempt
from foundation.verdicts import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@frontdoor.tells_repeated
def find(request: HttpRequest, reference: str, section: str, question: str) -> HttpResponse:
    """Search the directory, then choose: both without script."""
    place = shared.at_parties(request, reference, section, question)
    words, found = shared.searched(request, on=place.desk.on)
    taken = services.names_of(place.desk.document)
    open_ = [row for row in found[: shared.FOUND] if row.slug not in taken]
    form = ChooseForm(shared.sent(request), found=open_, document=place.desk.document) if open_ else None
    if form is not None and form.is_valid() and not shared.repeats(request, form):
        row = services.from_directory(form.organisation, form.cleaned_data["roles"], **form.more())
        if attempt(form, lambda: added(place, [row])) is not None:
            return said(request, place, [form.organisation.name])
    more = {
        "words": words,
        "already": [services.already(row.legal_name) for row in found if row.slug in taken],
        "cut": len(found) > shared.FOUND,
        "template": "drafting/parties/find.html",
    }
    if form is None:
        context = place.desk.frame(place=place, heading="Add an organisation", may_write=place.desk.leads) | more
        return render(request, "drafting/parties/find.html", context)
    return shared.page(request, place, form, "Add an organisation", **more)


def added(place: Place, rows: list[dict[str, Any]]) -> Any:
    return services.add(agreement=place.desk.agreement, parties=rows, by=place.desk.person, at=now())


def said(request: HttpRequest, place: Place, names: list[str]) -> HttpResponse:
    messages.success(request, f"{names[0]} added." if len(names) == 1 else f"{counted(len(names))} added.")
    return redirect(place.desk.link("parties", *place.address))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@frontdoor.tells_repeated
def by_hand(request: HttpRequest, reference: str, section: str, question: str) -> HttpResponse:
    place = shared.at_parties(request, reference, section, question)
    initial = {"name": text.single_line(request.GET.get("name", ""))[:200]}
    form = ByHandForm(shared.sent(request), document=place.desk.document, initial=initial)
    form.order_fields([*ByHandForm.base_fields, "roles", "processor_for"])
    form.fields["whole_class"].reveals = {}  # type: ignore[attr-defined]
    if form.is_valid() and not shared.repeats(request, form):
        row = services.by_hand(form.snapshot(), form.cleaned_data["roles"], **form.more())
        if attempt(form, lambda: added(place, [row]), "name") is not None:
            return said(request, place, [form.cleaned_data["name"]])
    intro = "The agreement can name it. Its people can read and sign nothing here until it is in the directory."
    return shared.page(
        request, place, form, "Add an organisation that is not on this portal", button="Add", intro=intro
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@frontdoor.tells_repeated
def group(request: HttpRequest, reference: str, section: str, question: str) -> HttpResponse:
    """“All 32 London boroughs and the City of London”, in one step."""
    place = shared.at_parties(request, reference, section, question)
    form = GroupForm(shared.sent(request), document=place.desk.document, today=place.desk.on)
    if form.is_valid() and not shared.repeats(request, form):
        names = attempt(form, lambda: _added_group(place, form), "group")
        if names is not None:
            return said(request, place, names)
    return shared.page(request, place, form, "Add a group of organisations", button="Add")


def _added_group(place: Place, form: GroupForm) -> list[str]:
    """The names of the parties that came in; members that are parties already stay as they are."""
    collective, roles = form.cleaned_data["group"], form.cleaned_data["roles"]
    if form.cleaned_data["how"] == "class":
        rows = [services.of_class(collective, form.cleaned_data["on"], roles)]
    else:
        taken = services.names_of(place.desk.document)
        members = [row for row in collective.members_on(form.cleaned_data["on"]) if row.slug not in taken]
        rows = services.all_from_directory(members, roles)
    if not rows:
        raise Refused([f"Every member of {collective.name} on that day is already a party"])
    added(place, rows)
    return [row["organisation"]["name"] for row in rows]
