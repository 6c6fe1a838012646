"""The kinds about what goes wrong with an agreement that applies."""

from notices.kinds.shape import Group, Kind

_DEALS = "your organisation deals with this issue or leads the agreement"

ALL = (
    Kind(
        key="issue.raised",
        group=Group.REVIEWS,
        title="A party raised an issue with an agreement",
        to="reviewers and officers of the party that deals with it and of the lead; of every party if it is urgent",
        why="your organisation deals with this issue, leads the agreement, or is a party to it and the issue is urgent",
        limit="once for each issue",
        counted=("issue raised", "issues raised"),
    ),
    Kind(
        key="issue.assigned",
        group=Group.REVIEWS,
        title="Your organisation is to deal with an issue",
        to="reviewers and officers of the party that deals with it from now on",
        why="your organisation deals with this issue",
        limit="one each time that it is given to another party",
        counted=("issue to deal with", "issues to deal with"),
    ),
    Kind(
        key="issue.late",
        group=Group.REVIEWS,
        title="An issue is still open after its day",
        to="reviewers and officers of the party that deals with it and of the lead",
        why=_DEALS,
        limit="once for each day that was named",
        counted=("issue whose day has passed", "issues whose day has passed"),
    ),
    Kind(
        key="issue.closed",
        group=Group.REVIEWS,
        title="An issue with an agreement is closed",
        to="reviewers and officers of the party that raised it, of the one that dealt with it and of the lead",
        why="your organisation raised this issue, dealt with it, or leads the agreement",
        limit="once for each issue",
        counted=("issue closed", "issues closed"),
    ),
)
