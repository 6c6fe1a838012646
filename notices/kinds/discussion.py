"""The kinds about what people say of a draft."""

from notices.kinds.shape import Group, Kind

_PARTY = "you draft or review agreements for an organisation in this agreement"

ALL = (
    Kind(
        key="discussion.question",
        group=Group.REVIEWS,
        title="A question to your organisation about a draft",
        to="those who draft or review for the party asked",
        why=_PARTY,
        limit="one for each question",
        counted=("question to answer", "questions to answer"),
    ),
    Kind(
        key="discussion.mention",
        group=Group.REVIEWS,
        title="Somebody asks you about a draft",
        to="the person named",
        why="somebody named you in a conversation about this agreement",
        limit="one each time that somebody names you",
        counted=("question to you", "questions to you"),
    ),
    Kind(
        key="discussion.answer",
        group=Group.REVIEWS,
        title="New comments and replies",
        to="those who draft for the lead; of a reply, those who wrote in the conversation; of a note, its colleagues",
        why="you write this text, or took part in what is said of it",
        limit="one for all that a person says of an agreement within a few minutes",
        counted=("message of new comments", "messages of new comments"),
    ),
    Kind(
        key="discussion.decided",
        group=Group.REVIEWS,
        title="Your suggestion was decided",
        to="whoever suggested the change",
        why="you suggested a change to this agreement",
        limit="one for all that a person decides of an agreement within a few minutes",
        counted=("decision on your suggestions", "decisions on your suggestions"),
    ),
    Kind(
        key="discussion.blocking",
        group=Group.REVIEWS,
        title="A party asks for changes",
        to="those who draft for the lead",
        why="you draft agreements for the lead organisation",
        limit="one for each comment that blocks",
        counted=("new blocking comment", "new blocking comments"),
    ),
    Kind(
        key="discussion.expiring",
        group=Group.REVIEWS,
        title="A blocking comment reaches its last day",
        to="those who draft for the lead, and those who draft or review for the party that asked",
        why=_PARTY,
        limit="once, 3 days before",
        counted=("blocking comment near its last day", "blocking comments near their last day"),
    ),
    Kind(
        key="discussion.expired",
        group=Group.REVIEWS,
        title="A blocking comment has passed its last day",
        to="those who draft for the lead, and those who draft or review for the party that asked",
        why=_PARTY,
        limit="once, the day after",
        counted=("blocking comment past its last day", "blocking comments past their last day"),
    ),
)
