"""What an organisation still has to do before it can be asked to sign."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from foundation import doors
from parties import setup_list
from parties.models import Organisation
from parties.policies import organisations as policies
from parties.policies import people as people_policies
from parties.services import organisations as services
from parties.views import shared


@require_GET
@login_required
def set_up(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = shared.with_people(request, slug)
    person = shared.person(request)
    done = policies.set_up(organisation)
    may = {
        "administrator": bool(people_policies.can_manage(person, organisation)),
        "signatory": bool(people_policies.can_manage(person, organisation)),
        "lead": bool(policies.can_edit(person, organisation)),
        "address": bool(policies.can_edit(person, organisation)),
        "ico": bool(policies.can_edit(person, organisation)),
        "terms": bool(people_policies.can_manage(person, organisation)),
    }
    context = shared.frame(request, organisation, "set_up") | {
        "set_up": done,
        "items": [_item(step, organisation, may[step.code]) for step in done.steps],
        "verdict": policies.can_be_asked_to_sign(organisation, shared.today()),
        "may_everything": all(may.values()),
        "administrators": people_policies.administrators(organisation),
    }
    return render(request, "parties/organisation/set_up.html", context)


def _item(step: setup_list.Step, organisation: Organisation, may: bool) -> dict[str, object]:
    item: dict[str, object] = {"title": step.title, "hint": step.warning or step.hint}
    item["status"] = "Completed" if step.done and not step.warning else "Not yet started"
    if step.done and step.warning:
        item |= {"status": "One more advised", "colour": "amber"}
    elif not step.done:
        item["colour"] = "blue"
    if may and not (step.code == "terms" and step.done):
        item["href"] = _address(step.code, organisation.slug)
    return item


def _address(code: str, slug: str) -> str:
    if code in {"administrator", "signatory"}:
        return reverse("parties:people", args=[slug])
    if code == "lead":
        return reverse("parties:add_contact", args=[slug]) + "?role=dpo"
    if code == "terms":
        return reverse("parties:terms", args=[slug])
    return reverse("parties:change", args=[slug, {"address": "reach"}.get(code, code)])


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def terms(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = shared.with_people(request, slug)
    person = shared.person(request)
    back = reverse("parties:set_up", args=[slug])
    if organisation.terms_accepted_at is not None:
        return HttpResponseRedirect(back)
    allowed = policies.can_accept_terms(person, organisation)
    if not allowed:
        return shared.refused(request, allowed, organisation)
    if request.method == "POST":
        doors.perform(
            request,
            lambda: services.accept_terms(organisation=organisation, by=person, at=shared.now()),
            f"The terms are accepted for {organisation.name}",
        )
        return HttpResponseRedirect(back)
    return render(request, "parties/organisation/terms.html", {"organisation": organisation, "cancel": back})
