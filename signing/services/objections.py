"""A body says that it was wrong to sign for it: a link of its own behind the signature, which stays."""

import datetime as dt

from django.db import transaction

from accounts.models import User
from foundation.verdicts import Verdict
from signing import evidence, objecting
from signing.models import Objection, Signature
from signing.services import letters_acts, links, rounds


@transaction.atomic
def dispute(*, signature: Signature, reason: str, by: User, at: dt.datetime) -> Objection:
    """From now on the signature is shown as disputed. Whoever leads the agreement, and whoever signed, is told."""
    rounds.locked(signature.version.agreement)
    found: Signature = (
        Signature.objects.select_related("version__agreement__lead", "organisation", "person")
        .select_for_update(of=("self",))
        .get(pk=signature.pk)
    )
    (objecting.can_object(by, found, at) & Verdict.unless(reason.strip(), "Enter why it was wrong")).enforce()
    objection = Objection(signature=found, person=by, at=at, reason=reason)
    links.append(objection, lambda: evidence.objection(objection), at=at)
    letters_acts.tell_of_dispute(objection=objection, at=at)
    return objection
