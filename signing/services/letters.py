"""The messages of a signing round, written in the transaction of their cause."""

import datetime as dt

from cryptography import x509
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from agreements.choices import Status
from agreements.models import Agreement, Version
from foundation.templatetags import ui
from notices import services as notices
from notices.services import Letter
from parties.models import Membership
from signing import again
from signing.choices import RequestState
from signing.custody import Finding
from signing.models import Body, Request, Round, Signature
from signing.seal import expiry

TELL = (Role.IG_OFFICER, Role.REVIEWER, Role.SIGNATORY)
"""Whom of each party it concerns when an agreement has been signed by all."""


def safe_title(agreement: Agreement) -> str:
    """What may stand in a subject: the title that gives nothing away, or nothing but the reference."""
    return agreement.public_title or agreement.reference


def facts(version: Version) -> dict[str, object]:
    agreement = version.agreement
    return {
        "title": safe_title(agreement),
        "full_title": agreement.title,
        "reference": agreement.reference,
        "version": version.number,
        "lead": agreement.lead.name,
        "lead_email": agreement.lead.email,
    }


def ask(*, round_: Round, requests: list[Request], by: User | None, at: dt.datetime) -> None:
    """Whoever is asked, and those who may sign in their place, once for each request and time of asking."""
    shared = facts(round_.version) | {"asker": by.full_name if by else ""}
    link = reverse("signing:landing", args=[round_.version.agreement.reference])
    letters = [
        Letter(
            recipient=person,
            dedupe_key=f"sign.request:{request.pk}:{person.pk}:{request.asked_at:%Y%m%dT%H%M%S}",
            context=shared | {"organisation": bound_words(request), "sign_by": request.sign_by_on, "link": link},
            organisation=request.organisation_id,
            failure_to=by,
        )
        for request in requests
        for person in people_of(request)
    ]
    if letters:
        notices.queue_many(kind="sign.request", letters=letters, at=at, about=round_.version.agreement.reference)


def people_of(request: Request) -> list[User]:
    """Who may sign the request: the one who is asked first. Nobody, when it is signed outside the portal."""
    first = [request.signatory] if request.signatory else []
    return [*first, *(alternate.person for alternate in request.alternates.all())]


def bound_words(request: Request) -> str:
    """For whom one signs: the party, and how many more."""
    more = len(request.bodies.all()) - 1
    name: str = request.organisation.legal_name
    return name if more < 1 else f"{name} and {more} other {'organisation' if more == 1 else 'organisations'}"


def give_receipt(*, signature: Signature, at: dt.datetime) -> None:
    notices.queue(
        kind="sign.receipt",
        recipient=signature.person,
        dedupe_key=f"sign.receipt:{signature.number}",
        context=facts(signature.version)
        | {
            "organisation": signature.organisation.legal_name,
            "receipt": signature.reference,
            "signed_at": signature.signed_at,
            "typed_name": signature.typed_name,
            "fingerprint": signature.fingerprint,
            "link": signature.get_absolute_url(),
        },
        at=at,
        about=signature.version.agreement.reference,
        organisation=signature.organisation_id,
    )


def announce(*, round_: Round, agreement: Agreement, at: dt.datetime) -> None:
    """Everybody in it hears once that enough have signed; whoever belongs to two parties hears once, too."""
    bodies = Body.objects.filter(request__round=round_).values_list("organisation", "request__state")
    organisations = {organisation for organisation, _ in bodies}
    signed = {organisation for organisation, state in bodies if state == RequestState.SIGNED}
    places = Membership.objects.active().filter(organisation__in=organisations, roles__role__in=TELL)
    people = {place.person_id: place for place in places.select_related("person").order_by("pk")}
    shared = facts(round_.version) | {
        "in_force": agreement.status == Status.IN_FORCE,
        "starts_on": agreement.starts_on,
        "parties": len(organisations),
        "signed": len(signed),
        "by_all": len(signed) == len(organisations),
        "only_these": again.keys(agreement) is not None,
        "link": agreement.get_absolute_url(),
        "pdf_link": reverse("signing:pdf", args=[agreement.reference, round_.version.number]),
    }
    letters = [
        Letter(
            recipient=place.person,
            dedupe_key=f"sign.complete:{round_.pk}:{place.person_id}",
            context=shared,
            organisation=place.organisation_id,
        )
        for place in people.values()
    ]
    notices.queue_many(kind="sign.complete", letters=letters, at=at, about=agreement.reference)


def warn_of_chain(*, found: Finding, at: dt.datetime) -> None:
    """Tell the operators that the chain of signatures does not hold."""
    notices.queue_for_operators(
        kind="ops.chain_broken",
        dedupe_key=f"ops.chain_broken:{timezone.localdate(at)}",
        context={"faults": list(found.faults[:10]), "count": len(found.faults), "signatures": found.signatures},
        at=at,
    )


def warn_of_certificate(*, certificate: x509.Certificate, at: dt.datetime) -> bool:
    """Tell the operators that a certificate runs out, once at each mark. False while there is time."""
    days = expiry.days_left(certificate, timezone.localdate(at))
    mark = expiry.mark(days)
    if mark is None:
        return False
    notices.queue_for_operators(
        kind="ops.certificate_due",
        dedupe_key=f"ops.certificate_due:{certificate.serial_number:x}:{mark}",
        context={
            "certificate": certificate.subject.rfc4514_string(),
            "last_day": ui.uk_date(certificate.not_valid_after_utc.date()),
            "days": max(days, 0),
        },
        at=at,
    )
    return True
