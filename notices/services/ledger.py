"""The end of a notice's way, written in one place, so that no path forgets to wipe a secret."""

import datetime as dt
from collections.abc import Collection, Iterable

from notices import kinds
from notices.choices import State
from notices.models import Notice

LEFT = "the person has left"
TOO_LATE = "too late to be useful"


def settle(
    notices: Iterable[Notice], state: State, *, at: dt.datetime, only_from: Collection[State], error: str = ""
) -> int:
    """Nothing more will be done about these. Answers how many were still in one of the states ``only_from``."""
    open_: list[Notice] = []
    secret: list[Notice] = []
    for notice in notices:
        (secret if kinds.kind(notice.kind).is_secret else open_).append(notice)
    done = _settle([notice.pk for notice in open_], state, at=at, only_from=only_from, error=error)
    for notice in secret:
        title = kinds.kind(notice.kind).title
        done += _settle(
            [notice.pk], state, at=at, only_from=only_from, error=error, text="", subject=title, wiped_at=at
        )
    return done


def _settle(
    keys: list[int], state: State, *, at: dt.datetime, only_from: Collection[State], error: str, **more: object
) -> int:
    if not keys:
        return 0
    values: dict[str, object] = {
        "state": state,
        "settled_at": at,
        "lease_token": None,
        "leased_until": None,
        "last_error": error,
        **more,
    }
    if state is State.ACCEPTED:
        values["accepted_at"] = at
    return Notice.objects.filter(pk__in=keys, state__in=sorted(only_from)).update(**values)
