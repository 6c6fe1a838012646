"""Every day that matters in the life of one agreement: from its text, and from what has happened."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from dsaformat.document import AgreementDocument
from dsaformat.parts import ReviewOn, Term
from dsaformat.parts.period import Period
from reviews.calendar import Calendar
from reviews.schedule.calling import ENDS, REVIEWS, Rhythm
from reviews.schedule.months import after, review_on

_NOTHING: Mapping[Any, Any] = MappingProxyType({})


class What(StrEnum):
    """What a day is for."""

    SIGN_BY = "Last day to sign"
    START = "Comes into force"
    REVIEW = "Review"
    REVIEW_REMINDER = "Reminder of the review"
    NOTICE = "Earliest day to leave by the notice given"
    LEAVING = "A party leaves"
    END = "Ends"
    END_REMINDER = "Reminder of the end"
    CONFIRM = "Last day to confirm what happened to the data"
    END_RULE = "Last day for what happens to data at the end"
    RETENTION = "Data has been kept long enough"
    ASSURANCE = "Evidence runs out"
    TRIGGER = "Review whenever"


@dataclass(frozen=True, slots=True)
class Events:
    """What has happened, and what people decided, beside the text."""

    in_force_on: dt.date | None = None
    sign_by: dt.date | None = None
    reviews_done: int = 0
    next_review_on: dt.date | None = None
    """Set by whoever concluded the last review; it goes before the rule of the text."""
    leaving: Mapping[str, tuple[dt.date, dt.date]] = field(default_factory=lambda: _NOTHING)
    """By the key of the party: when it gave notice, and the first day on which it is no longer a party."""
    ends_on: dt.date | None = None
    """Decided; it goes before the day that the text names."""
    confirm_by: dt.date | None = None
    kept_from: Mapping[str, dt.date] = field(default_factory=lambda: _NOTHING)
    """By the key of the retention rule: when its period began."""
    evidence: Mapping[tuple[str, str], dt.date] = field(default_factory=lambda: _NOTHING)
    """By the key of the party and the name of the standard: the last day of what it has shown."""


@dataclass(frozen=True, slots=True)
class Day:
    on: dt.date | None
    """None for what has no date: it comes when it comes."""
    what: What
    about: str = ""
    """The key of the party or rule that it concerns, or the words of what has no date."""
    number: int | None = None
    """Of a review: which. Of a reminder: days from the day itself."""
    may_move: bool = False
    """It lies past the last year of bank holidays that are known, and is counted in working days."""


def days(document: AgreementDocument, events: Events, calendar: Calendar, *, until: dt.date) -> tuple[Day, ...]:
    """Up to ``until``, in order; what has no date last. Nothing of it after the end but what the end leads to."""
    end = events.ends_on or document.term.ends_on
    found = [
        *_fixed(document, events),
        *(one for one in _reviews(document, events, calendar, until) if end is None or _before(one, end)),
        *_leaving(document, events, calendar),
        *_ending(document, events, calendar, end),
        *_kept(document, events, calendar),
        *(Day(on, What.ASSURANCE, f"{party}: {name}") for (party, name), on in events.evidence.items()),
    ]
    dated = [one for one in found if one.on is not None and one.on <= until]
    dated.sort(key=lambda one: (one.on or dt.date.max, list(What).index(one.what), one.about))
    return (*dated, *_triggers(document))


def _before(one: Day, end: dt.date) -> bool:
    return one.on is not None and one.on <= end


def _fixed(document: AgreementDocument, events: Events) -> Iterator[Day]:
    starts = events.in_force_on or document.term.starts_on
    if starts is not None:
        yield Day(starts, What.START)
    if events.sign_by is not None and events.in_force_on is None:
        yield Day(events.sign_by, What.SIGN_BY)


def _reviews(document: AgreementDocument, events: Events, calendar: Calendar, until: dt.date) -> Iterator[Day]:
    """The next review with its reminders, and those that follow by the rule if each is concluded in time."""
    number, by_rule = events.reviews_done + 1, _by_rule(document.term, events)
    on = events.next_review_on or by_rule(number)
    if on is None:
        return
    yield Day(on, What.REVIEW, number=number)
    yield from _reminders(on, REVIEWS, What.REVIEW_REMINDER, calendar, until)
    counted = number
    while (later := by_rule(counted := counted + 1)) is not None and later <= until:
        if later > on:
            number += 1
            yield Day(later, What.REVIEW, number=number)


def _by_rule(term: Term, events: Events) -> Callable[[int], dt.date | None]:
    """The day of each review by its number. A fixed day needs no beginning; a rule counts from one."""
    starts = events.in_force_on or term.starts_on
    if starts is None and not isinstance(term.review, ReviewOn):
        return lambda number: None
    return lambda number: review_on(term, starts or dt.date.min, number)


def _reminders(on: dt.date, rhythm: Rhythm, what: What, calendar: Calendar, until: dt.date) -> Iterator[Day]:
    for offset in rhythm.days():
        day = on + dt.timedelta(days=offset)
        if day > until:
            return
        yield Day(calendar.working_day_from(day), what, number=offset, may_move=not calendar.knows(day))


def _leaving(document: AgreementDocument, events: Events, calendar: Calendar) -> Iterator[Day]:
    notice = document.term.notice_to_leave
    for party, (given_on, leaves_on) in events.leaving.items():
        yield Day(leaves_on, What.LEAVING, party)
        if notice is not None:
            yield _over(given_on, notice, What.NOTICE, party, calendar)


def _ending(document: AgreementDocument, events: Events, calendar: Calendar, end: dt.date | None) -> Iterator[Day]:
    if end is None:
        return
    yield Day(end, What.END)
    yield from _reminders(end, ENDS, What.END_REMINDER, calendar, end)
    if events.confirm_by is not None:
        yield Day(events.confirm_by, What.CONFIRM)
    for rule in document.end_of_sharing:
        if rule.within is not None:
            yield _over(end, rule.within, What.END_RULE, rule.key, calendar)


def _kept(document: AgreementDocument, events: Events, calendar: Calendar) -> Iterator[Day]:
    for rule in document.retention:
        began = events.kept_from.get(rule.key)
        if rule.period is not None and began is not None:
            yield _over(began, rule.period, What.RETENTION, rule.key, calendar)


def _over(begins: dt.date, period: Period, what: What, about: str, calendar: Calendar) -> Day:
    on = after(begins, period, calendar)
    moves = period.unit == "working_days" and on is not None and not calendar.knows(on)
    return Day(on, what, about, may_move=moves)


def _triggers(document: AgreementDocument) -> Iterator[Day]:
    """What leads to a review or a duty whenever it happens: the words of the text, since no calendar knows the day."""
    if document.term.review_triggers:
        yield Day(None, What.TRIGGER, document.term.review_triggers)
    for rule in document.retention:
        if rule.event:
            yield Day(None, What.RETENTION, f"{rule.key}: {rule.event}")
