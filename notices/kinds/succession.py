"""The kinds about organisations that follow others."""

from notices.kinds.shape import Group, Kind

ALL = (
    Kind(
        key="succession.confirm",
        group=Group.ORGANISATION,
        title="You are asked to confirm what passes to another organisation",
        to="the people who run the portal, except whoever proposed it, and the administrators of whoever takes over",
        why="you run this portal, or are an administrator of the organisation that takes over",
        limit="one each time that it is proposed",
        compulsory="Nothing passes on before somebody has confirmed it, so it cannot be turned off.",
    ),
    Kind(
        key="succession.moved",
        group=Group.ORGANISATION,
        title="Your place has moved to another organisation",
        to="each person who worked for the organisation that ended",
        why="you worked here for an organisation that another one follows",
        limit="once for each organisation that ends",
        compulsory="It says for whom you act from now on, so it cannot be turned off.",
    ),
    Kind(
        key="succession.told",
        group=Group.ORGANISATION,
        title="An organisation in your agreements is another one now",
        to="officers, reviewers and signatories of every party to its agreements",
        why="your organisation is a party to an agreement with one that has ended",
        limit="once for each organisation that ends, however many agreements there are",
        counted=("organisation that has ended", "organisations that have ended"),
    ),
    Kind(
        key="succession.again",
        group=Group.ORGANISATION,
        title="An agreement has to be signed again, since a party became another",
        to="those who draft for the lead",
        why="you draft agreements for the lead organisation",
        limit="one for each agreement that has to be signed again",
        counted=("agreement to sign again after a succession", "agreements to sign again after a succession"),
    ),
    Kind(
        key="succession.stuck",
        group=Group.ORGANISATION,
        title="An agreement cannot move to the organisation that follows",
        to="whoever proposed what passes on; those who draft for the agreement’s lead, or where the lead itself has "
        "ended, the administrators of whoever follows it",
        why="you proposed what passes on, or can put right what stands in the way",
        limit="once for each agreement that cannot be moved",
        counted=("agreement that cannot be moved", "agreements that cannot be moved"),
    ),
)
