"""What every verb of a discussion does with the rows: lock them in one order, and note what was done."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects

from agreements.models import Agreement
from drafting.choices_discussion import Act
from drafting.models import Remark, Thread
from parties.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User

_WITH = ("organisation", "by", "only_for", "asked", "asked_person")


def locked_agreement(agreement: Agreement) -> Agreement:
    """Always locked before any of its threads, as freezing and writing lock it, too."""
    row: Agreement = Agreement.objects.select_for_update(of=("self",)).select_related("lead").get(pk=agreement.pk)
    return row


def locked(thread: Thread) -> Thread:
    return locked_threads(thread.agreement, [thread])[0]


def locked_threads(agreement: Agreement, threads: Iterable[Thread]) -> list[Thread]:
    """As they stand now, in the order in which they were begun."""
    agreement = locked_agreement(agreement)
    found = Thread.objects.select_for_update(of=("self",)).filter(
        agreement=agreement, pk__in=[thread.pk for thread in threads]
    )
    threads = list(found.select_related(*_WITH).order_by("at", "pk"))
    share_agreement(agreement, threads)
    return threads


def share_agreement(agreement: Agreement, threads: Iterable[Thread]) -> None:
    """Let all of them hold the one agreement with its parties, so that asking about each costs nothing more."""
    prefetch_related_objects([agreement], "parties")
    for thread in threads:
        thread.agreement = agreement


def note(
    thread: Thread,
    act: Act,
    *,
    by: "User | None",
    at: dt.datetime,
    organisation: Organisation | None = None,
    text: str = "",
    person: "User | None" = None,
) -> Remark:
    return Remark.objects.create(
        thread=thread, act=act, text=text, by=by, organisation=organisation, mentioned=person, at=at
    )


def frozen_words(number: int | None) -> str:
    return f"Closed when version {number} was frozen" if number else "Closed when the text was frozen"


def voice(by: "User", thread: Thread, mine: list[Organisation]) -> Organisation | None:
    """For which of their organisations somebody acts here: the author's, if it is one of theirs."""
    return next((one for one in mine if one.pk == thread.organisation_id), mine[0] if mine else None)
