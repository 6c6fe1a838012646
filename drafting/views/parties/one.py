"""One party: what it is, bringing it up to date, putting another in its place, taking it out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements.views.shared import now
from drafting import services as drafting
from drafting.forms.parties import PartyForm, ReplaceForm
from drafting.services import parties as services
from drafting.views import cards, effects, saving
from drafting.views.desk import Place
from drafting.views.parties import shared
from drafting.views.parties.listing import what_it_is
from drafting.views.saving import Sheet
from dsaformat import parts
from dsaformat.shape import shapes
from foundation import frontdoor
from foundation.doors import attempt, perform
from parties.models import Organisation

NAMES = ("roles", "processor_for", "contract", "joined_on", "left_on")
_ABOUT = ("name", "short_name", "address", "email", "phone", "ico_reference")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@frontdoor.tells_repeated
def party(request: HttpRequest, reference: str, section: str, question: str, key: str) -> HttpResponse:
    place = shared.at_parties(request, reference, section, question)
    sheet = _sheet(request, place, shared.party_of(place, key))
    if request.method == "POST":
        if shared.repeats(request, sheet.form):
            return frontdoor.failure(request, 400)
        if sheet.form.is_valid():
            response = saving.attempt(sheet, request, _list(place))
            if response is not None:
                return response
        else:
            saving.keep(sheet.place, request, "Something still has to be put right.")
    context = place.desk.frame(form=sheet.form, based_on=sheet.digest, kept=_kept(request, sheet))
    return _shown(request, place, sheet, context)


def _sheet(request: HttpRequest, place: Place, found: parts.Party) -> Sheet:
    here, path = place.desk, f"parties/{found.key}"
    form = PartyForm(
        shared.sent(request), key=found.key, model=parts.Party, names=NAMES, setting=here.setting, part=found
    )
    own = Place(here, place.section, place.question, path)

    def save(read: str) -> Any:
        return drafting.save_part(
            agreement=here.agreement, path=path, values=form.values(), based_on=read, by=here.person, at=now()
        )

    return Sheet(own, path, form, NAMES, found, save)


def _kept(request: HttpRequest, sheet: Sheet) -> Any:
    return saving.typed(sheet.place) if request.method != "POST" else None


def _shown(request: HttpRequest, place: Place, sheet: Sheet, context: dict[str, Any]) -> HttpResponse:
    here, found = place.desk, sheet.part
    assert isinstance(found, parts.Party)
    own = here.leads or found.key in here.own
    placed = any(row.key == found.key for row in here.agreement.parties.all())
    context |= {
        "place": place,
        "party": found,
        "what": what_it_is(found, placed),
        "about": [
            {"key": field.title, "value": here.words.value(field, getattr(found.organisation, field.name))}
            for field in shapes(parts.OrganisationSnapshot)
            if field.name in _ABOUT
        ],
        "may_write": here.leads,
        "may_detail": own and bool(here.may_fill_in),
        "details": place.link("change", f"parties/{found.key}/organisation"),
        "findings": [f for f in cards.findings(here, place.section) if f.path.startswith(f"parties/{found.key}")],
    }
    return render(request, "drafting/parties/party.html", context, status=422 if sheet.form.errors else 200)


def _list(place: Place) -> str:
    return place.desk.link("parties", *place.address)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def refresh(request: HttpRequest, reference: str, section: str, question: str, key: str) -> HttpResponse:
    """What the directory says of the organisation today, beside what the agreement says."""
    place = shared.at_parties(request, reference, section, question)
    found = shared.party_of(place, key)
    organisation = Organisation.objects.visible_to(request.user).filter(slug=found.organisation.slug or "-").first()
    back = place.desk.link("party", *place.address, key)
    if organisation is None:
        messages.info(request, f"{found.name} is not in the directory.")
        return redirect(back)
    if request.method == "POST":
        agreement, by = place.desk.agreement, place.desk.person
        perform(
            request,
            lambda: services.refresh(agreement=agreement, key=key, organisation=organisation, by=by, at=now()),
            f"{organisation.name} is up to date.",
        )
        return redirect(back)
    rows = _differences(place, found, organisation)
    head = ["", "In the agreement", "In the directory"]
    context = place.desk.frame(place=place, party=found, head=head, rows=rows, cancel=back, may_write=place.desk.leads)
    return render(request, "drafting/parties/refresh.html", context)


def _differences(place: Place, found: parts.Party, organisation: Organisation) -> list[list[str]]:
    """Title, what the agreement says, what the directory says: for what differs."""
    fresh = parts.OrganisationSnapshot.model_validate(services.snapshot(organisation, found.organisation))
    words = place.desk.words
    return [
        [field.title, words.value(field, before) or "Nothing", words.value(field, after) or "Nothing"]
        for field in shapes(parts.OrganisationSnapshot)
        if (before := getattr(found.organisation, field.name)) != (after := getattr(fresh, field.name))
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def replace(request: HttpRequest, reference: str, section: str, question: str, key: str) -> HttpResponse:
    """Another organisation in its place: a new name, a merger."""
    place = shared.at_parties(request, reference, section, question)
    leaving = shared.party_of(place, key)
    words, found = shared.searched(request, on=place.desk.on)
    others = [row for row in found[: shared.FOUND] if row.slug != leaving.organisation.slug]
    form = ReplaceForm(shared.sent(request), found=others)
    if others and form.is_valid():
        saved = attempt(form, lambda: _replaced(place, key, form))
        if saved is not None:
            messages.success(request, f"{form.organisation.name} stands in the place of {leaving.name}.")
            return redirect(_list(place))
    more: dict[str, Any] = {"words": words, "party": leaving, "found": others, "cut": len(found) > shared.FOUND}
    more |= {"template": "drafting/parties/replace.html", "owns": key == place.desk.document.identity.owner}
    return shared.page(request, place, form, f"Replace {leaving.name}", **more)


def _replaced(place: Place, key: str, form: ReplaceForm) -> Any:
    return services.replace(
        agreement=place.desk.agreement, key=key, organisation=form.organisation, by=place.desk.person, at=now()
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, reference: str, section: str, question: str, key: str) -> HttpResponse:
    place = shared.at_parties(request, reference, section, question)
    found, path = shared.party_of(place, key), f"parties/{key}"
    if request.method == "POST":
        agreement, by = place.desk.agreement, place.desk.person
        perform(
            request,
            lambda: services.remove(agreement=agreement, key=key, by=by, at=now()),
            f"{found.name} is no longer a party.",
        )
        return redirect(_list(place))
    context = place.desk.frame(
        place=place,
        title=found.name,
        rows=effects.of_removing(place.desk, path),
        cancel=place.desk.link("party", *place.address, key),
    )
    return render(request, "drafting/remove.html", context)
