"""The kinds about many agreements that are reviewed at once."""

from notices.kinds.shape import Group, Kind

ALL = (
    Kind(
        key="review.campaign",
        group=Group.REVIEWS,
        title="You are asked to review several agreements",
        to="every party's reviewers and data protection officer, each person once for the whole campaign",
        why="you review agreements for an organisation that is a party to them",
        limit="when it opens; 5 and 1 working days before, on the day, and when the lead reminds, once a day at most",
        counted=("campaign of reviews", "campaigns of reviews"),
    ),
)
