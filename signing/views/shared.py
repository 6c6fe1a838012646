"""What the signing pages have in common: finding things that the person may see, and saying why not."""

from typing import Any, cast

from allauth.core.internal.httpkit import get_client_ip
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from agreements import policies as agreement_policies
from agreements.models import Agreement, Version
from foundation.verdicts import Verdict
from signing import evidence, policies
from signing.models import Request, Signature
from signing.services import acts

DECLARED = "signing"


def person(request: HttpRequest) -> User:
    return cast(User, request.user)


def agreement(request: HttpRequest, reference: str) -> Agreement:
    """404 for whatever the person may not see: it does not exist for them."""
    agreements = Agreement.objects.visible_to(request.user).select_related("lead")
    found: Agreement = get_object_or_404(agreements, reference=reference)
    return found


def to_sign(request: HttpRequest, reference: str) -> Agreement:
    """As ``agreement``; also for whoever signs for a party without belonging to one, such as under a mandate."""
    agreements = Agreement.objects.visible_to(request.user).select_related("lead")
    found: Agreement | None = agreements.filter(reference=reference).first()
    if found is None:
        own = _own(request, reference)
        if not own:
            raise Http404
        found = own[0].round.version.agreement
    return found


def text_to_sign(request: HttpRequest, reference: str, number: int) -> Version:
    """A version that the person may see as a party's, or that they themselves are to sign or have signed."""
    versions = Version.objects.select_related("agreement__lead", "rendering", "frozen_by")
    found: Version | None = (
        versions.visible_to(request.user).filter(agreement__reference=reference, number=number).first()
    )
    if found is None:
        own = [one.round.version_id for one in _own(request, reference)]
        found = get_object_or_404(versions.filter(pk__in=own), number=number)
    return found


def _own(request: HttpRequest, reference: str) -> list[Request]:
    """The person's own requests in the agreement, open or signed, for organisations that they may bind today."""
    who, today = person(request), timezone.localdate()
    requests = Request.objects.own(who, today).filter(round__version__agreement__reference=reference)
    requests = requests.select_related("round__version__agreement__lead", "organisation")
    return [one for one in requests if policies.is_entitled(who, one, today)]


def asked(request: HttpRequest, of: Agreement) -> Request | None:
    """What the person is asked to sign in this agreement: the first that waits, otherwise the newest there was."""
    requests = Request.objects.filter(signatory=person(request), round__version__agreement=of).select_related(
        "round__version__agreement__lead", "round__opened_by", "organisation", "signatory"
    )
    waiting = requests.waiting_for(person(request), timezone.localdate()).first()
    found: Request | None = waiting or requests.order_by("-asked_at", "-signed_at", "-pk").first()
    return found


def signature_of(request: HttpRequest, of: Agreement, party: str) -> Signature:
    """The person's own newest signature for that party."""
    mine: Signature | None = (
        Signature.objects.filter(person=person(request), version__agreement=of, party_key=party)
        .select_related("version__agreement__lead", "organisation", "request__round")
        .order_by("-number")
        .first()
    )
    if mine is None:
        raise Http404
    return mine


def frame(request: HttpRequest, of: Agreement, **more: Any) -> dict[str, Any]:
    """Links into the agreement's own pages only for those who find them there."""
    inside = bool(agreement_policies.can_view(person(request), of))
    crumbs = [
        {"text": "Agreements", "href": reverse("agreements:list")},
        {"text": of.reference, "href": of.get_absolute_url()},
    ]
    return {
        "agreement": of,
        "inside": inside,
        "home_link": reverse("home"),
        "agreement_link": of.get_absolute_url() if inside else "",
        "crumbs": crumbs if inside else [{"text": "Your work", "href": reverse("home")}],
    } | more


def stopped(request: HttpRequest, of: Agreement, verdict: Verdict, title: str) -> HttpResponse:
    """It is not possible (any more): the page that says what, why, and what to do next."""
    return render(request, "signing/stopped.html", frame(request, of, reasons=verdict.reasons, title=title))


def keep(request: HttpRequest, asked_: Request, cleaned: dict[str, Any]) -> None:
    """Remember in the session what was declared, until the person has confirmed that it is they."""
    request.session[DECLARED] = {
        "request": asked_.pk,
        "fingerprint": cleaned["fingerprint"],
        "typed_name": cleaned["typed_name"],
        "rank": cleaned.get("rank", ""),
        "statements": cleaned["statements"],
    }


def declared(request: HttpRequest, asked_: Request) -> acts.Declaration | None:
    """What was declared for this very request, if it was."""
    kept = request.session.get(DECLARED) or {}
    if kept.get("request") != asked_.pk:
        return None
    return acts.Declaration(
        fingerprint=kept["fingerprint"],
        typed_name=kept["typed_name"],
        rank=kept["rank"],
        statements=tuple(kept.get("statements", ())),
    )


def circumstances(request: HttpRequest) -> evidence.Circumstances:
    return evidence.Circumstances(
        address=get_client_ip(request) or "",  # as allauth counts: behind our proxies, not the last of them
        browser=request.headers.get("User-Agent", ""),
        language=request.headers.get("Accept-Language", ""),
    )
