"""The lead's verbs: send a text round, see it through, take it back."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from agreements import services as agreements
from agreements.models import Agreement
from foundation.verdicts import OK, Refused, Verdict
from parties.models import Organisation
from reviews import askable, board, policies
from reviews.choices import Ending
from reviews.models import Circulation, Omission, Reviewer
from reviews.services import rows, telling

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Round:
    """Whom the lead asks, until when, and with which words."""

    people: Mapping[int, Collection[int]]
    """Keys of the people by the key of the party that they answer for."""
    due_on: dt.date
    message: str = ""


@transaction.atomic
def send(*, agreement: Agreement, wanted: Round, by: "User | None", at: dt.datetime) -> Circulation:
    """Ask each party's reviewers what they think of the text. A party for which nobody is chosen is not asked."""
    today = timezone.localdate(at)
    agreement = agreements.send_for_review(agreement=agreement, by=by, at=at)
    (_can_be_asked(agreement, wanted.people) & policies.due_soon(wanted.due_on, today)).enforce()
    circulation = Circulation.objects.create(
        agreement=agreement, sent_at=at, sent_by=by, due_on=wanted.due_on, message=wanted.message.strip()
    )
    asked = [
        _ask(circulation, organisation, person, by, at)
        for organisation in askable.parties(agreement)
        for person in sorted(set(wanted.people.get(organisation.pk, ())))
    ]
    telling.asked(circulation=circulation, reviewers=asked, at=at)
    return circulation


def _can_be_asked(agreement: Agreement, people: Mapping[int, Collection[int]]) -> Verdict:
    parties = {one.pk for one in askable.parties(agreement)}
    there = askable.reviewers(parties)
    named = {(organisation, person) for organisation, chosen in people.items() for person in chosen}
    strangers = [
        pair for pair in named if pair[1] not in {one.pk for one in there.get(pair[0], ())} or pair[0] not in parties
    ]
    return Verdict.unless(named, "Choose at least one person to ask.") & Verdict.unless(
        not strangers, "Somebody whom you chose does not review for that party any more. Look at the list again."
    )


def _ask(
    circulation: Circulation,
    organisation: Organisation,
    person: int,
    by: "User | None",
    at: dt.datetime,
    before: Reviewer | None = None,
) -> Reviewer:
    """In the row of somebody who was asked before and then was not, where there is one."""
    row = before or Reviewer(circulation=circulation, organisation=organisation, person_id=person)
    row.asked_at, row.asked_by, row.ended_at = at, by, None
    row.save()
    return row


@transaction.atomic
def ask(
    *, agreement: Agreement, organisation: Organisation, people: Collection[int], by: "User | None", at: dt.datetime
) -> list[Reviewer]:
    """Ask these people, and no others, to answer for the party. Answers those who are new, who get an email."""
    agreement, circulation = rows.locked(agreement)
    policies.can_see_through(by, agreement, circulation).enforce()
    assert circulation is not None
    _can_be_asked(agreement, {organisation.pk: people}).enforce()
    known = {row.person_id: row for row in circulation.reviewers.filter(organisation=organisation)}
    for row in known.values():
        if row.ended_at is None and row.person_id not in people:
            row.ended_at = at
            row.save()
    there = {key for key, row in known.items() if row.ended_at is None}
    new = [_ask(circulation, organisation, one, by, at, known.get(one)) for one in sorted(set(people) - there)]
    telling.asked(circulation=circulation, reviewers=new, at=at)
    return new


@transaction.atomic
def extend(*, agreement: Agreement, due_on: dt.date, by: "User | None", at: dt.datetime) -> Circulation:
    """Give everybody more time. Reminders follow the new date."""
    agreement, circulation = rows.locked(agreement)
    policies.can_see_through(by, agreement, circulation).enforce()
    assert circulation is not None
    policies.can_extend(circulation, due_on, timezone.localdate(at)).enforce()
    circulation.due_on = due_on
    circulation.save()
    return circulation


@transaction.atomic
def remind(*, agreement: Agreement, organisation: Organisation, by: "User | None", at: dt.datetime) -> int:
    """Remind those who are asked to answer for the party, each once a day. Answers how many were reminded."""
    agreement, circulation = rows.locked(agreement)
    policies.can_see_through(by, agreement, circulation).enforce()
    assert circulation is not None
    row = board.of(circulation, agreement).row(organisation)
    if row is None or not row.still_to_answer:
        raise Refused([f"{organisation.name} has nothing to answer now."])
    today = timezone.localdate(at)
    there = telling.reviewed_by(organisation, row.reviewers)
    due = [one for one in there if one.reminded_on != today]
    _may_remind(organisation, bool(there), bool(due)).enforce()
    for one in due:
        one.reminded_on = today
        one.save()
    occasion = f"by-hand-{today}"
    return telling.reminded(circulation=circulation, reviewers=due, occasion=occasion, on=today, at=at)


def _may_remind(organisation: Organisation, is_anybody_there: bool, is_anybody_due: bool) -> Verdict:
    if not is_anybody_there:
        return Verdict.no(f"Nobody who reviews for {organisation.name} is asked. Ask somebody first.")
    return (
        OK if is_anybody_due else Verdict.no(f"{organisation.name} was reminded today. You can remind again tomorrow.")
    )


@transaction.atomic
def go_on(*, agreement: Agreement, reason: str, by: "User | None", at: dt.datetime) -> list[Omission]:
    """Record why the text is frozen without what is missing, for every party that can be passed over today."""
    agreement, circulation = rows.locked(agreement)
    policies.can_see_through(by, agreement, circulation).enforce()
    assert circulation is not None
    today, said = timezone.localdate(at), reason.strip()
    now = board.of(circulation, agreement)
    (policies.can_go_on(by, agreement, now, today) & Verdict.unless(said, "Say why you go on.")).enforce()
    return [
        Omission.objects.create(
            circulation=circulation,
            organisation=row.organisation,
            standing=row.standing,
            decision=row.decision,
            reason=said,
            by=by,
            at=at,
        )
        for row in now.can_do_without(today)
    ]


@transaction.atomic
def take_back(*, agreement: Agreement, reason: str, by: "User | None", at: dt.datetime) -> Agreement:
    """Go on writing. What was decided stays in the record; the next time, every party is asked anew."""
    agreement, circulation = rows.locked(agreement)
    agreement = agreements.back_to_draft(agreement=agreement, by=by, at=at, reason=reason)
    if circulation is not None:
        rows.close(circulation, Ending.TAKEN_BACK, by=by, at=at, because=reason.strip())
        telling.taken_back(circulation=circulation, at=at)
    return agreement
