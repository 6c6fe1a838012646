"""The kinds about a text that goes round the parties before it is frozen."""

from notices.kinds.shape import Group, Kind

_REVIEWER = "the lead organisation named you as a person who answers for a party"
_LEAD = "you draft agreements for the lead organisation"

ALL = (
    Kind(
        key="approval.request",
        group=Group.REVIEWS,
        title="You are asked to review an agreement",
        to="each person who is asked to answer for a party",
        why=_REVIEWER,
        limit="one each time that somebody is asked",
        counted=("agreement to review", "agreements to review"),
    ),
    Kind(
        key="approval.reminder",
        group=Group.REVIEWS,
        title="Your review is due",
        to="those who are asked and whose party has not answered",
        why=_REVIEWER,
        limit="5 and 1 working days before, on the day, and when the lead reminds, once a day at most",
        counted=("review reminder", "review reminders"),
    ),
    Kind(
        key="approval.given",
        group=Group.REVIEWS,
        title="A party approved your text",
        to="those who draft for the lead",
        why=_LEAD,
        limit="one for each decision",
        counted=("new approval", "new approvals"),
    ),
    Kind(
        key="approval.changes",
        group=Group.REVIEWS,
        title="A party asks for changes before it approves",
        to="those who draft for the lead",
        why=_LEAD,
        limit="one for each decision",
        counted=("party asking for changes", "parties asking for changes"),
    ),
    Kind(
        key="approval.leaving",
        group=Group.REVIEWS,
        title="A party does not want to be in an agreement",
        to="those who draft for the lead",
        why=_LEAD,
        limit="one for each decision",
        counted=("party leaving", "parties leaving"),
    ),
    Kind(
        key="approval.out_of_date",
        group=Group.REVIEWS,
        title="A text changed after you approved it",
        to="whoever approved it",
        why="you approved this text for a party",
        limit="one for each new text, once a day at most",
        counted=("approval out of date", "approvals out of date"),
    ),
    Kind(
        key="approval.blocked",
        group=Group.REVIEWS,
        title="A text has been held up for long",
        to="the reviewers of the party that asks for changes and of the lead, and those who draft for the lead",
        why="you draft or review for one of the two organisations that can settle it",
        limit="after 15 working days, then every 10",
        counted=("text held up", "texts held up"),
    ),
    Kind(
        key="approval.taken_back",
        group=Group.REVIEWS,
        title="A text that you were asked to review was taken back",
        to="those who were asked, and those who decided",
        why="you were asked to review this agreement, or decided on it",
        limit="once for each time that it is taken back",
        counted=("review taken back", "reviews taken back"),
    ),
)
