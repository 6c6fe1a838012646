"""The kinds about signatures that were given, and about the chain that they form."""

from notices.kinds.shape import Group, Kind

ALL = (
    Kind(
        key="sign.on_behalf",
        group=Group.SIGNING,
        title="Somebody signed for your organisation under a mandate",
        to="the reviewers and signatories of each organisation that was signed for",
        why="you review or sign for this organisation",
        limit="one for each signature and person",
        compulsory="Your organisation is bound by it and has only some days to object, so it cannot be turned off.",
        is_urgent=True,
    ),
    Kind(
        key="sign.disputed",
        group=Group.SIGNING,
        title="An organisation says that it was wrong to sign for it",
        to="those who draft for the lead, and whoever signed",
        why="you draft agreements for the lead organisation, or you gave this signature",
        limit="one for each signature that is disputed",
        compulsory="Somebody has to settle it, so it cannot be turned off.",
        is_urgent=True,
    ),
    Kind(
        key="sign.head",
        group=Group.ORGANISATION,
        title="Where the chain of signatures ends today",
        to="the administrators of all organisations",
        why="you are an administrator of an organisation that uses this portal",
        limit="one a day, only when something was signed",
        counted=("day of the chain of signatures", "days of the chain of signatures"),
    ),
)
