"""The kinds about reviews of agreements that apply."""

from notices.kinds.shape import Group, Kind

_OF_PARTY = "you look after this agreement for your organisation"

ALL: tuple[Kind, ...] = (
    Kind(
        key="review.started",
        group=Group.REVIEWS,
        title="A review was started",
        to="those who draft for the lead, and every party's data protection officer and reviewers",
        why=_OF_PARTY,
        limit="once for each review that the lead starts itself",
        counted=("review started", "reviews started"),
    ),
    Kind(
        key="review.answered",
        group=Group.REVIEWS,
        title="Every party has answered in a review",
        to="those who draft for the lead",
        why="you draft agreements for the lead organisation",
        limit="once for each review",
        counted=("review to conclude", "reviews to conclude"),
    ),
    Kind(
        key="review.concluded",
        group=Group.REVIEWS,
        title="A review was concluded",
        to="those who draft for the lead, and every party's data protection officer and reviewers",
        why=_OF_PARTY,
        limit="once for each review",
        counted=("concluded review", "concluded reviews"),
    ),
)
