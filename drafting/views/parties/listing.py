"""The parties as a list, and the roles of several at once."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from agreements.views.shared import now
from drafting.forms.parties import role_choices
from drafting.forms.several import ForSeveralForm
from drafting.services import parties as services
from drafting.views import present
from drafting.views.desk import Desk, Place
from drafting.views.parties import shared
from dsaformat import parts
from dsaformat.choices import Role
from dsaformat.document import AgreementDocument
from foundation import frontdoor, text
from foundation.doors import attempt
from foundation.paging import page_of
from parties.choices import Kind

PAGE = 50
_KINDS: dict[str, str] = {str(value): str(label) for value, label in Kind.choices}


@require_safe
@login_required
def index(request: HttpRequest, reference: str, section: str, question: str) -> HttpResponse:
    place = shared.at_parties(request, reference, section, question)
    here = place.desk
    words = text.single_line(request.GET.get("q", ""))[:200]
    found = [party for party in here.document.parties if matches(party, words)]
    found.sort(key=lambda party: not here.leads and party.key not in here.own)  # one's own first, else as they stand
    page = page_of(found, request.GET.get("page"), PAGE)
    context = here.frame(
        place=place,
        page=page,
        words=words,
        total=len(here.document.parties),
        head=["Organisation", "Roles", "Signs", "Change"],
        rows=_rows(place, list(page)),
        mixed=_mixed(here.document),
        **shared.said_here(place),
        **present.shown(here, place.section, place.question),
    )
    return render(request, "drafting/parties/list.html", context)


def _mixed(document: AgreementDocument) -> bool:
    """Whether some share as joint controllers and others from controller to controller."""
    roles = {role for party in document.parties for role in party.roles}
    return {Role.CONTROLLER, Role.JOINT_CONTROLLER} <= roles


def matches(party: parts.Party, words: str) -> bool:
    names = text.skeleton(f"{party.name} {party.organisation.short_name} {party.organisation.ico_reference}")
    return all(word in names for word in text.skeleton(words).split())


def _rows(place: Place, found: list[parts.Party]) -> list[list[Any]]:
    here = place.desk
    placed = {row.key for row in here.agreement.parties.all()}
    signing = _signing(here)
    return [
        [
            {"text": party.name, "hint": what_it_is(party, party.key in placed)},
            roles_of(here, party),
            signing.get(party.key, "No"),
            _way_in(place, party),
        ]
        for party in found
    ]


def what_it_is(party: parts.Party, placed: bool) -> str:
    if party.whole_class:
        count = len(party.members)
        return f"A class of bodies{f', {count} named' if count else ''}"
    kind = _KINDS.get(party.organisation.kind, party.organisation.kind)
    return ", ".join(filter(None, (kind, "" if placed else "Not on this portal")))


def roles_of(here: Desk, party: parts.Party) -> Any:
    said = here.words.field(party, "roles")
    served = here.words.field(party, "processor_for")
    return {"text": said or "Not said yet", "hint": f"For {served}" if served else ""}


def _signing(here: Desk) -> dict[str, str]:
    wanted = here.document.signatories
    bound = {key: "Another party signs for it" for row in wanted for key in row.for_parties}
    return bound | {row.party: "Yes" for row in wanted}


def _way_in(place: Place, party: parts.Party) -> Any:
    if not (place.desk.leads or party.key in place.desk.own):
        return ""
    return {"text": "Change", "href": place.desk.link("party", *place.address, party.key), "hidden": party.name}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@frontdoor.tells_repeated
def roles(request: HttpRequest, reference: str, section: str, question: str) -> HttpResponse:
    place = shared.at_parties(request, reference, section, question)
    form = _roles_form(request, place)
    if form.is_valid() and not shared.repeats(request, form):
        saved = attempt(form, lambda: _save_roles(place, form))
        if saved is not None:
            messages.success(request, f"Roles set for {counted(len(form.whom()))}.")
            return redirect(place.desk.link("parties", *place.address))
    more = {"button": "Set these roles", "intro": "The organisations you choose have these roles and no others."}
    return shared.page(request, place, form, "Set roles for several organisations", **more)


def _roles_form(request: HttpRequest, place: Place) -> ForSeveralForm:
    form = ForSeveralForm(
        shared.sent(request),
        model=parts.Party,
        names=("roles", "processor_for"),
        setting=place.desk.setting,
        offered=place.desk.document.parties,
    )
    form.fields["roles"].choices = role_choices(place.desk.document)  # type: ignore[attr-defined]
    form.fields["roles"].reveals = {Role.PROCESSOR.value: ["processor_for"]}  # type: ignore[attr-defined]
    form.fields["roles"].required = True
    form.fields["roles"].error_messages["required"] = "Select at least one role"
    return form


def _save_roles(place: Place, form: ForSeveralForm) -> Any:
    chosen = form.cleaned_data["roles"]
    return services.set_roles(
        agreement=place.desk.agreement,
        keys=form.whom(),
        roles=chosen,
        processor_for=form.cleaned_data["processor_for"] if Role.PROCESSOR.value in chosen else [],
        by=place.desk.person,
        at=now(),
    )


def counted(number: int) -> str:
    return f"{number} organisation{'' if number == 1 else 's'}"
