"""Wording that is used again: kept, changed in versions, retired, and put into answers."""

import datetime as dt
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from django.db import transaction

from agreements.models import Agreement
from drafting import policies_starting as policies
from drafting import progress
from drafting.forms.fields import ANSWER
from drafting.models import Wording
from drafting.outline import OutlineSection, Question
from drafting.services import writing
from dsaformat.document import AgreementDocument
from foundation import text as words
from foundation.verdicts import Refused
from parties.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User

How = Literal["replace", "append"]


@transaction.atomic
def keep(
    *,
    reference: UUID,
    organisation: Organisation | None,
    title: str,
    text: str,
    section: str,
    question: str,
    by: "User",
    at: dt.datetime,
) -> Wording:
    """A new passage; or, when its page is sent again, the one that was kept then."""
    policies.can_keep_wording(by, organisation).enforce()
    row, made = Wording.objects.get_or_create(
        reference=reference,
        defaults={
            "organisation": organisation,
            "title": title,
            "text": text,
            "section": section,
            "question": question,
            "created_at": at,
            "created_by": by,
            "changed_at": at,
            "changed_by": by,
            "search_text": _found_by(title, text),
        },
    )
    if not made and row.created_by_id != by.pk:
        raise Refused(["This page has been used already. Start again."])
    return row


@transaction.atomic
def change(*, wording: Wording, title: str, text: str, based_on: int, by: "User", at: dt.datetime) -> Wording:
    """The next version. Answers that were made with an earlier one stay as they are."""
    row = _locked(wording)
    policies.can_change_wording(by, row).enforce()
    if row.version != based_on:
        raise Refused(["Somebody else changed this wording while you were working. Read it again first."])
    if (row.title, row.text) == (title, text):
        return row
    row.title, row.text, row.version, row.changed_at, row.changed_by = title, text, row.version + 1, at, by
    row.search_text = _found_by(title, text)
    row.save()
    return row


@transaction.atomic
def retire(*, wording: Wording, retired: bool, by: "User", at: dt.datetime) -> Wording:
    """Offer it no longer; or again."""
    row = _locked(wording)
    policies.can_keep_wording(by, row.organisation).enforce()
    if (row.retired_at is not None) is not retired:
        row.retired_at = at if retired else None
        row.save()
    return row


def insert(
    *,
    agreement: Agreement,
    section: OutlineSection,
    question: Question,
    wording: Wording,
    document: AgreementDocument,
    how: How,
    based_on: str,
    by: "User",
    at: dt.datetime,
) -> AgreementDocument:
    """Put the wording into an answer, as an ordinary save. `document` is the text that its reader chose it for."""
    if wording.retired_at is not None:
        raise Refused(["This wording is retired. Choose another one."])
    now = progress.answer(document, section.key, question.key)
    text = joined(now, wording.text, how)
    if len(text) > max(ANSWER, len(now)):
        raise Refused([f"The answer would be longer than {ANSWER:,} characters. Shorten it first."])
    return writing.save_answer(
        agreement=agreement, section=section, question=question, text=text, based_on=based_on, by=by, at=at
    )


def joined(now: str, more: str, how: How) -> str:
    return f"{now.rstrip()}\n\n{more}" if how == "append" and now.strip() else more


def _locked(wording: Wording) -> Wording:
    row: Wording = Wording.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=wording.pk)
    return row


def _found_by(*texts: str) -> str:
    return "\n".join(map(words.skeleton, texts))
