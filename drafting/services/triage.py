"""Asking whether an agreement is needed, and keeping the answer."""

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from agreements import policies as agreements
from agreements.models import Agreement
from drafting import policies_starting as policies
from drafting import triage as questions
from drafting.models import Triage
from drafting.triage import Outcome
from foundation import text
from foundation.verdicts import Refused
from parties.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def begin(
    *,
    reference: UUID,
    organisation: Organisation,
    subject: str,
    question: str,
    others: str,
    by: "User",
    at: dt.datetime,
) -> Triage:
    """A new one; or, when its page is sent again, the one that was made then."""
    agreements.can_create(by, organisation).enforce()
    values = {"subject": subject, "question": question, "others": others, "organisation": organisation}
    row, made = Triage.objects.get_or_create(
        reference=reference,
        defaults={**values, "begun_at": at, "begun_by": by, "search_text": _found_by(subject, question, others)},
    )
    if not made and row.begun_by_id != by.pk:
        raise Refused(["This page has been used already. Start again."])
    return row


@transaction.atomic
def answer(*, triage: Triage, step: str, value: str, similar: Agreement | None, by: "User", at: dt.datetime) -> Triage:
    """Keep the answer to one question. `similar` is the agreement that it speaks of."""
    row = _locked(triage)
    policies.can_answer(by, row).enforce()
    asked = questions.step(step)
    if asked is None or value not in {choice.value for choice in asked.choices}:
        raise Refused(["Choose one of the answers."])
    row.answers = questions.kept(row.answers, step, value)
    if step == "existing":
        row.similar = similar if value != "none" else None
    row.save()
    return row


@transaction.atomic
def decide(*, triage: Triage, all_the_same: bool, reason: str, by: "User", at: dt.datetime) -> Triage:
    """Record where the answers lead; or, for a reason, that an agreement is wanted all the same."""
    row = _locked(triage)
    if row.outcome:
        return row
    policies.can_answer(by, row).enforce()
    found = questions.outcome(row.answers)
    if found is None:
        raise Refused(["Answer the questions first."])
    if all_the_same and not found.makes_one:
        if not reason.strip():
            raise Refused(["Say why you want an agreement all the same."])
        found = Outcome.LIGHT if row.answers.get("people") in ("anonymous", "none") else Outcome.FULL
    row.outcome, row.reason, row.decided_at, row.decided_by = found.value, reason.strip(), at, by
    row.search_text = _found_by(row.subject, row.question, row.others, row.reason)
    row.save()
    return row


@transaction.atomic
def reopen(*, triage: Triage, by: "User", at: dt.datetime) -> Triage:
    """Ask again. What was answered and decided before stays in the history."""
    row = _locked(triage)
    policies.can_reopen(by, row).enforce()
    row.outcome, row.decided_at, row.decided_by = "", None, None
    row.save()
    return row


def _locked(triage: Triage) -> Triage:
    row: Triage = Triage.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=triage.pk)
    return row


def _found_by(*words: str) -> str:
    return "\n".join(filter(None, map(text.skeleton, words)))
