"""Many parties at once from a list of names: what was not recognised is asked about, and nothing is lost."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from drafting import recognising
from drafting.forms.parties import MeaningsForm, NamesForm
from drafting.services import parties as services
from drafting.views.desk import Place
from drafting.views.parties import shared
from drafting.views.parties.adding import added, said
from foundation import frontdoor, text
from foundation.doors import attempt
from foundation.verdicts import Refused
from parties.models import Organisation

_HEADING = "Add several organisations"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@frontdoor.tells_repeated
def names(request: HttpRequest, reference: str, section: str, question: str) -> HttpResponse:
    place = shared.at_parties(request, reference, section, question)
    form = NamesForm(shared.sent(request), document=place.desk.document)
    if frontdoor.has_repeats(request, {"roles"}):
        return frontdoor.failure(request, 400)
    if not form.is_valid() or request.POST.get("step") == "names":
        more = {"button": "Look these up", "step": "read"}
        return shared.page(request, place, form, _HEADING, **more)
    return _meant(request, place, form, recognising.recognised(form.cleaned_data["names"]))


def _meant(request: HttpRequest, place: Place, form: NamesForm, lines: tuple[recognising.Named, ...]) -> HttpResponse:
    """Ask what the other lines mean, and show what the recognised ones do."""
    unknown = [named for named in lines if named.organisation is None]
    adding = request.POST.get("step") == "add"
    meanings = MeaningsForm(request.POST if adding else None, unknown=unknown)
    taken = services.names_of(place.desk.document)
    sure = [named.organisation for named in lines if named.organisation is not None]
    fresh = {row.slug: row for row in sure if row.slug not in taken}
    if adding and (not unknown or meanings.is_valid()):
        chosen = attempt(meanings, lambda: _added(place, form, dict(fresh), meanings))
        if chosen is not None:
            return said(request, place, chosen)
    context = place.desk.frame(
        place=place,
        heading=_HEADING,
        form=meanings,
        may_write=place.desk.leads,
        typed=form.data.get("names", ""),
        roles=form.cleaned_data["roles"],
        fresh=[row.legal_name for row in fresh.values()],
        already=[services.already(row.legal_name) for row in sure if row.slug in taken],
    )
    return render(request, "drafting/parties/names.html", context, status=422 if meanings.errors else 200)


def _added(place: Place, form: NamesForm, fresh: dict[str, Organisation], meanings: MeaningsForm) -> list[str]:
    roles, taken = form.cleaned_data["roles"], services.names_of(place.desk.document)
    new: list[dict[str, Any]] = []
    for line, organisation in meanings.meant() if meanings.unknown else []:
        if organisation is None and text.folded(line) not in taken:
            new.append(services.by_hand({"name": line}, roles))
        elif organisation is not None and organisation.slug not in taken:
            fresh[organisation.slug] = organisation
    rows = [*services.all_from_directory(fresh.values(), roles), *new]
    if not rows:
        raise Refused(["Nothing is left to add. Change the list, or go back"])
    added(place, rows)
    return [row["organisation"]["name"] for row in rows]
