"""Every kind of message that the portal sends, declared once. The words stand in ``templates/notices/<key>/``."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from notices.choices import Choice


class Group(StrEnum):
    """How the notifications page gathers kinds."""

    SIGNING = "Signing"
    REVIEWS = "Reviews"
    ORGANISATION = "Your organisation"
    SECURITY = "Your account and security"
    DELIVERY = "Messages that did not arrive"
    SERVICE = "Running the service"


_FOR_SECURITY = "It protects your account, so it cannot be turned off."
_FOR_SIGNING = "Your organisation relies on you to sign, so it cannot be turned off."
_FOR_SERVICE = "It tells the people who run the service that something needs them, so it cannot be turned off."
_FOR_DIGEST = "It carries only what you asked to have in a digest."


@dataclass(frozen=True, slots=True)
class Kind:
    key: str
    group: Group
    title: str
    """What it is called on the notifications page, and what remains of a secret's subject once it is sent."""
    to: str
    """Who gets it, completing 'Sent to …'."""
    why: str
    """Completes 'You are getting this because …'."""
    limit: str = ""
    """How often at most, for the people who look after the service."""
    compulsory: str = ""
    """Why it cannot be turned off or kept for a digest; empty when the person may choose."""
    counted: tuple[str, str] = ("", "")
    """One and many of it in a digest's subject, such as '1 to sign'."""
    is_urgent: bool = False
    """Someone is waiting for it, so it overtakes everything that is not."""
    is_secret: bool = False
    """Its words open a door (a code, a link), so they are wiped as soon as they are sent."""
    useful_for: dt.timedelta | None = None
    """After that it would only mislead, so it is not sent any more."""
    reaches_leavers: bool = False
    """Sent even to an account that was closed meanwhile."""

    @property
    def may_choose(self) -> bool:
        return not self.compulsory

    def allows(self, choice: Choice) -> bool:
        return self.may_choose or choice == Choice.IMMEDIATE


_ALL = (
    Kind(
        key="account.invite",
        group=Group.SECURITY,
        title="Invitation to use the portal",
        to="the person invited",
        why="somebody who manages people for that organisation entered your address",
        limit="once for each invitation; one reminder after 7 days; the link lasts 14 days",
        compulsory=_FOR_SECURITY,
        is_urgent=True,
        is_secret=True,
        useful_for=dt.timedelta(days=14),
    ),
    Kind(
        key="account.code",
        group=Group.SECURITY,
        title="Your sign-in code",
        to="the person signing in",
        why="somebody asked for a code to sign in with your address",
        limit="5 an hour; the code lasts 10 minutes",
        compulsory=_FOR_SECURITY,
        is_urgent=True,
        is_secret=True,
        useful_for=dt.timedelta(minutes=10),
    ),
    Kind(
        key="account.reset",
        group=Group.SECURITY,
        title="Reset your password",
        to="the account holder; nobody when there is no account",
        why="somebody asked to reset the password of the account with your address",
        limit="3 an hour; the link lasts 60 minutes",
        compulsory=_FOR_SECURITY,
        is_urgent=True,
        is_secret=True,
        useful_for=dt.timedelta(minutes=60),
    ),
    Kind(
        key="account.changed",
        group=Group.SECURITY,
        title="Your sign-in details were changed",
        to="the account holder, at the old and the new address",
        why="you have, or had, an account with this address",
        limit="one for each change",
        compulsory=_FOR_SECURITY,
        is_urgent=True,
        reaches_leavers=True,
    ),
    Kind(
        key="account.new_signin",
        group=Group.SECURITY,
        title="New sign-in to your account",
        to="the account holder",
        why="your account was used from a device or place that we had not seen before",
        limit="one for each device and day",
        compulsory=_FOR_SECURITY,
        is_urgent=True,
    ),
    Kind(
        key="account.role",
        group=Group.SECURITY,
        title="What you can do for an organisation changed",
        to="the person, and the organisation's administrators",
        why="your account belongs to this organisation or you look after its people",
        limit="one for each change",
        compulsory=_FOR_SECURITY,
        reaches_leavers=True,
    ),
    Kind(
        key="org.dpo_missing",
        group=Group.ORGANISATION,
        title="No data protection officer on record",
        to="the organisation's administrators",
        why="you are an administrator of this organisation",
        limit="weekly until it is put right",
        counted=("missing data protection officer", "missing data protection officers"),
    ),
    Kind(
        key="org.ico_due",
        group=Group.ORGANISATION,
        title="The data protection fee registration runs out soon",
        to="the organisation's administrators",
        why="you are an administrator of this organisation",
        limit="once, 30 days before",
        counted=("registration ending", "registrations ending"),
    ),
    Kind(
        key="mandate.proposed",
        group=Group.ORGANISATION,
        title="Somebody asks to sign for your organisation",
        to="those who can confirm authority for the organisation, and the person named",
        why="this authority concerns your organisation or you",
        limit="one for each organisation and mandate",
        compulsory="It asks your organisation to decide, so it cannot be turned off.",
    ),
    Kind(
        key="mandate.confirmed",
        group=Group.ORGANISATION,
        title="An organisation confirmed that somebody may sign for it",
        to="the person who may sign, and whoever proposed it",
        why="this authority concerns your organisation or you",
        limit="one for each organisation and mandate",
        counted=("confirmed authority", "confirmed authorities"),
    ),
    Kind(
        key="mandate.declined",
        group=Group.ORGANISATION,
        title="An organisation declined that somebody may sign for it",
        to="the person named, and whoever proposed it",
        why="this authority concerns your organisation or you",
        limit="one for each organisation and mandate",
        counted=("declined authority", "declined authorities"),
    ),
    Kind(
        key="mandate.ended",
        group=Group.ORGANISATION,
        title="Somebody's authority to sign ended",
        to="the person, and the administrators of the organisations it covered",
        why="this authority concerned your organisation or you",
        limit="one for each organisation and mandate",
        counted=("ended authority", "ended authorities"),
    ),
    Kind(
        key="sign.request",
        group=Group.SIGNING,
        title="You are asked to sign an agreement",
        to="the signatory",
        why="your organisation named you as a person who signs for it",
        limit="one for each version and organisation",
        compulsory=_FOR_SIGNING,
        is_urgent=True,
    ),
    Kind(
        key="sign.receipt",
        group=Group.SIGNING,
        title="You signed an agreement",
        to="the person who signed",
        why="you signed this agreement",
        limit="one for each signature",
        compulsory="It is your receipt, so it cannot be turned off.",
        is_urgent=True,
    ),
    Kind(
        key="sign.complete",
        group=Group.SIGNING,
        title="An agreement is in force",
        to="everybody in the agreement",
        why="your organisation is a party to this agreement",
        limit="one for each version",
        counted=("agreement now in force", "agreements now in force"),
    ),
    Kind(
        key="review_due",
        group=Group.REVIEWS,
        title="A review is due",
        to="those who draft for the lead, and every party's data protection officer",
        why="you look after this agreement for your organisation",
        limit="one for each reminder date of a review",
        counted=("review due", "reviews due"),
    ),
    Kind(
        key="delivery.failed",
        group=Group.DELIVERY,
        title="We could not deliver an email",
        to="whoever caused the message, otherwise the operator",
        why="you can put the address right or reach the person another way",
        limit="once for each address and week",
        compulsory="Somebody has to know that a person was not reached, so it cannot be turned off.",
    ),
    Kind(
        key="digest.daily",
        group=Group.SERVICE,
        title="Daily digest",
        to="people who chose it",
        why="you asked for a daily digest",
        limit="one a day; nothing when there is nothing to say",
        compulsory=_FOR_DIGEST,
    ),
    Kind(
        key="digest.weekly",
        group=Group.SERVICE,
        title="Weekly digest",
        to="people who chose it",
        why="you asked for a weekly digest",
        limit="one on Monday; nothing when there is nothing to say",
        compulsory=_FOR_DIGEST,
    ),
    Kind(
        key="ops.mail_stuck",
        group=Group.SERVICE,
        title="Messages are waiting too long",
        to="operators",
        why="you run this service",
        limit="one for each 6 hours in which it lasts",
        compulsory=_FOR_SERVICE,
        is_urgent=True,
    ),
    Kind(
        key="ops.seal_failed",
        group=Group.SERVICE,
        title="An agreement could not be sealed",
        to="operators",
        why="you run this service",
        limit="one for each agreement and day",
        compulsory=_FOR_SERVICE,
        is_urgent=True,
    ),
    Kind(
        key="ops.certificate_due",
        group=Group.SERVICE,
        title="A certificate runs out soon",
        to="operators",
        why="you run this service",
        limit="at 30, 14, 7 and 1 days before",
        compulsory=_FOR_SERVICE,
    ),
)

KINDS: dict[str, Kind] = {kind.key: kind for kind in _ALL}


def kind(key: str) -> Kind:
    """The kind with this key; an unknown one is a programmer's mistake."""
    try:
        return KINDS[key]
    except KeyError:
        raise LookupError(f"no such kind of notice: {key}") from None


def to_choose() -> tuple[Kind, ...]:
    """Kinds about which a person has a say."""
    return tuple(kind for kind in _ALL if kind.may_choose)
