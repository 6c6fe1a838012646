"""The register of one organisation: who signs for it, and who stands in for them."""

import datetime as dt
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from foundation.doors import attempt
from parties import register as entries
from parties.forms.authority import DelegationForm, ReasonForm, SignatoryForm
from parties.models import Authority, Delegation, EvidenceFile, Organisation
from parties.policies import registers
from parties.services import authority as services
from parties.views import binding, shared
from parties.views import register_rows as rows

form_page = require_http_methods(["GET", "HEAD", "POST"])


def visible_organisation(request: HttpRequest, slug: str) -> Organisation:
    """The organisation, if its register exists for this person."""
    organisation = shared.organisation(request, slug)
    if not registers.can_see(shared.person(request), organisation):
        raise Http404(slug)
    return organisation


@require_safe
@login_required
def register(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = visible_organisation(request, slug)
    user, today = shared.person(request), shared.today()
    own, delegated = entries.signatories(organisation, today)
    given = entries.mandates_given(organisation, today)
    may_manage = bool(registers.can_manage(user, organisation))
    context = shared.frame(request, organisation, "signatories") | {
        "may_add": bool(registers.can_add_signatory(user, organisation, today)),
        "may_propose": bool(registers.can_add_to(user, organisation, today)),
        "signatories": [rows.signatory(entry, user, may_manage) for entry in own if rows.live(entry)],
        "delegations": [rows.delegation(entry, user, may_manage) for entry in delegated if rows.live(entry)],
        "past": [rows.past(entry) for entry in [*own, *delegated] if not rows.live(entry)],
        "held": [rows.held(entry) for entry in entries.mandates_held(organisation, today)],
        "given": [rows.given(entry, organisation) for entry in given],
        "waiting": rows.waiting(given, organisation, may_manage),
        "past_head": rows.PAST_HEAD,
        "nobody": rows.nobody(organisation),
    }
    return render(request, "parties/authority/register.html", context)


@form_page
@binding.page
def add(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = visible_organisation(request, slug)
    now = shared.now()
    if not (verdict := registers.can_add_signatory(shared.person(request), organisation, timezone.localdate(now))):
        return shared.refused(request, verdict, organisation)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SignatoryForm(*data, organisation=organisation, today=timezone.localdate(now))
    act = partial(_record, request, organisation, form, now)
    if form.is_valid() and binding.attempt(request, form, act) is not None:
        messages.success(request, f"{form.cleaned_data['person']} can sign for {organisation.name}")
        return redirect("parties:signatories", organisation.slug)
    context = {"organisation": organisation, "form": form, "people": form.has_people}
    return render(request, "parties/authority/add.html", context, status=422 if form.errors else 200)


def _record(request: HttpRequest, organisation: Organisation, form: SignatoryForm, now: dt.datetime) -> Authority:
    return services.record(
        organisation=organisation,
        person=form.cleaned_data["person"],
        office=form.office,
        scope=form.scope,
        term=form.term,
        evidence=form.cleaned_data["evidence"],
        by=shared.person(request),
        at=now,
    )


@form_page
@binding.page
def delegate(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    organisation = visible_organisation(request, slug)
    authority = get_object_or_404(_authorities(organisation), reference=reference)
    now = shared.now()
    if not (verdict := registers.can_delegate(shared.person(request), authority, timezone.localdate(now))):
        return shared.refused(request, verdict, organisation)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DelegationForm(*data, authority=authority, today=timezone.localdate(now))
    act = partial(_delegate, request, authority, form, now)
    if form.is_valid() and binding.attempt(request, form, act) is not None:
        messages.success(request, f"{form.cleaned_data['person']} can sign for {authority.person}")
        return redirect("parties:signatories", organisation.slug)
    context = {
        "organisation": organisation,
        "authority": authority,
        "rows": rows.facts(authority),
        "form": form,
        "people": form.has_people,
    }
    return render(request, "parties/authority/delegate.html", context, status=422 if form.errors else 200)


def _delegate(request: HttpRequest, authority: Authority, form: DelegationForm, now: dt.datetime) -> Delegation:
    return services.delegate(
        authority=authority,
        person=form.cleaned_data["person"],
        office=form.office,
        term=form.term,
        reason=form.cleaned_data["reason"],
        evidence=form.cleaned_data["evidence"],
        by=shared.person(request),
        at=now,
    )


@form_page
@login_required
def end(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    organisation = visible_organisation(request, slug)
    authority = get_object_or_404(_authorities(organisation), reference=reference)
    now = shared.now()
    if not (verdict := registers.can_end_authority(shared.person(request), authority, timezone.localdate(now))):
        return shared.refused(request, verdict, organisation)
    form = ReasonForm(request.POST if request.method == "POST" else None, hint=rows.REASON_HINT)
    if form.is_valid() and _ended(form, partial(services.end, authority=authority), request, now):
        messages.success(request, f"{authority.person} can no longer sign for {organisation.name}")
        return redirect("parties:signatories", organisation.slug)
    context = {
        "back": reverse("parties:signatories", args=[slug]),
        "title": f"End {authority.person}’s authority to sign",
        "rows": rows.facts(authority),
        "form": form,
        "warning": f"{authority.person} cannot sign for {organisation.name} from the moment you confirm, "
        "nor can anybody in their place. What they have signed stands.",
        "button": "End authority",
    }
    return render(request, "parties/authority/end.html", context, status=422 if form.errors else 200)


@form_page
@login_required
def end_delegation(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    organisation = visible_organisation(request, slug)
    found = Delegation.objects.select_related("authority__organisation", "authority__person", "person")
    delegation = get_object_or_404(found, authority__organisation=organisation, reference=reference)
    now = shared.now()
    if not (verdict := registers.can_end_delegation(shared.person(request), delegation, timezone.localdate(now))):
        return shared.refused(request, verdict, organisation)
    form = ReasonForm(request.POST if request.method == "POST" else None, hint=rows.REASON_HINT)
    if form.is_valid() and _ended(form, partial(services.end_delegation, delegation=delegation), request, now):
        messages.success(request, f"{delegation.person} can no longer sign for {delegation.authority.person}")
        return redirect("parties:signatories", organisation.slug)
    context = {
        "back": reverse("parties:signatories", args=[slug]),
        "title": f"End {delegation.person}’s delegation",
        "rows": rows.facts(delegation),
        "form": form,
        "warning": f"{delegation.person} cannot sign in place of {delegation.authority.person} from the moment you "
        "confirm. What they have signed stands.",
        "button": "End delegation",
    }
    return render(request, "parties/authority/end.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def evidence(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file, to be saved and never to be shown by the browser as part of this site."""
    found = get_object_or_404(EvidenceFile.objects.select_related("organisation"), token=token)
    if not registers.can_read_evidence(shared.person(request), found) or not default_storage.exists(found.path):
        raise Http404(token)
    response = FileResponse(
        default_storage.open(found.path), as_attachment=True, filename=found.name, content_type=found.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _authorities(organisation: Organisation) -> QuerySet[Authority]:
    return Authority.objects.filter(organisation=organisation).select_related("organisation", "person", "evidence")


def _ended(form: ReasonForm, verb: "partial[None]", request: HttpRequest, now: dt.datetime) -> bool:
    """End it for the form's reason; a refusal stands beside the reason."""

    def act() -> bool:
        verb(reason=form.cleaned_data["reason"], by=shared.person(request), at=now)
        return True

    return attempt(form, act) is not None
