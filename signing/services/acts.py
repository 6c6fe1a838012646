"""The act itself: one person agrees to one exact text, once."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.freshness import Evidence
from accounts.models import Confirmation, User
from accounts.services import confirmations
from foundation import jobs
from foundation.verdicts import Refused, Verdict
from parties.capacities import Capacity
from parties.choices import Kind
from parties.policies import authority
from parties.services import authority as register
from signing import evidence, policies, statements
from signing.choices import RequestState
from signing.evidence import Circumstances
from signing.models import Request, Sealing, Signature
from signing.services import letters, links, rounds

PROOF_LIFE = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the person saw, ticked and typed."""

    fingerprint: str
    typed_name: str
    rank: str
    statements: tuple[str, ...]


@transaction.atomic
def sign(
    *,
    request: Request,
    declaration: Declaration,
    proof: Evidence,
    circumstances: Circumstances,
    by: User,
    at: dt.datetime,
) -> Signature:
    """Store the signature, its link of the chain, the receipt and, with the last one, the completion: all or none.

    The same person signing the same request again gets the signature that is there.
    """
    rounds.locked(request.round.version.agreement)
    register.lock_for_signing(person=by)
    request = _locked(request)
    if request.live is not None and request.live.person_id == by.pk:
        return request.live
    policies.can_sign(by, request, at).enforce()
    _as_shown(request, declaration, by).enforce()
    capacity = _capacity(request, by, at)
    confirmation = _confirmed(request, proof, by, at)
    signature = _store(request, declaration, capacity, confirmation, circumstances, by, at)
    request.state, request.signed_at, request.live = RequestState.SIGNED, at, signature
    request.save(update_fields=["state", "signed_at", "live"])
    _want_sealed(signature, at)
    letters.give_receipt(signature=signature, at=at)
    rounds.settle(round_=request.round, by=by, at=at)
    return signature


def _locked(request: Request) -> Request:
    found: Request = (
        Request.objects.select_for_update(of=("self",))
        .select_related("round__version__agreement__lead", "organisation", "signatory", "live")
        .get(pk=request.pk)
    )
    return found


def _as_shown(request: Request, declaration: Declaration, by: User) -> Verdict:
    """The text on the page is the text of the version, and everything asked for was given."""
    version = request.round.version
    wanted = statements.of_version(version, request.party_key)
    return (
        Verdict.unless(
            declaration.fingerprint == version.fingerprint, "The text has changed since you opened it. Read it again."
        )
        & Verdict.unless(declaration.statements == wanted, "Tick both boxes to sign")
        & Verdict.unless(
            policies.names_match(declaration.typed_name, by), "Type your name as it appears on your account"
        )
        & Verdict.unless(declaration.rank or not needs_rank(request, by), "Enter your rank")
    )


def needs_rank(request: Request, by: User) -> bool:
    """Police forces sign with name and rank; police staff without a rank are known by their office in the register."""
    return request.organisation.kind == Kind.POLICE and bool(by.rank)


def capacity_of(request: Request, person: User, on: dt.date) -> Capacity | None:
    """By what right the person would sign: own office first, then as a delegate, then under a mandate."""
    document, organisation = request.round.version.document, request.organisation
    sensitive = policies.is_sensitive(document)
    held = authority.capacities(person=person, on=on)
    fitting = (
        capacity
        for capacity in held
        if capacity.verdict(organisation.pk, organisation.name, document.identity.kind, sensitive)
    )
    return next(fitting, None)


def _capacity(request: Request, by: User, at: dt.datetime) -> Capacity:
    found = capacity_of(request, by, timezone.localdate(at))
    if found is None:
        raise Refused([f"You have no authority to sign for {request.organisation.name}."])
    return found


def _confirmed(request: Request, proof: Evidence, by: User, at: dt.datetime) -> Confirmation:
    """Use up the proof that it is they: given by this person, for exactly this text, minutes ago, and only once."""
    confirmation = Confirmation.objects.filter(pk=proof.confirmation, person=by, purpose=request.purpose).first()
    if confirmation is None or not at - PROOF_LIFE <= confirmation.confirmed_at <= at:
        raise Refused(["Confirm that it is you again before you sign."])
    return confirmations.use(confirmation=confirmation, at=at)


def _store(
    request: Request,
    declaration: Declaration,
    capacity: Capacity,
    confirmation: Confirmation,
    circumstances: Circumstances,
    by: User,
    at: dt.datetime,
) -> Signature:
    signature = Signature(
        version=request.round.version,
        party_key=request.party_key,
        organisation=request.organisation,
        person=by,
        request=request,
        typed_name=declaration.typed_name,
        capacity=capacity.kind,
        office=capacity.office,
        rank=declaration.rank or capacity.rank,
        acting_for=capacity.acting_for,
        authority=capacity.reference,
        statements=list(declaration.statements),
        factor=confirmation.method,
        confirmation=confirmation,
        fingerprint=request.round.version.fingerprint,
        signed_at=at,
    )
    # Loads the PDF library and reads a font: done before everybody's chain is held, not while.
    policies.drawable(f"{signature.typed_name}{signature.capacity_words}").enforce()
    links.append(signature, lambda: evidence.record(signature, capacity, circumstances), at=at)
    return signature


def _want_sealed(signature: Signature, at: dt.datetime) -> None:
    sealing, _ = Sealing.objects.select_for_update().get_or_create(
        version=signature.version, defaults={"wanted_at": at}
    )
    sealing.wanted += 1
    sealing.wanted_at = at
    sealing.save(update_fields=["wanted", "wanted_at"])
    jobs.after_commit("signing.seal", version_id=signature.version_id)
