"""Taking a signature back before the agreement is complete. The signature stays in the history, as withdrawn."""

import datetime as dt

from django.db import transaction

from accounts.freshness import Evidence
from accounts.models import Confirmation, User
from accounts.services import confirmations
from foundation import jobs
from foundation.verdicts import Refused, Verdict
from signing import policies_answers as policies
from signing import retracted
from signing.choices import RequestState
from signing.evidence import Circumstances
from signing.models import Request, Retraction, Sealing, Signature
from signing.services import letters_answers as letters
from signing.services import links, rounds
from signing.services.answers import holding

PROOF_LIFE = dt.timedelta(minutes=10)


@transaction.atomic
def retract(
    *,
    request: Request,
    reason: str,
    proof: Evidence,
    circumstances: Circumstances,
    by: User,
    at: dt.datetime,
) -> Retraction:
    """Withdraw the act: every signature that was given with it stops counting, and the party is asked again."""
    request = holding.hold(request)
    (policies.can_retract(by, request) & Verdict.unless(reason.strip(), "Say why you withdraw it.")).enforce()
    signature = request.live
    assert signature is not None  # the policy has seen it
    confirmation = _confirmed(signature, proof, by, at)
    request.state, request.live = RequestState.ASKED, None
    request.signed_at = request.opened_at = None
    request.save(update_fields=["state", "live", "signed_at", "opened_at"])
    _begin_new_edition(signature, at)
    retraction = Retraction(signature=signature, person=by, at=at, reason=reason.strip())
    links.append(retraction, lambda: retracted.record(retraction, confirmation, circumstances), at=at)
    letters.tell_retracted(request=request, retraction=retraction, at=at)
    rounds.settle(round_=request.round, by=by, at=at)
    return retraction


def _confirmed(signature: Signature, proof: Evidence, by: User, at: dt.datetime) -> Confirmation:
    """Use up the proof: given by this person, to withdraw exactly this signature, minutes ago, and only once."""
    purpose = policies.purpose_of_retraction(signature)
    found = Confirmation.objects.filter(pk=proof.confirmation, person=by, purpose=purpose).first()
    if found is None or not at - PROOF_LIFE <= found.confirmed_at <= at:
        raise Refused(["Confirm that it is you again before you withdraw your signature."])
    return confirmations.use(confirmation=found, at=at)


def _begin_new_edition(signature: Signature, at: dt.datetime) -> None:
    """A PDF cannot lose a signature: it is begun again with those that still count."""
    sealing, _ = Sealing.objects.select_for_update().get_or_create(
        version=signature.version, defaults={"wanted_at": at}
    )
    sealing.edition += 1
    sealing.made, sealing.wanted, sealing.final = 0, 1 + _counting(signature), False
    sealing.wanted_at, sealing.lease_until = at, None
    sealing.attempts, sealing.error = 0, ""
    sealing.save()
    jobs.after_commit("signing.seal", version_id=signature.version_id)


def _counting(withdrawn: Signature) -> int:
    """How many acts on the same version still count."""
    given = Signature.objects.filter(version=withdrawn.version, given_with=None, retraction=None)
    return given.exclude(pk=withdrawn.pk).count()
