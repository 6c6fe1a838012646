"""The kinds about organisations that join what others have signed."""

from notices.kinds.shape import Group, Kind

ALL = (
    Kind(
        key="sign.joined",
        group=Group.SIGNING,
        title="An organisation has joined an agreement",
        to="officers, reviewers and signatories of the other parties",
        why="your organisation is a party to this agreement",
        limit="one for each organisation that joins",
        counted=("organisation has joined", "organisations have joined"),
    ),
    Kind(
        key="sign.not_joining",
        group=Group.SIGNING,
        title="A request to join an agreement was called off",
        to="whoever was asked to sign",
        why="you were asked to sign this agreement",
        limit="one for each request that is called off",
        counted=("request called off", "requests called off"),
    ),
)
