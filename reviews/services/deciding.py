"""A party's verb: say what it thinks of the text that it was shown."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from agreements import assembly
from agreements.models import Agreement
from dsaformat import canonical
from dsaformat.document import AgreementDocument
from foundation.verdicts import Verdict
from parties.models import Organisation
from reviews import board, policies, sections, standing
from reviews.calendar import of_nation as calendar_of
from reviews.choices import NEEDS_NOTE, Outcome
from reviews.models import Circulation, Decision, ReviewedText
from reviews.services import rows, telling

if TYPE_CHECKING:
    from accounts.models import User

_WHY = {
    Outcome.COMMENTS: "Write your comments, or approve without them.",
    Outcome.CHANGES: "Say which changes you ask for.",
    Outcome.LEAVE: "Say why the agreement is not for your organisation.",
}


class TextMoved(Exception):
    """The text is not the one that was shown any more. `document` is what it says now."""

    def __init__(self, document: AgreementDocument) -> None:
        super().__init__("Somebody changed the text since it was shown.")
        self.document = document


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody decides for a party, and on which text: the digest of the one that was shown."""

    organisation: Organisation
    outcome: Outcome
    digest: str
    note: str = ""


@transaction.atomic
def decide(*, agreement: Agreement, said: Said, by: "User", at: dt.datetime) -> Decision:
    """Record it, and tell the lead. Raises `TextMoved` when the text is no longer what was shown.

    The same decision of the same person on the same text again, as a second press of the button makes it, is one.
    """
    agreement, circulation = rows.locked(agreement)
    (policies.can_decide(by, agreement, circulation) & _may_be_said(by, agreement, said)).enforce()
    assert circulation is not None
    document = assembly.assemble(agreement)
    if board.digest_of(agreement, document) != said.digest:
        raise TextMoved(document)
    last = _last(circulation, said.organisation)
    if last is not None and _is_repeated(last, said, by):
        return last
    decision = _recorded(circulation, _kept(agreement, document, at), said, by, at)
    telling.decided(decision=decision, at=at)
    return decision


def _may_be_said(by: "User", agreement: Agreement, said: Said) -> Verdict:
    mine = [one.pk for one in policies.voices(by, agreement)]
    return Verdict.unless(
        said.organisation.pk in mine, "You cannot decide for that organisation in this agreement."
    ) & Verdict.unless(said.outcome not in NEEDS_NOTE or said.note.strip(), _WHY.get(said.outcome, ""))


def _last(circulation: Circulation, organisation: Organisation) -> Decision | None:
    found = Decision.objects.filter(circulation=circulation, organisation=organisation).newest()
    last: Decision | None = found.select_related("text").first()
    return last


def _is_repeated(last: Decision, said: Said, by: "User") -> bool:
    same = (last.person_id, last.outcome, last.note) == (by.pk, said.outcome, said.note.strip())
    return same and last.text.digest == said.digest


def _recorded(circulation: Circulation, text: ReviewedText, said: Said, by: "User", at: dt.datetime) -> Decision:
    until = None
    if said.outcome is Outcome.CHANGES:
        calendar = calendar_of(said.organisation.nation)
        until = standing.working_days_after(timezone.localdate(at), standing.BLOCKS_FOR, calendar)
    return Decision.objects.create(
        circulation=circulation,
        organisation=said.organisation,
        person=by,
        outcome=said.outcome,
        note=said.note.strip(),
        text=text,
        at=at,
        expires_on=until,
    )


def _kept(agreement: Agreement, document: AgreementDocument, at: dt.datetime) -> ReviewedText:
    """One row for all who decide on the same text."""
    digest = board.digest_of(agreement, document)
    text, _ = ReviewedText.objects.get_or_create(
        agreement=agreement,
        digest=digest,
        defaults={
            "revision": agreement.revision,
            "text": canonical.dump(document),
            "sections": sections.digests(sections.remembered(digest, lambda: document)),
            "kept_at": at,
        },
    )
    return text
