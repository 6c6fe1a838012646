"""Changing an agreement that applies: beginning the text, seeing what it changes, and who signs that again."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements import changing, policies_changes, services
from agreements.changing import Comparison
from agreements.forms_changing import DecideForm, OpenForm
from agreements.models import Agreement, Variation
from agreements.services import changing as verbs
from agreements.views import shared
from dsaformat.document import AgreementDocument
from foundation import doors

HERE = "agreements:change"
_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@login_required
def open_new(request: HttpRequest, reference: str) -> HttpResponse:
    """What will happen, and why it changes; then the draft of the new text."""
    agreement = shared.find(request, reference)
    person = shared.person(request)
    verdict = policies_changes.can_vary(person, agreement)
    form = OpenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        made = doors.attempt(
            form, lambda: verbs.open_variation(agreement=agreement, reason=reason, by=person, at=shared.now())
        )
        if made is not None:
            return redirect("drafting:tasks", made.agreement.reference)
    context = shared.frame(
        request,
        agreement,
        "agreements:overview",
        form=form,
        verdict=verdict,
        open=verbs.open_for(agreement),
        applying=changing.applying(agreement, services.current_version(agreement)) if verdict else None,
        cancel=agreement.get_absolute_url(),
    )
    return render(request, "agreements/changing/new.html", context, status=422 if form.errors else 200)


@require_http_methods(_METHODS)
@login_required
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Everybody in the agreement reads what changes; the lead decides here who signs it again."""
    agreement, variation = _find(request, reference)
    on = shared.today()
    comparison = changing.compare(variation, on=on)
    form = _form(request, variation, comparison)
    if request.method == "POST" and form.is_valid() and _decided(request, agreement, form):
        return redirect(HERE, reference)
    context = _standing(request, agreement, variation, comparison) | {"form": form}
    return render(request, "agreements/changing/change.html", context, status=422 if form.errors else 200)


def _find(request: HttpRequest, reference: str) -> tuple[Agreement, Variation]:
    agreement = shared.find(request, reference)
    variation = verbs.of(agreement)
    if variation is None:
        raise Http404
    return agreement, variation


def _form(request: HttpRequest, variation: Variation, comparison: Comparison) -> DecideForm:
    document = comparison.document
    signing = list(dict.fromkeys(wanted.party for wanted in document.signatories))
    initial = DecideForm.initial_of(variation, comparison.proposed, comparison.proposal.parties)
    names = [(key, comparison.name(key)) for key in signing]
    return DecideForm(request.POST if request.method == "POST" else None, signing=names, initial=initial)


def _decided(request: HttpRequest, agreement: Agreement, form: DecideForm) -> bool:
    decided = doors.attempt(
        form,
        lambda: verbs.decide_who_signs(
            agreement=agreement,
            again=form.chosen,
            parties=form.cleaned_data["parties"],
            because=form.cleaned_data["because"],
            digest=request.POST.get("digest", "")[:64],
            by=shared.person(request),
            at=shared.now(),
        ),
    )
    return decided is not None


def _standing(
    request: HttpRequest, agreement: Agreement, variation: Variation, comparison: Comparison
) -> dict[str, Any]:
    person, old = shared.person(request), variation.replaces
    knows = Agreement.objects.visible_to(person).filter(pk=old.pk).exists()
    standing = policies_changes.decided(agreement)
    return shared.frame(
        request,
        agreement,
        HERE,
        variation=variation,
        old=old,
        knows=knows,
        comparison=comparison,
        begun=changing.has_begun(agreement),
        groups=comparison.groups if knows else [],
        reasons=[reason.sentence for reason in comparison.proposal.reasons] if knows else [],
        decided=list(changing.decided_words(variation, comparison)),
        again_reasons=standing.reasons if variation.again and agreement.is_writable else (),
        may_decide=bool(policies_changes.can_decide_who_signs(person, agreement)),
        may_adopt=bool(policies_changes.can_adopt(person, agreement)),
        digest=agreement.working_digest,
    )


@require_http_methods(_METHODS)
@login_required
def put_in_force(request: HttpRequest, reference: str) -> HttpResponse:
    """Nobody signs again: the lead puts the frozen text in the place of the old one."""
    agreement, variation = _find(request, reference)
    person = shared.person(request)
    if request.method == "POST":
        done = doors.perform(
            request,
            lambda: verbs.put_in_force(agreement=agreement, by=person, at=shared.now()),
            "The changed text is adopted. Everybody in it is told when it comes into force.",
        )
        return redirect(agreement if done else "agreements:change_in_force", *([] if done else [reference]))
    verdict = policies_changes.can_adopt(person, agreement)
    context = shared.frame(
        request,
        agreement,
        HERE,
        verdict=verdict,
        rows=_affected(variation, services.current_version(agreement).document) if verdict else [],
        starts_later=agreement.starts_on is not None and agreement.starts_on > shared.today(),
    )
    return render(request, "agreements/changing/in_force.html", context)


def _affected(variation: Variation, document: AgreementDocument) -> list[dict[str, Any]]:
    return [
        {"key": "Agreement", "value": document.identity.title},
        {"key": "Replaces", "value": variation.replaces.reference},
        {"key": "Why it changed", "value": variation.reason},
        {"key": "Parties that are told", "value": {"lines": [party.name for party in document.parties]}},
    ]
