"""The kinds about leaving, pausing and ending."""

from notices.kinds.shape import Group, Kind

_PARTY = "your organisation is a party to this agreement"
_WHOM = "officers, reviewers and signatories of every party, except whoever did it"
_ONCE = "one for each decision"

ALL = (
    Kind(
        key="leave.notice",
        group=Group.ENDS,
        title="A party gives notice that it leaves an agreement",
        to=_WHOM,
        why=_PARTY,
        limit="one for each notice",
        counted=("party leaving an agreement", "parties leaving agreements"),
    ),
    Kind(
        key="leave.taken_back",
        group=Group.ENDS,
        title="A party stays in an agreement after all",
        to=_WHOM,
        why=_PARTY,
        limit="one for each notice",
        counted=("notice taken back", "notices taken back"),
    ),
    Kind(
        key="leave.left",
        group=Group.ENDS,
        title="A party has left an agreement",
        to="officers, reviewers and signatories of every party, and of the one that left",
        why="your organisation is or was a party to this agreement",
        limit="one for each party that leaves",
        counted=("party that has left", "parties that have left"),
    ),
    Kind(
        key="pause.started",
        group=Group.ENDS,
        title="Sharing under an agreement is paused",
        to=_WHOM,
        why=_PARTY,
        limit="one for each pause",
        compulsory="Nobody shares data under it until the pause is lifted, so it cannot be turned off.",
        is_urgent=True,
    ),
    Kind(
        key="pause.lifted",
        group=Group.ENDS,
        title="Sharing under an agreement goes on",
        to=_WHOM,
        why=_PARTY,
        limit="one for each pause",
        counted=("pause lifted", "pauses lifted"),
    ),
    Kind(
        key="end.planned",
        group=Group.ENDS,
        title="An agreement is to end",
        to=_WHOM,
        why=_PARTY,
        limit=_ONCE,
        compulsory="Nobody shares data under it after its end, so it cannot be turned off.",
    ),
    Kind(
        key="end.called_off",
        group=Group.ENDS,
        title="An agreement goes on after all",
        to=_WHOM,
        why=_PARTY,
        limit=_ONCE,
        counted=("end called off", "ends called off"),
    ),
    Kind(
        key="end.parent",
        group=Group.ENDS,
        title="An agreement above yours has ended or was replaced",
        to="those who draft for the lead of an agreement that hangs under it",
        why="you draft agreements for the organisation that leads an agreement that hangs under this one",
        limit="once for each of the two agreements",
        counted=("agreement above yours has ended", "agreements above yours have ended"),
    ),
)
