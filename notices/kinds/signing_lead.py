"""The kinds about the course of a signing round."""

import datetime as dt

from notices.kinds.shape import Group, Kind

_FOR_SIGNING = "Your organisation relies on you to sign, so it cannot be turned off."
_ASKED = "you were asked to sign this agreement for your organisation"
_LEADS = "you look after agreements for the lead organisation"

ALL = (
    Kind(
        key="sign.clear",
        group=Group.SIGNING,
        title="Your organisation is asked to sign, and you agree first",
        to="the party's reviewers, where reviewers agree first",
        why="you review agreements for your organisation",
        limit="one for each version and organisation",
        counted=("agreement to look at before it is signed", "agreements to look at before they are signed"),
        is_urgent=True,
    ),
    Kind(
        key="sign.reminder",
        group=Group.SIGNING,
        title="An agreement waits for your signature",
        to="the signatory",
        why=_ASKED,
        limit="5 days after asking, then every 5 working days; none after 30 days; one a day when the lead reminds",
        compulsory=_FOR_SIGNING,
        useful_for=dt.timedelta(days=3),
    ),
    Kind(
        key="sign.final",
        group=Group.SIGNING,
        title="Two working days left to sign",
        to="the signatory and their organisation's administrators",
        why="your organisation was asked to sign this agreement",
        limit="once for each last day",
        compulsory=_FOR_SIGNING,
        is_urgent=True,
        useful_for=dt.timedelta(days=4),
    ),
    Kind(
        key="sign.expired",
        group=Group.SIGNING,
        title="The time to sign has ended",
        to="the signatory and those who draft for the lead",
        why="your organisation signs or leads this agreement",
        limit="once for each last day",
        counted=("agreement not signed in time", "agreements not signed in time"),
    ),
    Kind(
        key="sign.progress",
        group=Group.SIGNING,
        title="How far signing has come",
        to="those who draft for the lead",
        why=_LEADS,
        limit="one a day, when the number has changed",
        counted=("agreement with new signatures", "agreements with new signatures"),
    ),
    Kind(
        key="sign.withdrawn",
        group=Group.SIGNING,
        title="An agreement that you were asked to sign was withdrawn",
        to="everybody who was asked to sign",
        why=_ASKED,
        limit="once",
        compulsory=_FOR_SIGNING,
        is_urgent=True,
    ),
    Kind(
        key="sign.recalled",
        group=Group.SIGNING,
        title="An agreement is no longer out for signature",
        to="everybody who was asked to sign",
        why=_ASKED,
        limit="once each time",
        compulsory=_FOR_SIGNING,
        is_urgent=True,
    ),
    Kind(
        key="sign.removed",
        group=Group.SIGNING,
        title="Your organisation is no longer asked to sign",
        to="the signatory",
        why=_ASKED,
        limit="once",
        compulsory=_FOR_SIGNING,
    ),
    Kind(
        key="sign.replaced",
        group=Group.SIGNING,
        title="A new version replaces the one you signed",
        to="those who signed the earlier version",
        why="you signed an earlier version of this agreement",
        limit="once for each version",
        compulsory=_FOR_SIGNING,
    ),
)
