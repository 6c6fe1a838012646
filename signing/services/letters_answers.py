"""The messages about what people said instead of signing, written in the transaction of their cause."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from agreements.models import Agreement
from notices import services as notices
from notices.services import Letter, Quoted
from parties.models import Membership
from signing.choices import QuestionKind, SeenBy
from signing.models import Answer, Question, Request, Retraction
from signing.services.letters import facts

_CONCERNED = (Role.IG_OFFICER, Role.REVIEWER, Role.SIGNATORY)
"""Whom of each party it concerns when a signature does not count any more."""

Recipients = dict[int, tuple[User, int]]
"""By person, who hears and as whose."""


def put(*, question: Question, at: dt.datetime) -> None:
    """The lead's officers hear that a party waits for them."""
    request = question.request
    agreement = request.round.version.agreement
    _send(
        "sign.question",
        f"sign.question:{question.pk}",
        _officers(agreement, request),
        request,
        at,
        asker=question.asked_by.full_name,
        wants_changes=question.kind == QuestionKind.CHANGES,
        text=Quoted(question.text),
        link=reverse("signing:one_question", args=[agreement.reference, question.pk]),
    )


def tell_answer(*, question: Question, at: dt.datetime, changes: bool = False) -> None:
    """Whoever asked hears the answer, and where to go on."""
    request = question.request
    agreement = request.round.version.agreement
    _send(
        "sign.answer",
        f"sign.answer:{question.pk}",
        {question.asked_by_id: (question.asked_by, request.organisation_id)},
        request,
        at,
        wants_changes=question.kind == QuestionKind.CHANGES,
        text_changes=changes,
        text=Quoted(question.answer),
        sign_by=request.sign_by_on,
        link=reverse("signing:answered", args=[agreement.reference, request.party_key])
        if changes
        else reverse("signing:landing", args=[agreement.reference]),
    )


def tell_declined(*, answer: Answer, at: dt.datetime) -> None:
    """The lead's officers hear it with the reason; the other parties' officers when whoever declined lets them."""
    request = answer.request
    agreement = request.round.version.agreement
    told = _officers(agreement, request)
    if answer.seen_by == SeenBy.ALL:
        others = request.round.requests.exclude(pk=request.pk).values_list("organisation", flat=True)
        told = _people({*others} - {agreement.lead_id}, (Role.IG_OFFICER,)) | told
    _send(
        "sign.declined",
        f"sign.declined:{answer.pk}",
        told,
        request,
        at,
        decliner=answer.person.full_name,
        reason=answer.get_reason_display(),
        text=Quoted(answer.text) if answer.text else "",
        link=reverse("signing:progress", args=[agreement.reference]),
    )


def tell_passed_on(*, answer: Answer, at: dt.datetime) -> None:
    """Whoever is asked now, and the organisation's administrators, who keep the register of signatories."""
    request, to = answer.request, answer.to_person
    assert to is not None  # a constraint holds it
    agreement = request.round.version.agreement
    shared = {
        "giver": answer.person.full_name,
        "receiver": to.full_name,
        "text": Quoted(answer.text) if answer.text else "",
        "sign_by": request.sign_by_on,
    }
    key, own = f"sign.passed_on:{answer.pk}", {to.pk: (to, request.organisation_id)}
    landing = reverse("signing:landing", args=[agreement.reference])
    _send("sign.passed_on", key, own, request, at, **shared, link=landing)
    copies = {pk: one for pk, one in _administrators(request).items() if pk not in {to.pk, answer.person_id}}
    link = reverse("signing:progress", args=[agreement.reference])
    _send("sign.passed_on_copy", f"{key}:copy", copies, request, at, **shared, link=link)


def tell_returned(*, answer: Answer, at: dt.datetime) -> None:
    """The organisation's administrators hear that they must choose who signs."""
    request = answer.request
    reference = request.round.version.agreement.reference
    _send(
        "sign.returned",
        f"sign.returned:{answer.pk}",
        _administrators(request),
        request,
        at,
        giver=answer.person.full_name,
        text=Quoted(answer.text) if answer.text else "",
        sign_by=request.sign_by_on,
        link=reverse("signing:choose", args=[reference, request.slot]),
    )


def tell_taken_back(*, answer: Answer, other: User, at: dt.datetime) -> None:
    """Whoever had got it need not do anything any more."""
    request = answer.request
    _send(
        "sign.taken_back",
        f"sign.taken_back:{answer.pk}",
        {other.pk: (other, request.organisation_id)},
        request,
        at,
        giver=answer.person.full_name,
    )


def tell_retracted(*, request: Request, retraction: Retraction, at: dt.datetime) -> None:
    """Everybody in the round hears it: whoever is asked, and the parties' own people.

    ``request`` is the one for which the signature counted; an earlier round may have asked for it.
    """
    agreement = request.round.version.agreement
    requests = request.round.requests.select_related("signatory")
    asked = {one.signatory.pk: (one.signatory, one.organisation_id) for one in requests if one.signatory is not None}
    told = _people([one.organisation_id for one in requests], _CONCERNED) | asked
    _send(
        "sign.retracted",
        f"sign.retracted:{retraction.number}",
        told,
        request,
        at,
        signer=retraction.person.full_name,
        signed_at=retraction.signature.signed_at,
        reason=Quoted(retraction.reason),
        link=reverse("signing:progress", args=[agreement.reference]),
    )


def _send(kind: str, key: str, told: Recipients, request: Request, at: dt.datetime, **context: object) -> None:
    version = request.round.version
    shared = facts(version) | {"organisation": request.organisation.legal_name} | context
    letters = [
        Letter(recipient=person, dedupe_key=f"{key}:{person.pk}", context=shared, organisation=organisation)
        for person, organisation in told.values()
    ]
    notices.queue_many(kind=kind, letters=letters, at=at, about=version.agreement.reference)


def _officers(agreement: Agreement, request: Request) -> Recipients:
    """Of the lead; whoever opened the round, when nobody has that office now."""
    found = _people([agreement.lead_id], (Role.IG_OFFICER,))
    opener = request.round.opened_by
    return found or ({opener.pk: (opener, agreement.lead_id)} if opener else {})


def _administrators(request: Request) -> Recipients:
    return _people([request.organisation_id], (Role.ADMINISTRATOR,))


def _people(organisations: Iterable[int], roles: tuple[Role, ...]) -> Recipients:
    """Whoever belongs to several hears once."""
    places = Membership.objects.active().filter(organisation__in=list(organisations), roles__role__in=roles)
    return {
        place.person_id: (place.person, place.organisation_id)
        for place in places.select_related("person").order_by("pk")
    }
