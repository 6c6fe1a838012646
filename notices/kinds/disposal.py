"""The kinds about what becomes of data."""

from notices.kinds.shape import Group, Kind

_LOOKS_AFTER = "you look after what your organisation does with shared data"

ALL = (
    Kind(
        key="ended",
        group=Group.ENDS,
        title="Sharing has ended: confirm what happens to the data",
        to="every party's data protection officer and reviewers; where there are none, its officers or administrators",
        why=_LOOKS_AFTER,
        limit="once at the end, then 21, 14 and 7 days before the last day, on it, and weekly until it is confirmed",
        compulsory="Somebody has to say what happened to the data, so it cannot be turned off.",
    ),
    Kind(
        key="retention_due",
        group=Group.ENDS,
        title="Data has been kept long enough",
        to="data protection officer and reviewers of the organisation that keeps the data",
        why=_LOOKS_AFTER,
        limit="30 and 7 days before the last day, on it, and weekly until it is recorded",
        counted=("set of data to delete or look at", "sets of data to delete or look at"),
    ),
)
