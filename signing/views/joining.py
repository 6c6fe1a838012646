"""Another organisation joins what the parties have signed."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from agreements import policies as agreement_policies
from agreements import services as agreements
from agreements.models import Agreement
from agreements.views.shared import frame
from foundation import doors
from foundation.verdicts import Verdict
from parties.models import Organisation
from signing import policies
from signing.choices import RoundKind, RoundState
from signing.forms.joining import CallOffForm, JoinForm
from signing.models import Round
from signing.policies import joining
from signing.services import joining as services
from signing.views import shared

_HERE = "signing:join"
_TITLE = "Nobody can be asked to join now"
MOST = 20


@require_GET
@login_required
def find(request: HttpRequest, reference: str) -> HttpResponse:
    """Which organisation: a search in the directory, so that nobody has to know how it is written."""
    agreement = shared.agreement(request, reference)
    allowed = _leads(request, agreement) & joining.is_open(agreement) & joining.nobody_is_asked(agreement)
    if not allowed:
        return shared.stopped(request, agreement, allowed, _TITLE)
    words = request.GET.get("q", "").strip()[:200]
    left = agreement.departures.filter(left_at__isnull=False).values("organisation")
    known = agreement.parties.exclude(organisation__in=left).values("organisation")
    active = Organisation.objects.active_on(timezone.localdate()).exclude(pk__in=known)
    found = list(active.found_by(words).order_by("legal_name", "pk")[: MOST + 1]) if words else []
    rows = [{"key": one.legal_name, "href": reverse("signing:join_as", args=[reference, one.slug])} for one in found]
    context = {"words": words, "rows": rows[:MOST], "more": len(rows) > MOST}
    return render(request, "signing/joining/find.html", frame(request, agreement, _HERE, **context))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: HttpRequest, reference: str, slug: str) -> HttpResponse:
    agreement = shared.agreement(request, reference)
    organisation = get_object_or_404(Organisation.objects.active_on(timezone.localdate()), slug=slug)
    allowed = joining.can_be_joined(shared.person(request), agreement, organisation)
    if not allowed:
        return shared.stopped(request, agreement, allowed, _TITLE)
    version, today = agreements.current_version(agreement), timezone.localdate()
    eligible = policies.eligible(version, {slug: organisation}, today)[slug]
    form = JoinForm(request.POST or None, organisation=organisation, eligible=eligible, today=today)
    if request.method == "POST" and form.is_valid() and _asked(request, form, agreement, organisation):
        return redirect("signing:progress", reference)
    context = {"form": form, "organisation": organisation, "version": version, "lacking": not eligible}
    status = 422 if form.errors else 200
    return render(request, "signing/joining/ask.html", frame(request, agreement, _HERE, **context), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def call_off(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.agreement(request, reference)
    round_ = get_object_or_404(
        Round.objects.select_related("version__agreement__lead"),
        version__agreement=agreement,
        kind=RoundKind.JOINING,
        state=RoundState.OPEN,
    )
    allowed = policies.can_lead(shared.person(request), round_)
    if not allowed:
        return shared.stopped(request, agreement, allowed, "You cannot call this off")
    form = CallOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _called_off(request, form, round_):
        return redirect("signing:progress", reference)
    asked = round_.requests.select_related("organisation", "signatory").first()
    context = {"form": form, "asked": asked, "cancel": reverse("signing:progress", args=[reference])}
    status = 422 if form.errors else 200
    return render(request, "signing/joining/call_off.html", frame(request, agreement, _HERE, **context), status=status)


def _leads(request: HttpRequest, agreement: Agreement) -> Verdict:
    return agreement_policies.can_create(shared.person(request), agreement.lead)


def _asked(request: HttpRequest, form: JoinForm, agreement: Agreement, organisation: Organisation) -> bool:
    asked = doors.attempt(
        form,
        lambda: services.ask_to_join(
            agreement=agreement,
            organisation=organisation,
            signatory=form.person(),
            sign_by=form.cleaned_data["sign_by"],
            by=shared.person(request),
            at=timezone.now(),
        ),
    )
    return asked is not None


def _called_off(request: HttpRequest, form: CallOffForm, round_: Round) -> bool:
    def act() -> bool:
        services.call_off(
            round_=round_, by=shared.person(request), at=timezone.now(), reason=form.cleaned_data["reason"]
        )
        return True

    return doors.attempt(form, act) is not None
