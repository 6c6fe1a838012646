"""Who may say, settle and decide what about a draft, and why not. To see a thread at all is `visible_to`."""

import datetime as dt
from typing import TYPE_CHECKING

from accounts import access
from accounts.roles import OrgPermission
from agreements import ownership
from agreements import policies as agreements
from agreements.models import Agreement
from drafting import discussion
from drafting.models import Thread
from drafting.querysets_discussion import speaks_for
from dsaformat import editing
from dsaformat.document import AgreementDocument
from dsaformat.values import Row
from foundation.verdicts import Verdict
from parties.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User

_FROZEN = "The text is not being written any more, so nothing can be added here."


def voices(person: "User", agreement: Agreement) -> list[Organisation]:
    """The parties for which the person can speak, the lead first."""
    rows = agreement.parties.filter(organisation__in=speaks_for(person)).select_related("organisation")
    found = [row.organisation for row in rows.order_by("position")]
    return sorted(found, key=lambda one: one.pk != agreement.lead_id)


def can_speak(person: "User", agreement: Agreement) -> Verdict:
    """Comment at all: whoever drafts or reviews for a party, while the text is being written."""
    return _is_written(agreement) & Verdict.unless(
        voices(person, agreement),
        "Only people who draft or review for a party can comment. You can read what they say.",
    )


def can_reply(person: "User", thread: Thread) -> Verdict:
    return can_speak(person, thread.agreement) & Verdict.unless(
        thread.is_open, "This conversation is closed. Open it again to reply."
    )


def can_close(person: "User", thread: Thread, on: dt.date) -> Verdict:
    """Its author or the lead; one that blocks only its author's organisation, until its last day has passed."""
    spoken = _is_written(thread.agreement) & Verdict.unless(thread.is_open, "This conversation is closed already.")
    if not spoken or (thread.organisation_id in speaks_for(person) and _settles_alone(person, thread)):
        return spoken
    if not _leads(person, thread):
        whose = thread.organisation.name if thread.is_blocking or thread.is_internal else str(thread.by)
        lead = "" if thread.is_internal else f" or {thread.agreement.lead.name}"
        return Verdict.no(f"Only {whose}{lead} can close this.")
    return Verdict.unless(
        not thread.is_blocking or discussion.has_expired(thread.expires_on, on),
        f"Only {thread.organisation.name} can close this before {_day(thread.expires_on)} has passed.",
    )


def needs_reason(person: "User", thread: Thread) -> bool:
    """Whether closing it overrides somebody: then the reason is recorded."""
    return thread.is_blocking and thread.organisation_id not in speaks_for(person)


def can_reopen(person: "User", thread: Thread) -> Verdict:
    own = thread.organisation_id in speaks_for(person) or _leads(person, thread)
    settled = thread.is_suggestion and thread.outcome in {"accepted", "edited"}
    return (
        _is_written(thread.agreement)
        & Verdict.unless(not thread.is_open, "This conversation is open already.")
        & Verdict.unless(not settled, "The suggestion is in the text. Start a new one to change it again.")
        & Verdict.unless(own, f"Only {thread.organisation.name} or {thread.agreement.lead.name} can open this again.")
    )


def can_share(person: "User", thread: Thread) -> Verdict:
    """Show one's own organisation's note to all parties. There is no way back, so there is no other direction."""
    return (
        _is_written(thread.agreement)
        & Verdict.unless(thread.is_internal, "All parties can see this already.")
        & Verdict.unless(thread.only_for_id in speaks_for(person), "Only people who draft or review can do this.")
    )


def can_decide(person: "User", thread: Thread, document: AgreementDocument) -> Verdict:
    """Take a suggestion into the text, or not: whoever could write that text themselves."""
    return (
        _is_written(thread.agreement)
        & Verdict.unless(thread.is_suggestion, "There is nothing to accept here.")
        & Verdict.unless(thread.is_open and not thread.outcome, "This suggestion was decided already.")
        & Verdict.unless(
            agreements.can_revise(person, thread.agreement) or _writes(person, thread, document),
            f"Only those who write this part of the text for {thread.agreement.lead.name} or its own party can decide.",
        )
    )


def blocking(agreement: Agreement) -> list[str]:
    """Why the text cannot be frozen yet. Notes are never among them, so every party may read the answer."""
    count = Thread.objects.filter(agreement=agreement).blocking().count()
    if not count:
        return []
    noun = "comment" if count == 1 else "comments"
    return [f"Resolve {count} blocking {noun} before you freeze the text."]


def _settles_alone(person: "User", thread: Thread) -> bool:
    return thread.is_blocking or thread.is_internal or thread.by_id == person.pk


def _leads(person: "User", thread: Thread) -> bool:
    return not thread.is_internal and thread.agreement.lead_id in speaks_for(person)


def _writes(person: "User", thread: Thread, document: AgreementDocument) -> bool:
    steps = thread.path.split("/")
    row = editing.found(document, "/".join(steps[:2])) if len(steps) > 1 else None
    if not isinstance(row, Row):
        return False
    owner = ownership.owner(steps[0], row.model_dump(mode="json", exclude_defaults=True))
    return bool(owner) and owner in agreements.own_parties(person, thread.agreement)


def drafts_for_lead(person: "User", agreement: Agreement) -> bool:
    return access.holds(person, OrgPermission.DRAFT, agreement.lead)


def _is_written(agreement: Agreement) -> Verdict:
    return Verdict.unless(agreement.is_writable, _FROZEN)


def _day(day: dt.date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "its last day"
