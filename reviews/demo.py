"""A review in the demonstration: a board on which the parties stand in different places."""

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from agreements import services as agreements
from agreements.models import Agreement
from dsaformat import editing
from dsaformat.document import AgreementDocument
from parties.models import Organisation
from reviews import askable, services, standing
from reviews.calendar import of_nation as calendar_of
from reviews.choices import Outcome
from reviews.models import Circulation
from reviews.services import Round, Said

if TYPE_CHECKING:
    from accounts.models import User

_SECOND = dt.timedelta(seconds=1)
_CHANGES = "Section 2 should say that the key to the pseudonyms stays with the supplier. We cannot approve it before."
_COMMENTS = "Fine for us. Tell us before the first delivery, so that our privacy notice is ready."
_MESSAGE = "This is the text as we mean to sign it. Look at section 2 above all: it says who supplies what."


def lay(*, agreement: Agreement, by: "User", at: dt.datetime) -> Circulation:
    """Send it round. The first party with a reviewer comments, the next is out of date, the third asks for changes.

    All others wait, or are not asked where nobody reviews for them. `by` drafts for the lead.
    """
    parties = askable.parties(agreement)
    there = askable.reviewers([one.pk for one in parties])
    people = {organisation: [one.pk for one in found] for organisation, found in there.items()}
    wanted = Round(people, _due_on(agreement, at), _MESSAGE)
    circulation = services.send(agreement=agreement, wanted=wanted, by=by, at=at)
    first, second, third = [one for one in parties if one.pk in there][:3]
    answers = (
        (second, Outcome.APPROVE, ""),
        (first, Outcome.COMMENTS, _COMMENTS),
        (third, Outcome.CHANGES, _CHANGES),
    )
    for number, (organisation, outcome, note) in enumerate(answers):
        _decide(agreement, organisation, outcome, note, there[organisation.pk][0], at + 2 * number * _SECOND)
        if number == 0:
            agreements.change(agreement=agreement, edit=_amended, by=by, at=at + _SECOND)
    return circulation


def _due_on(agreement: Agreement, at: dt.datetime) -> dt.date:
    return standing.working_days_after(timezone.localdate(at), 10, calendar_of(agreement.lead.nation))


def _decide(
    agreement: Agreement, organisation: Organisation, outcome: Outcome, note: str, by: "User", at: dt.datetime
) -> None:
    now = Agreement.objects.get(pk=agreement.pk)
    said = Said(organisation, outcome, now.working_digest, note)
    services.decide(agreement=now, said=said, by=by, at=at)


def _amended(document: AgreementDocument) -> AgreementDocument:
    """A sentence more in the last section that has a text of its own."""
    section = [one for one in document.sections if one.text][-1]
    text = f"{section.text}\n\nThe parties look at this section together every six months."
    return editing.put(document, f"sections/{section.key}", {"text": text})
