"""Who may ask for signatures, and who may sign, now. Reasons are fit for the person who tried."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from accounts import access
from accounts.roles import OrgPermission, Role
from agreements import policies as agreements
from agreements.choices import COMPLETE, Status
from agreements.models import Version
from dsaformat.choices import SignatureRoute
from dsaformat.document import AgreementDocument
from foundation import text
from foundation.verdicts import OK, Verdict
from lawfulbasis import services as law
from parties.capacities import Capacity
from parties.models import MandateBody, Membership, Organisation
from parties.policies import authority
from parties.policies import organisations as bodies
from signing.choices import WAITING, RequestState, RoundState
from signing.models import Request, Round

if TYPE_CHECKING:
    from accounts.models import User

_SENSITIVE = frozenset({"cat_special_category", "cat_sensitive", "cat_criminal_offence"})
_SENSITIVE_REGIMES = frozenset({"special_category_type", "sensitive_processing_type"})


def is_sensitive(document: AgreementDocument) -> bool:
    """Whether it shares special category, criminal offence or sensitive law enforcement data.

    Some offices may sign only agreements without any.
    """
    codes = {code for dataset in document.datasets for code in dataset.categories}
    codes |= {code for dataset in document.datasets for item in dataset.items for code in item.types}
    catalogue = law.catalogue()
    return bool(codes & _SENSITIVE) or any(catalogue.regime_of(code) in _SENSITIVE_REGIMES for code in codes)


def signing_parties(document: AgreementDocument) -> list[str]:
    """The keys of the parties that sign, each once, in the order in which the document asks them."""
    return list(dict.fromkeys(wanted.party for wanted in document.signatories))


def eligible(version: Version, organisations: Mapping[str, Organisation], on: dt.date) -> dict[str, list[Capacity]]:
    """For each party, those who could sign this version for it on that day."""
    document = version.document
    found = authority.eligible(
        organisations=organisations.values(),
        agreement_kind=document.identity.kind,
        sensitive=is_sensitive(document),
        on=on,
    )
    return {key: found.get(organisation.pk, []) for key, organisation in organisations.items()}


def can_open_round(person: "User | None", version: Version, sign_by: dt.date, at: dt.datetime) -> Verdict:
    """The lead's officers, once the text is frozen."""
    return (
        agreements.can_ask_for_signatures(person, version.agreement)
        & can_be_collected(version.document)
        & Verdict.unless(sign_by >= timezone.localdate(at), "The last day to sign must be today or later.")
    )


def can_be_collected(document: AgreementDocument) -> Verdict:
    """The portal takes one signature from each party, given in the portal, for that party alone."""
    verdict = OK
    for wanted in document.signatories:
        name = document.party(wanted.party).name
        verdict &= Verdict.unless(
            wanted.route is SignatureRoute.PORTAL,
            f"The text says that {name} does not sign in the portal. The portal cannot record such a signature.",
        )
        others = [document.party(key).name for key in wanted.for_parties if key != wanted.party]
        verdict &= Verdict.unless(
            not others,
            f"The text says that {name} also signs for {', '.join(others)}. "
            "The portal takes each party’s signature by itself.",
        )
    return verdict


def can_amend(person: "User | None", round_: Round) -> Verdict:
    """Who signs and by when may change as long as somebody has not signed."""
    agreement = round_.version.agreement
    return Verdict.unless(
        person is None or access.holds(person, OrgPermission.DRAFT, agreement.lead),
        f"Only an information governance officer of {agreement.lead.name} can change who signs.",
    ) & Verdict.unless(
        round_.state == RoundState.OPEN and agreement.status == Status.SIGNING,
        "This version is no longer out for signature.",
    )


def can_be_asked(version: Version, organisation: Organisation, signatory: "User", on: dt.date) -> Verdict:
    """May this person be asked to sign this version for the organisation?"""
    document = version.document
    return (
        bodies.can_be_asked_to_sign(organisation, on)
        & authority.may_sign(
            person=signatory,
            organisation=organisation,
            agreement_kind=document.identity.kind,
            sensitive=is_sensitive(document),
            on=on,
        )
        & drawable(signatory.name_to_sign)
    )


def drawable(name: str) -> Verdict:
    """Can the signed PDF show this name?"""
    from signing.seal import font  # loads the PDF library

    return font.drawable(name)


def is_open(request: Request, at: dt.datetime) -> Verdict:
    """Is it still possible to sign? Says what happened if not."""
    agreement, round_ = request.round.version.agreement, request.round
    if request.state == RequestState.SIGNED:
        return Verdict.no("You have already signed this.")
    if agreement.status == Status.WITHDRAWN:
        return Verdict.no("This agreement was withdrawn. You do not need to sign it.")
    if round_.state != RoundState.OPEN or agreement.status != Status.SIGNING:
        return Verdict.no("This version is no longer out for signature.")
    if timezone.localdate(at) > round_.sign_by_on:
        return Verdict.no("The time to sign this has ended. Ask the organisation that sent it for more time.")
    return OK if request.state in WAITING else Verdict.no("You are no longer asked to sign this.")


def can_sign(person: "User", request: Request, at: dt.datetime) -> Verdict:
    """Asked, in time, and entitled on this day. Asked again under the lock when the signature is stored."""
    if request.signatory_id != person.pk:
        return Verdict.no("Somebody else was asked to sign this.")
    open_ = is_open(request, at)
    if not open_:
        return open_
    return is_entitled(person, request, timezone.localdate(at))


def is_entitled(person: "User", request: Request, on: dt.date) -> Verdict:
    """May the person bind the request's organisation to its text on that day?"""
    version = request.round.version
    return authority.may_sign(
        person=person,
        organisation=request.organisation,
        agreement_kind=version.document.identity.kind,
        sensitive=is_sensitive(version.document),
        on=on,
    )


def keeps_no_requests(membership: Membership, lost: frozenset[Role]) -> Verdict:
    """Nobody stops being a signatory while something waits for them that they sign from this place."""
    if Role.SIGNATORY not in lost:
        return OK
    person, here = membership.person, membership.organisation
    mandates = MandateBody.objects.filter(mandate__person=person, mandate__organisation=here, mandate__ended_at=None)
    waiting = Request.objects.waiting().filter(
        Q(organisation=here) | Q(organisation__in=mandates.values("organisation")), signatory=person
    )
    asked = sorted(set(waiting.values_list("round__version__agreement__reference", flat=True)))
    return Verdict.unless(not asked, f"{person} is asked to sign {', '.join(asked)}: pass their requests on first")


def names_match(typed: str, person: "User") -> bool:
    """Case, spacing and the encoding of accents do not matter; letters do."""
    return bool(typed) and text.folded(typed) in {text.folded(person.name_to_sign), text.folded(person.full_name)}


def is_signed_by_all(round_: Round) -> bool:
    return round_.version.agreement.status in COMPLETE or round_.state == RoundState.COMPLETE
