"""The act itself: one person agrees to one exact text, once, for every body that the signature binds."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.freshness import Evidence
from accounts.models import Confirmation, User
from accounts.services import confirmations
from foundation.verdicts import Refused, Verdict
from parties.services import authority as register
from signing import binding, closeness, declared, evidence, offices, policies, statements
from signing.binding import Binding, Bindings
from signing.choices import RequestState
from signing.declared import Declaration, Said
from signing.evidence import Circumstances
from signing.models import Request, Signature
from signing.services import letters, letters_acts, links, rounds, wanting

PROOF_LIFE = dt.timedelta(minutes=10)


class Stale(Refused):
    """What was declared is not what would be signed any more: it has to be looked at again."""


@dataclass(frozen=True, slots=True)
class _Act:
    """Everything that the signatures of one act have in common."""

    request: Request
    bindings: Bindings
    declaration: Declaration
    confirmation: Confirmation
    circumstances: Circumstances
    by: User
    at: dt.datetime


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
    """Store the signatures, their links of the chain, the receipt and, with the last one, the completion: all or none.

    Answers the leading signature. The same person signing the same request again gets the one that is there.
    """
    rounds.locked(request.round.version.agreement)
    register.lock_for_signing(person=by)
    request = _locked(request)
    if request.live is not None and request.live.person_id == by.pk:
        return request.live
    policies.can_sign(by, request, at).enforce()
    _clock_is_right(circumstances).enforce()
    bindings = binding.of(request, by, timezone.localdate(at), chosen=declaration.authority)
    _as_shown(request, bindings, declaration, by)
    confirmation = _confirmed(request, declaration, proof, by, at)
    act = _Act(request, bindings, declaration, confirmation, circumstances, by, at)
    signature, *others = _store(act)
    request.state, request.signed_at, request.live = RequestState.SIGNED, at, signature
    request.save(update_fields=["state", "signed_at", "live"])
    wanting.one_step_more(version=signature.version, at=at)
    letters.give_receipt(signature=signature, at=at)
    letters_acts.tell_bodies(signatures=[signature, *others], at=at)
    rounds.settle(round_=request.round, by=by, at=at)
    return signature


def declare(*, request: Request, said: Said, chosen: str = "", by: User, at: dt.datetime) -> Declaration:
    """Put together what the person is about to sign. Writes nothing; refused where it could not be signed now."""
    policies.can_sign(by, request, at).enforce()
    bindings = binding.of(request, by, timezone.localdate(at), chosen=chosen)
    bindings.verdict.enforce()
    declaration = declared.compose(request, bindings, by, said, declared.Prepared(declared.instant(at)))
    _as_shown(request, bindings, declaration, by)
    return declaration


def _locked(request: Request) -> Request:
    found: Request = (
        Request.objects.select_for_update(of=("self",))
        .select_related(
            "round__version__agreement__lead", "round__version__rendering", "organisation", "signatory", "live"
        )
        .get(pk=request.pk)
    )
    return found


def _clock_is_right(circumstances: Circumstances) -> Verdict:
    return Verdict.unless(
        not circumstances.clock.is_wrong,
        "The server's clock is wrong, so nothing can be signed now. Try again later.",
    )


def _as_shown(request: Request, bindings: Bindings, declaration: Declaration, by: User) -> None:
    """The text on the page is the text of the version, everything asked for was given, and nothing has moved since."""
    said, version = declaration.said, request.round.version
    if said.fingerprint != version.fingerprint:
        raise Stale(["The text has changed since you opened it. Read it again."])
    (
        Verdict.unless(said.statements == wanted(request, bindings), "Tick both boxes to sign")
        & Verdict.unless(policies.names_match(said.typed_name, by), "Type your name as it appears on your account")
        & Verdict.unless(said.rank or not binding.needs_rank(request, by), "Enter your rank")
        & bindings.verdict
    ).enforce()
    now = declared.compose(request, bindings, by, said, declaration.prepared)
    changed = declared.differences(declaration, now)
    if changed:
        raise Stale([f"This has changed since you confirmed it: {' and '.join(changed)}. Look at it again."])


def wanted(request: Request, bindings: Bindings) -> tuple[str, ...]:
    """The sentences that must be ticked."""
    return statements.of_version(request.round.version, *bindings.keys)


def _confirmed(request: Request, declaration: Declaration, proof: Evidence, by: User, at: dt.datetime) -> Confirmation:
    """Use up the proof that it is they: given by this person, for exactly this declaration, minutes ago, once."""
    purpose = declaration.purpose(request)
    confirmation = Confirmation.objects.filter(pk=proof.confirmation, person=by, purpose=purpose).first()
    if confirmation is None or not at - PROOF_LIFE <= confirmation.confirmed_at <= at:
        raise Refused(["Confirm that it is you again before you sign."])
    return confirmations.use(confirmation=confirmation, at=at)


def _store(act: _Act) -> list[Signature]:
    """One row for each body; the leading one first."""
    attempt = 1 + (act.request.signatures.aggregate(most=Max("attempt"))["most"] or 0)
    leading = _signature(act, act.bindings.leading, attempt)
    others = [_signature(act, one, attempt, leading) for one in act.bindings.others]
    # Loads the PDF library and reads a font: done before everybody's chain is held, not while.
    policies.drawable(f"{leading.typed_name}{leading.capacity_words}{_representing(act)}").enforce()
    facts = closeness.flags(request=act.request, person=act.by)
    rows = zip([leading, *others], act.bindings.all, strict=True)
    links.append_all(((row, _record(row, one, act, facts)) for row, one in rows), at=act.at)
    return [leading, *others]


def _representing(act: _Act) -> str:
    held = act.bindings.leading.capacity
    return offices.representing(held) if held else ""


def _record(row: Signature, one: Binding, act: _Act, facts: dict[str, object]) -> links.Record:
    return lambda: evidence.record(row, one, act.declaration, act.circumstances, facts)


def _signature(act: _Act, one: Binding, attempt: int, leading: Signature | None = None) -> Signature:
    held, said, version = one.capacity, act.declaration.said, act.request.round.version
    if held is None:
        raise Refused(one.reasons)
    return Signature(
        version=version,
        party_key=one.party_key,
        organisation_id=one.organisation_id,
        person=act.by,
        request=act.request,
        attempt=attempt,
        given_with=leading,
        typed_name=said.typed_name,
        capacity=held.kind,
        office=held.office,
        rank=said.rank or held.rank,
        acting_for=held.acting_for,
        authority=held.reference,
        statements=list(said.statements),
        factor=act.confirmation.method,
        confirmation=act.confirmation,
        fingerprint=version.fingerprint,
        signed_at=act.at,
    )
