"""What whoever runs the portal needs to see: is anything stuck, failing or about to run out?"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from agreements.choices import RenderingState
from agreements.models import PublishedRendering, Rendering
from notices import services as notices
from notices.choices import State
from notices.models import Notice
from signing.models import Sealing
from signing.querysets import MAX_ATTEMPTS

STUCK = dt.timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    value: str
    is_problem: bool = False


def mail(at: dt.datetime) -> list[Line]:
    counts = dict(Notice.objects.order_by().values_list("state").annotate(n=Count("pk")))
    waiting = notices.oldest_waiting_seconds(at=at) or 0
    lines = [Line(state.label, f"{counts[state]:,}", state in _BAD) for state in State if counts.get(state)]
    oldest = f"{int(waiting // 60)} minutes" if waiting else "Nothing is waiting"
    return [Line("Longest wait", oldest, waiting > STUCK.total_seconds()), *lines]


_BAD = frozenset({State.BOUNCED, State.FAILED})


def drawings() -> list[Line]:
    """PDFs being made."""
    counts: Counter[str] = Counter()
    for model in (Rendering, PublishedRendering):
        counts.update(dict(model.objects.order_by().values_list("state").annotate(n=Count("pk"))))
    return [
        Line(state.label, f"{counts[state]:,}", state == RenderingState.FAILED)
        for state in RenderingState
        if counts.get(state)
    ] or [Line("PDFs", "None yet")]


def seals() -> list[Line]:
    """Signatures that were given and are not in the PDF yet."""
    behind = Sealing.objects.behind()
    given_up = behind.filter(attempts__gte=MAX_ATTEMPTS).count()
    return [Line("Waiting to be sealed", f"{behind.count():,}"), Line("Given up", f"{given_up:,}", given_up > 0)]


def groups(*, at: dt.datetime) -> list[tuple[str, list[Line]]]:
    return [("Mail", mail(at)), ("PDFs of agreements", drawings()), ("Seals", seals())]
