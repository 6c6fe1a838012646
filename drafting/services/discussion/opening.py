"""Saying something new, answering it, and showing a note to all."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from agreements.choices import Status
from agreements.models import Agreement
from drafting import discussion
from drafting import policies_discussion as policies
from drafting.choices_discussion import Act, ThreadKind
from drafting.models import Remark, Thread
from drafting.services.discussion import gathering, rows, telling
from foundation.verdicts import Refused, Verdict
from parties.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Opening:
    """What somebody wants to say, and for whom they speak."""

    kind: ThreadKind
    organisation: Organisation
    section: str
    question: str = ""
    text: str = ""
    quote: str = ""
    quote_at: int = 0
    is_internal: bool = False
    asked: Organisation | None = None
    person: "User | None" = None
    is_blocking: bool = False
    expires_on: dt.date | None = None
    path: str = ""
    field: str = ""
    before: str = ""
    proposed: str = ""


@transaction.atomic
def start(*, agreement: Agreement, said: Opening, by: "User", at: dt.datetime) -> Thread:
    """Begin a conversation and tell those it concerns.

    What arrives a moment after the text was frozen is kept, closed, so that nothing that was typed is lost.
    """
    agreement = rows.locked_agreement(agreement)
    late = agreement.status == Status.AGREED and said.kind != ThreadKind.SUGGESTION
    if not late:
        policies.can_speak(by, agreement).enforce()
    (_may_be_said(agreement, said, at) & _speaks(by, agreement, said)).enforce()
    thread = _made(agreement, said, by, at)
    if late:
        version = agreement.versions.order_by("-number").first()
        thread.closed_at, thread.closed_version = at, version.number if version else None
        thread.closed_because, thread.is_waiting = rows.frozen_words(thread.closed_version), False
    thread.save()
    if said.person is not None and not Thread.objects.visible_to(said.person).filter(pk=thread.pk).exists():
        raise Refused(["That person cannot see this agreement. Choose somebody else."])
    if thread.is_open:
        telling.opened(thread=thread, at=at)
        gathering.heard(agreement=agreement, by=by, at=at)
    return thread


def _speaks(by: "User", agreement: Agreement, said: Opening) -> Verdict:
    mine = [one.pk for one in policies.voices(by, agreement)]
    return Verdict.unless(said.organisation.pk in mine, "You cannot speak for that organisation in this agreement.")


def _may_be_said(agreement: Agreement, said: Opening, at: dt.datetime) -> Verdict:
    today = timezone.localdate(at)
    blocks = said.is_blocking or said.kind == ThreadKind.CHANGES
    asks = said.kind == ThreadKind.QUESTION
    is_party = said.asked is not None and agreement.parties.filter(organisation=said.asked).exists()
    until = said.expires_on
    return (
        Verdict.unless(said.text or said.proposed or said.kind == ThreadKind.SUGGESTION, "Write what you want to say.")
        & Verdict.unless(not asks or is_party, "Choose which party should answer.")
        & Verdict.unless(
            not asks or said.asked != said.organisation,
            "Choose another party to answer. For a colleague, write a comment and name them.",
        )
        & Verdict.unless(
            not (said.is_internal and (blocks or asks)),
            "A note for your own organisation cannot ask other parties anything. Make it visible to all parties.",
        )
        & Verdict.unless(
            said.kind != ThreadKind.SUGGESTION or said.before != said.proposed, "Change the text before you send it."
        )
        & Verdict.unless(
            not blocks or until is None or today < until <= today + discussion.LONGEST_BLOCK,
            f"The last day must be within {discussion.LONGEST_BLOCK.days} days from tomorrow.",
        )
    )


def _made(agreement: Agreement, said: Opening, by: "User", at: dt.datetime) -> Thread:
    blocks = said.is_blocking or said.kind == ThreadKind.CHANGES
    until = said.expires_on or discussion.expires_on(timezone.localdate(at))
    asked = said.asked if said.kind == ThreadKind.QUESTION else None
    return Thread(
        reference=uuid.uuid4(),
        agreement=agreement,
        kind=said.kind,
        section=said.section,
        question=said.question,
        quote=said.quote,
        quote_at=said.quote_at,
        text=said.text,
        by=by,
        organisation=said.organisation,
        at=at,
        changed_at=at,
        only_for=said.organisation if said.is_internal else None,
        asked=asked,
        asked_person=said.person,
        is_waiting=asked is not None or said.person is not None,
        is_blocking=blocks,
        expires_on=until if blocks else None,
        path=said.path,
        field=said.field,
        before=said.before,
        proposed=said.proposed,
    )


@transaction.atomic
def reply(
    *, thread: Thread, text: str, organisation: Organisation, by: "User", at: dt.datetime, person: "User | None" = None
) -> Remark:
    """Answer. Whoever was asked has answered then; when the asker goes on, they are asked again."""
    thread = rows.locked(thread)
    policies.can_reply(by, thread).enforce()
    mine = [one.pk for one in policies.voices(by, thread.agreement)]
    Verdict.unless(organisation.pk in mine, "You cannot speak for that organisation in this agreement.").enforce()
    if person is not None and not Thread.objects.visible_to(person).filter(pk=thread.pk).exists():
        raise Refused(["That person cannot see this conversation. Choose somebody else."])
    remark = rows.note(thread, Act.REPLY, text=text, by=by, organisation=organisation, person=person, at=at)
    thread.changed_at = at
    thread.is_waiting = _still_waits(thread, by, organisation)
    if person is not None:
        thread.asked_person, thread.is_waiting = person, True
    thread.save()
    telling.named(thread=thread, remark=remark, at=at)
    gathering.heard(agreement=thread.agreement, by=by, at=at)
    return remark


def _still_waits(thread: Thread, by: "User", organisation: Organisation) -> bool:
    if by.pk == thread.asked_person_id or organisation.pk == thread.asked_id:
        return False
    asks = thread.asked_id is not None or thread.asked_person_id is not None
    return thread.is_waiting or (asks and by.pk == thread.by_id)


@transaction.atomic
def share(*, thread: Thread, by: "User", at: dt.datetime) -> Thread:
    """Make a note visible to all parties, with every answer in it. It cannot be taken back."""
    thread = rows.locked(thread)
    policies.can_share(by, thread).enforce()
    own = thread.only_for
    thread.only_for, thread.changed_at = None, at
    thread.save()
    rows.note(thread, Act.SHARED, by=by, organisation=own, at=at)
    return thread
