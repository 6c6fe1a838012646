"""A person's say in what they hear, and when."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from foundation import jobs
from foundation.verdicts import Refused
from notices import kinds, schedule
from notices.choices import Choice, DigestTime, State
from notices.models import DigestHour, Notice, Preference
from notices.services import ledger


def choices_of(person: User) -> dict[str, Choice]:
    """What the person chose for every kind that leaves a choice."""
    chosen = dict(Preference.objects.filter(person=person).values_list("kind", "choice"))
    return {kind.key: Choice(chosen.get(kind.key, Choice.IMMEDIATE)) for kind in kinds.to_choose()}


def digest_time_of(person: User) -> DigestTime:
    found = DigestHour.objects.filter(person=person).values_list("time", flat=True).first()
    return DigestTime(found or DigestTime.EARLY)


@transaction.atomic
def choose(*, by: User, choices: Mapping[str, Choice], time: DigestTime, at: dt.datetime) -> None:
    """Set one's own choices. What was waiting for a digest follows the new choice at once."""
    fixed = [kinds.kind(key) for key, choice in choices.items() if not kinds.kind(key).allows(choice)]
    if fixed:
        raise Refused(f"{kind.title}: {kind.compulsory}" for kind in fixed)
    optional = {key: choice for key, choice in choices.items() if kinds.kind(key).may_choose}
    Preference.objects.bulk_create(
        [Preference(person=by, kind=key, choice=choice) for key, choice in optional.items()],
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["choice"],
    )
    DigestHour.objects.update_or_create(person=by, defaults={"time": time})
    _follow(by, choices_of(by), schedule.clock_time(time), at)


def _follow(person: User, choices: Mapping[str, Choice], time: dt.time, at: dt.datetime) -> None:
    for kind in kinds.to_choose():
        held = Notice.objects.filter(recipient=person, kind=kind.key, state=State.HELD)
        choice = choices[kind.key]
        if choice == Choice.OFF:
            ledger.settle(list(held), State.OFF, at=at, only_from={State.HELD})
        elif choice == Choice.IMMEDIATE:
            if held.update(state=State.QUEUED, choice=choice, not_before=at):
                jobs.after_commit("notices.deliver")
        else:
            held.update(choice=choice, not_before=schedule.next_digest(choice, time, at))
