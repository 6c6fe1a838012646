"""Writing notices, in the transaction of what they tell about."""

import datetime as dt
import functools
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction

from accounts.models import User
from foundation import jobs
from foundation.fields import EMAIL_MESSAGE, EmailField
from foundation.verdicts import Refused
from notices import kinds, schedule, wording
from notices.choices import UNSENT, Choice, DigestTime, State
from notices.models import DigestHour, Notice, Preference
from notices.services import ledger

KEY_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Letter:
    """One recipient's share of an event that many are told about."""

    recipient: User | None
    dedupe_key: str
    context: Mapping[str, Any]
    email: str = ""
    """The recipient's own address when empty."""
    organisation: models.Model | int | None = None
    failure_to: User | None = None
    """Who hears if it cannot be delivered."""
    about: str = ""
    """What this one is about, where the letters are about several things."""


def queue(
    *,
    kind: str,
    recipient: User | None,
    dedupe_key: str,
    context: Mapping[str, Any],
    at: dt.datetime,
    email: str = "",
    about: str = "",
    organisation: models.Model | int | None = None,
    failure_to: User | None = None,
    not_before: dt.datetime | None = None,
) -> Notice:
    """Tell one person once: the same ``dedupe_key`` again answers the row that is there.

    The words are fixed now. The row lives and dies with the caller's transaction; a worker sends it after the commit,
    at once or in the digest that the recipient chose.
    """
    letter = Letter(recipient, dedupe_key, context, email, organisation, failure_to)
    return queue_many(kind=kind, letters=[letter], at=at, about=about, not_before=not_before)[0]


@transaction.atomic
def queue_many(
    *,
    kind: str,
    letters: Sequence[Letter],
    at: dt.datetime,
    about: str = "",
    not_before: dt.datetime | None = None,
) -> list[Notice]:
    """Tell many people about one event, in as many queries as it takes to tell one. Answers in the letters' order."""
    write_many(kind=kind, letters=letters, at=at, about=about, not_before=not_before)
    keys = [letter.dedupe_key for letter in letters]
    written = {notice.dedupe_key: notice for notice in Notice.objects.filter(dedupe_key__in=keys)}
    return [written[key] for key in keys]


@transaction.atomic
def write_many(
    *,
    kind: str,
    letters: Sequence[Letter],
    at: dt.datetime,
    about: str = "",
    not_before: dt.datetime | None = None,
) -> None:
    """The same for those who need not see the rows: what is written by the thousand is not read back."""
    what = kinds.kind(kind)
    keys = [letter.dedupe_key for letter in letters]
    if any(not key or len(key) > KEY_LIMIT for key in keys):
        raise ValueError(f"a dedupe key has 1 to {KEY_LIMIT} characters")
    known = set(Notice.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))
    fresh = {letter.dedupe_key: letter for letter in letters if letter.dedupe_key not in known}
    chosen = _chosen(what, [letter.recipient for letter in fresh.values() if letter.recipient])
    rows = [_row(what, letter, chosen, at, about, not_before or at) for letter in fresh.values()]
    # Two acts that tell the same thing at once: the second finds the first one's row and adds none.
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.state == State.QUEUED for row in rows):
        jobs.after_commit("notices.deliver")


def queue_for_operators(
    *, kind: str, dedupe_key: str, context: Mapping[str, Any], at: dt.datetime, about: str = ""
) -> list[Notice]:
    """Tell everybody who runs the service; the operator's own address when nobody has that duty."""
    operators = User.objects.filter(is_operator=True, is_active=True).order_by("pk")
    letters = [Letter(person, f"{dedupe_key}:{person.pk}", context) for person in operators]
    if not letters:
        letters = [Letter(None, f"{dedupe_key}:operator", context, email=settings.OPERATOR_EMAIL)]
    return queue_many(kind=kind, letters=letters, at=at, about=about)


@transaction.atomic
def cancel(*, dedupe_prefix: str, at: dt.datetime) -> int:
    """Take back what has not left yet, such as reminders of a review that was moved. Answers how many."""
    if not dedupe_prefix:
        raise ValueError("an empty prefix would cancel everything")
    waiting = Notice.objects.keyed(dedupe_prefix).filter(state__in=sorted(UNSENT))
    return ledger.settle(waiting, State.CANCELLED, at=at, only_from=UNSENT)


def message_id(dedupe_key: str, email: str) -> str:
    digest = hashlib.sha256(f"{dedupe_key}\n{email}".encode()).hexdigest()
    return f"<{digest[:40]}@{settings.MAIL_DOMAIN}>"


def _chosen(what: kinds.Kind, people: Iterable[User]) -> dict[int, tuple[Choice, dt.time]]:
    """What each person chose for this kind; nothing for those who hear straight away."""
    if not what.may_choose:
        return {}
    chosen = Preference.objects.filter(person__in=list(people), kind=what.key).exclude(choice=Choice.IMMEDIATE)
    hours = models.Subquery(DigestHour.objects.filter(person=models.OuterRef("person")).values("time"))
    return {
        row.person_id: (Choice(row.choice), schedule.clock_time(row.hour or DigestTime.EARLY))
        for row in chosen.annotate(hour=hours)
    }


def _row(
    what: kinds.Kind,
    letter: Letter,
    chosen: Mapping[int, tuple[Choice, dt.time]],
    at: dt.datetime,
    about: str,
    due_at: dt.datetime,
) -> Notice:
    person = letter.recipient
    choice, time = chosen.get(person.pk, (Choice.IMMEDIATE, None)) if person else (Choice.IMMEDIATE, None)
    email = _address(letter.email or (person.email if person else ""))
    words = wording.write(what, letter.context, name=person.full_name if person else "")
    notice = Notice(
        kind=what.key,
        dedupe_key=letter.dedupe_key,
        recipient=person,
        email=email,
        organisation_id=_key(letter.organisation),
        about=(letter.about or about)[:100],
        failure_to=letter.failure_to,
        subject=words.subject,
        text=words.text,
        message_id=message_id(letter.dedupe_key, email),
        is_urgent=what.is_urgent,
        choice=choice,
        created_at=at,
        due_at=due_at,
        not_before=due_at,
        useful_until=due_at + what.useful_for if what.useful_for else None,
    )
    if person and not person.is_active and not what.reaches_leavers:
        notice.state, notice.settled_at, notice.last_error = State.CANCELLED, at, ledger.LEFT
    elif choice == Choice.OFF:
        notice.state, notice.settled_at = State.OFF, at
    elif time is not None:
        notice.state, notice.not_before = State.HELD, schedule.next_digest(choice, time, due_at)
    return notice


@functools.lru_cache(maxsize=5_000)
def _address(email: str) -> str:
    """One plain address, or a refusal: a second recipient or a header hidden in it never reaches a mail."""
    try:
        return str(EmailField().clean(email))
    except ValidationError:
        raise Refused([EMAIL_MESSAGE]) from None


def _key(organisation: models.Model | int | None) -> int | None:
    return organisation.pk if isinstance(organisation, models.Model) else organisation
