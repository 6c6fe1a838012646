"""The kinds about signatures that somebody brings: on paper, or from another system."""

from notices.kinds.shape import Group, Kind

ALL = (
    Kind(
        key="sign.paper_check",
        group=Group.SIGNING,
        title="A signature on paper to check",
        to="the information governance officers of the lead and of the party, without the person who brought it",
        why="you look after agreements for the organisation that leads this one, or for the one that signed on paper",
        limit="once for each scan; a reminder every 2 working days, for 30 days",
        compulsory="A signature on paper counts only when it was checked, so this cannot be turned off.",
        counted=("paper signature to check", "paper signatures to check"),
    ),
    Kind(
        key="sign.paper_result",
        group=Group.SIGNING,
        title="A signature on paper was checked",
        to="the person who brought it, and the lead’s information governance officers",
        why="you brought this signature, or look after agreements for the organisation that leads this one",
        limit="one for each scan",
        counted=("paper signature checked", "paper signatures checked"),
    ),
    Kind(
        key="ops.upload_virus",
        group=Group.SERVICE,
        title="Somebody brought a file with a virus",
        to="the people who run the portal",
        why="you run this service",
        limit="one a day for each person who brings one",
        is_urgent=True,
        compulsory="This tells the people who run the service that something needs them, so it cannot be turned off.",
    ),
)
