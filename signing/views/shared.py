"""What the signing pages have in common: finding things that the person may see, and saying why not."""

from typing import Any, cast

from allauth.account.authentication import get_authentication_records
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from agreements import policies as agreement_policies
from agreements.models import Agreement, Version
from foundation.verdicts import Verdict
from signing import endings, evidence, policies, timekeeping
from signing.choices import RequestState
from signing.declared import Declaration
from signing.models import Request, Signature

DECLARED = "signing"
CHOSEN = "signing_as"
WAITING_AT_ONCE = 20


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
    who = person(request)
    requests = Request.objects.put_to(who).filter(round__version__agreement=of)
    requests = requests.select_related(
        "round__version__agreement__lead",
        "round__version__rendering",
        "round__opened_by",
        "round__closed_by",
        "organisation",
        "signatory",
        "live",
    )
    waiting = list(requests.waiting().order_by("round__sign_by_on", "asked_at", "pk")[:WAITING_AT_ONCE])
    if len(waiting) > 1:
        # Which of several it is depends on what the person may sign today; for one alone the policy says so anyway.
        waiting = list(requests.waiting_for(who, timezone.localdate())[:1]) or waiting
    own = requests.filter(live__person=who).order_by("-signed_at", "-pk")
    found: Request | None = next(iter(waiting), None) or own.first() or requests.order_by("-asked_at", "-pk").first()
    return found


def is_own(request: HttpRequest, asked_: Request) -> bool:
    """The person has signed it: the receipt is what there is to see."""
    live = asked_.live
    return asked_.state == RequestState.SIGNED and live is not None and live.person_id == person(request).pk


def others_waiting(request: HttpRequest, but: Request | None = None) -> list[Request]:
    """What else waits for the person, in the order in which it is due."""
    who = person(request)
    waiting = Request.objects.waiting_for(who, timezone.localdate()).exclude(pk=but.pk if but else None)
    waiting = waiting.select_related("round__version__agreement__lead", "organisation")[:WAITING_AT_ONCE]
    # A party that signs twice does so by two people: its other signature does not wait for this one.
    filled = set(Request.objects.filter(live__person=who).values_list("round", "party_key"))
    return [one for one in waiting if (one.round_id, one.party_key) not in filled]


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


def ended(request: HttpRequest, of: Agreement, ending: endings.Ending) -> HttpResponse:
    """As ``stopped``. What is over answers as gone, so that nothing keeps it."""
    context = frame(request, of, reasons=ending.reasons, title=ending.title, ending=ending)
    return render(request, "signing/stopped.html", context, status=410 if ending.is_over else 200)


def not_open(request: HttpRequest, of: Agreement, asked_: Request | None) -> HttpResponse:
    """Somewhere on the way it cannot be signed: whoever sent something is told here, others on the first page."""
    at = timezone.now()
    ending = endings.of(person(request), asked_, at) if asked_ else endings.of_nothing(person(request), of)
    if request.method != "POST" or ending is None:
        return redirect("signing:landing", of.reference)
    return ended(request, of, ending)


def keep(request: HttpRequest, asked_: Request, declaration: Declaration) -> None:
    """Remember in the session what was declared, until the person has confirmed that it is they."""
    request.session[DECLARED] = {"request": asked_.pk, "declaration": declaration.text}


def declared(request: HttpRequest, asked_: Request) -> Declaration | None:
    """What was declared for this very request, if it was."""
    kept = request.session.get(DECLARED)
    if not isinstance(kept, dict) or kept.get("request") != asked_.pk or "declaration" not in kept:
        return None
    return Declaration(kept["declaration"])


def choose(request: HttpRequest, asked_: Request, *, authority: str, rank: str) -> None:
    """Remember as whom the person wants to sign this request."""
    request.session[CHOSEN] = {"request": asked_.pk, "authority": authority, "rank": rank}


def chosen(request: HttpRequest, asked_: Request) -> tuple[str, str]:
    """The authority and the rank that were chosen for this request; empty where nothing was."""
    kept = request.session.get(CHOSEN)
    if not isinstance(kept, dict) or kept.get("request") != asked_.pk:
        return "", ""
    return str(kept.get("authority", "")), str(kept.get("rank", ""))


def circumstances(request: HttpRequest) -> evidence.Circumstances:
    methods = (str(record.get("method", "")) for record in get_authentication_records(request, person(request)))
    return evidence.Circumstances(
        address=get_client_ip(request) or "",  # as allauth counts: behind our proxies, not the last of them
        browser=request.headers.get("User-Agent", ""),
        language=request.headers.get("Accept-Language", ""),
        forwarded=request.headers.get("X-Forwarded-For", ""),
        proxies=int(getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)),
        signed_in_with=tuple(dict.fromkeys(filter(None, methods))),
        clock=timekeeping.ask(),
    )


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file for whoever asked, kept by nobody on the way."""
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )
