"""Who may change, pause, leave or end an agreement that applies, and why not."""

import datetime as dt
from typing import TYPE_CHECKING

from accounts import access
from accounts.roles import OrgPermission
from agreements import workflow
from agreements.choices import COMPLETE, Again, Status
from agreements.models import Agreement, Departure, Ending, Suspension, Variation
from agreements.policies import drafts_for
from foundation.verdicts import Verdict
from parties.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User

    Person = User | None

APPLIES = frozenset({Status.IN_FORCE, Status.UNDER_REVIEW})
LONGEST = dt.timedelta(days=366 * 5)
"""Nobody plans an end or a leaving further ahead than this; a date beyond it is a slip."""


def can_vary(person: "Person", agreement: Agreement) -> Verdict:
    """The lead's officers, while it applies and no other text is on its way to replace it."""
    return (
        drafts_for(person, agreement.lead)
        & _applies(agreement, "Only an agreement that is in force can be changed.")
        & Verdict.unless(
            not Variation.objects.filter(replaces=agreement, closed_at=None).exists(),
            "A text that is to replace this agreement is being made already.",
        )
    )


def can_decide_who_signs(person: "Person", agreement: Agreement) -> Verdict:
    """The lead's officers and its reviewers, until the text is frozen."""
    allowed = person is None or any(
        access.holds(person, permission, agreement.lead) for permission in (OrgPermission.DRAFT, OrgPermission.REVIEW)
    )
    return Verdict.unless(
        allowed, f"Only reviewers and information governance officers of {agreement.lead.name} can decide this."
    ) & Verdict.unless(agreement.is_writable, "The text is frozen, so this is decided.")


def decided(agreement: Agreement) -> Verdict:
    """Of a text that replaces another: somebody has decided, about this very text, who signs again."""
    variation = Variation.objects.filter(agreement=agreement).first()
    if variation is None:
        return Verdict()
    return Verdict.unless(variation.again, "Decide who signs again first.") & Verdict.unless(
        not variation.again or variation.digest == agreement.working_digest,
        "The text changed after it was decided who signs again. Decide it again.",
    )


def can_adopt(person: "Person", agreement: Agreement) -> Verdict:
    """Put a changed text in the place of the signed one without new signatures."""
    variation = Variation.objects.filter(agreement=agreement, closed_at=None).first()
    return (
        drafts_for(person, agreement.lead)
        & Verdict.unless(
            workflow.can_move(Status(agreement.status), workflow.Verb.ADOPT), "Freeze the text before it is adopted."
        )
        & Verdict.unless(
            variation is not None and variation.again == Again.NOBODY,
            "Somebody has to sign this text, so it cannot be adopted without signatures.",
        )
    )


def can_suspend(person: "Person", agreement: Agreement) -> Verdict:
    return (
        drafts_for(person, agreement.lead)
        & _applies(agreement, "Only sharing under an agreement that is in force can be paused.")
        & Verdict.unless(not _suspended(agreement), "Sharing under this agreement is paused already.")
    )


def can_lift(person: "Person", agreement: Agreement) -> Verdict:
    return drafts_for(person, agreement.lead) & Verdict.unless(
        _suspended(agreement), "Sharing under this agreement is not paused."
    )


def can_give_notice(person: "Person", agreement: Agreement, organisation: Organisation) -> Verdict:
    """Those who draft or sign for the party that leaves. The lead hands over or ends the agreement instead."""
    allowed = person is None or any(
        access.holds(person, permission, organisation) for permission in (OrgPermission.DRAFT, OrgPermission.SIGN)
    )
    return (
        Verdict.unless(
            allowed, f"Only information governance officers and signatories of {organisation.name} can do this."
        )
        & Verdict.unless(
            Status(agreement.status) in COMPLETE, "A party leaves an agreement that is signed, and that has not ended."
        )
        & Verdict.unless(
            agreement.parties.filter(organisation=organisation).exists(), f"{organisation.name} is not a party."
        )
        & Verdict.unless(
            organisation.pk != agreement.lead_id,
            f"{organisation.name} leads this agreement, so it cannot leave it. It can end it.",
        )
        & Verdict.unless(
            not Departure.objects.filter(agreement=agreement, organisation=organisation, taken_back_at=None).exists(),
            f"{organisation.name} has given notice already.",
        )
    )


def is_day_to_leave(agreement: Agreement, leaves_on: dt.date, today: dt.date) -> Verdict:
    """What the text says of notice is shown beside, and people decide: parties may agree on less."""
    return Verdict.unless(
        today <= leaves_on <= today + LONGEST, "The day must be today or later, and within five years."
    )


def can_take_back_notice(person: "Person", agreement: Agreement, departure: Departure) -> Verdict:
    allowed = person is None or any(
        access.holds(person, permission, departure.organisation)
        for permission in (OrgPermission.DRAFT, OrgPermission.SIGN)
    )
    return Verdict.unless(
        allowed, f"Only information governance officers and signatories of {departure.organisation.name} can do this."
    ) & Verdict.unless(
        departure.left_at is None and departure.taken_back_at is None, "The notice has run out or was taken back."
    )


def can_end(person: "Person", agreement: Agreement) -> Verdict:
    return drafts_for(person, agreement.lead) & Verdict.unless(
        workflow.can_move(Status(agreement.status), workflow.Verb.END),
        "Only an agreement that is signed, and that has not ended, can be ended.",
    )


def is_day_to_end(agreement: Agreement, on: dt.date, today: dt.date) -> Verdict:
    starts = agreement.starts_on
    return (
        Verdict.unless(today <= on <= today + LONGEST, "The day must be today or later, and within five years.")
        & Verdict.unless(starts is None or on >= starts, "It must not end before it starts.")
        & Verdict.unless(
            agreement.ends_on is None or on <= agreement.ends_on + dt.timedelta(days=1),
            "By its own text it ends before that day. To go on for longer, change its text.",
        )
    )


def can_call_off_end(person: "Person", agreement: Agreement) -> Verdict:
    return drafts_for(person, agreement.lead) & Verdict.unless(
        Ending.objects.filter(agreement=agreement, ended_at=None).exists(), "No end has been decided."
    )


def _suspended(agreement: Agreement) -> bool:
    return Suspension.objects.filter(agreement=agreement, lifted_at=None).exists()


def _applies(agreement: Agreement, otherwise: str) -> Verdict:
    return Verdict.unless(Status(agreement.status) in APPLIES, otherwise)
