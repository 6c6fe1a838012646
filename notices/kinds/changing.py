"""The kinds about changes of agreements."""

from notices.kinds.shape import Group, Kind

ALL: tuple[Kind, ...] = (
    Kind(
        key="change.told",
        group=Group.SIGNING,
        title="An agreement has changed, and you need not sign it again",
        to="officers, reviewers and signatories of every party that does not sign the change",
        why="your organisation is a party to this agreement",
        limit="once for each change that comes into force",
        compulsory="This says which text binds your organisation, so it cannot be turned off.",
    ),
)
