"""When one text takes another's place: the days that people are reminded of go on under the new one, or stop."""

import datetime as dt

from django.utils import timezone

from agreements.models import Agreement, Ending
from closing import disposal
from closing.choices import DeadlineKind
from closing.models import Countdown
from closing.services import deadlines, keeping
from foundation.verdicts import Refused
from reviews.events import last_day


def replaced(old: Agreement, new: Agreement, at: dt.datetime) -> None:
    """The caller holds both agreements' locks. Nobody hears twice what they heard of the old text.

    Who left says what became of its data where it signed: those days stay.
    """
    _carry_end(old, new, at)
    parties = set(new.parties.values_list("organisation", flat=True))
    counted = Countdown.objects.filter(agreement=old, organisation__in=parties, closed_at=None)
    for row in counted.select_related("agreement", "organisation").order_by("pk"):
        _carry_countdown(row, new, at)


def _carry_end(old: Agreement, new: Agreement, at: dt.datetime) -> None:
    """An end that was decided holds on; the day that the old text named is gone with it."""
    deadlines.settle(agreement=old, kind=DeadlineKind.END, at=at)
    ending = Ending.objects.select_related("agreement").filter(agreement=new, ended_at=None).first()
    day = last_day(ending.agreement) if ending is not None else None
    if day is not None:
        deadlines.set_day(agreement=new, kind=DeadlineKind.END, on=day, at=at)


def _carry_countdown(row: Countdown, new: Agreement, at: dt.datetime) -> None:
    """By the rule that the new text has for the same data; by the old one's words where it has none."""
    for key in keeping.keys(row):
        deadlines.settle(
            agreement=row.agreement, kind=DeadlineKind.RETENTION, organisation=row.organisation, key=key, at=at
        )
    row._change_reason = f"Goes on under {new.reference}"  # type: ignore[attr-defined]  # kept in its history
    row.agreement = new
    _follow_rule(row, at)
    row.save()
    keeping.remind(row, at)


def _follow_rule(row: Countdown, at: dt.datetime) -> None:
    found = keeping.rule_of(row.agreement, row.organisation, row.rule_key)
    if found is None:
        return
    version, rule = found
    data, words = disposal.data_of(version.document, rule), disposal.kept(rule)
    if words != row.rule:
        try:
            days = keeping.days_of(rule, row.organisation, row.counted_from_on, timezone.localdate(at))
        except Refused:
            return  # the new rule names no day, so the one that was counted stands
        row.due_on, row.look_on = days
    row.data, row.rule = data, words
