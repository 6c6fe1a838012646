"""Whether an organisation may join what others have signed."""

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from agreements import policies as agreements
from agreements import services
from agreements.choices import COMPLETE, Status
from agreements.models import Agreement
from dsaformat.choices import Joining
from dsaformat.document import AgreementDocument
from foundation.verdicts import OK, Verdict
from parties.models import Organisation
from signing.choices import RoundState
from signing.models import Round

if TYPE_CHECKING:
    from accounts.models import User


def lets_join(document: AgreementDocument) -> Verdict:
    """What the text itself says of others who want to join."""
    match document.term.joining:
        case Joining.ACCEDE:
            return OK
        case Joining.REVIEW:
            return Verdict.no(
                "The text lets others join only after a review of the agreement. Review it, and send the next version "
                "to everybody."
            )
        case _:
            return Verdict.no(
                "The text does not say that others can join by signing it. The next version can say so, or name them."
            )


def is_open(agreement: Agreement, document: AgreementDocument | None = None) -> Verdict:
    """Signed, not ended, and open to others by its own words: `document`, where the caller has read it already."""
    if Status(agreement.status) not in COMPLETE:
        return Verdict.no("Others can join once the agreement is signed, and until it ends.")
    if agreement.status == Status.UNDER_REVIEW:
        return Verdict.no("The agreement is under review. Others can join when the review is concluded.")
    return lets_join(document or services.current_version(agreement).document)


def can_be_joined(person: "User | None", agreement: Agreement, organisation: Organisation) -> Verdict:
    allowed = agreements.can_admit(person, agreement, organisation)
    return allowed and is_open(agreement) & nobody_is_asked(agreement)


def nobody_is_asked(agreement: Agreement) -> Verdict:
    """One after the other: each who joins signs what the one before left."""
    asked = Round.objects.filter(version__agreement=agreement, state=RoundState.OPEN).exists()
    return Verdict.unless(not asked, "Somebody is still asked to sign this agreement. Wait until that is done.")


def is_day_to_sign(sign_by: dt.date, at: dt.datetime) -> Verdict:
    return Verdict.unless(sign_by >= timezone.localdate(at), "The last day to sign must be today or later.")
