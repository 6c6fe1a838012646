"""The kinds about days beside reviews."""

from notices.kinds.shape import Group, Kind

ALL: tuple[Kind, ...] = (
    Kind(
        key="review_due.public",
        group=Group.REVIEWS,
        title="An agreement is still offered for publication long after its review was due",
        to="the administrators of the lead organisation",
        why="you are an administrator of the organisation that leads this agreement",
        limit="90 days after the review was due, then every 30 days, until it is reviewed",
        counted=("published agreement past its review", "published agreements past their review"),
    ),
    Kind(
        key="end_due",
        group=Group.ENDS,
        title="An agreement ends soon",
        to="those who draft for the lead, and every party's data protection officer",
        why="you look after this agreement for your organisation",
        limit="180, 90, 30 and 7 days before the last day, each once; nothing when it is called off",
        counted=("agreement ending", "agreements ending"),
    ),
)
