"""The kinds about what people who are asked to sign say instead."""

from notices.kinds.shape import Group, Kind

_LEADS = "you draft agreements for the organisation that leads this agreement"
_ADMINISTERS = "you are an administrator of this organisation"
_WAITS = "Others cannot go on until somebody has dealt with this, so it cannot be turned off."
_FOR_SIGNING = "Your organisation relies on you to sign, so it cannot be turned off."

ALL = (
    Kind(
        key="sign.question",
        group=Group.SIGNING,
        title="A signatory has a question or wants changes",
        to="those who draft for the lead",
        why=_LEADS,
        limit="one for each question",
        compulsory=_WAITS,
        is_urgent=True,
    ),
    Kind(
        key="sign.answer",
        group=Group.SIGNING,
        title="Your question before signing was answered",
        to="the person who asked",
        why="you asked a question about an agreement that you are asked to sign",
        limit="one for each question",
        compulsory=_FOR_SIGNING,
        is_urgent=True,
    ),
    Kind(
        key="sign.declined",
        group=Group.SIGNING,
        title="A party has declined to sign",
        to="those who draft for the lead, and for the other parties if whoever declined lets them see why",
        why="you draft agreements for an organisation in this agreement",
        limit="one each time that a party declines",
        compulsory=_WAITS,
        is_urgent=True,
    ),
    Kind(
        key="sign.passed_on",
        group=Group.SIGNING,
        title="Somebody asks you to sign instead",
        to="the person to whom it was passed on",
        why="somebody named you as a person who signs for your organisation",
        limit="one each time that it is passed on",
        compulsory=_FOR_SIGNING,
        is_urgent=True,
    ),
    Kind(
        key="sign.passed_on_copy",
        group=Group.SIGNING,
        title="A request to sign was passed on in your organisation",
        to="the organisation's administrators",
        why=_ADMINISTERS,
        limit="one each time that it is passed on",
        counted=("request to sign passed on", "requests to sign passed on"),
    ),
    Kind(
        key="sign.returned",
        group=Group.SIGNING,
        title="Choose who signs for your organisation",
        to="the organisation's administrators",
        why=_ADMINISTERS,
        limit="one each time that somebody says that it is not for them",
        compulsory=_WAITS,
        is_urgent=True,
    ),
    Kind(
        key="sign.taken_back",
        group=Group.SIGNING,
        title="You are no longer asked to sign",
        to="the person to whom it had been passed on",
        why="you were asked to sign this agreement",
        limit="one each time that it is taken back",
        counted=("request to sign taken back", "requests to sign taken back"),
    ),
    Kind(
        key="sign.retracted",
        group=Group.SIGNING,
        title="A signature was withdrawn",
        to="those who are asked to sign, and those who draft, review or sign for a party",
        why="your organisation is a party to this agreement",
        limit="one for each signature that is withdrawn",
        compulsory="This changes what was agreed, so it cannot be turned off.",
    ),
)
