"""Who may do what to an agreement now, and why not. To see one at all is `visible_to`."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from accounts import access
from accounts.roles import OrgPermission
from agreements import ownership, stops, workflow
from agreements.assembly import Place, Text
from agreements.choices import COMPLETE, Again, RenderingState, Status
from agreements.models import Agreement, Rendering, Variation
from foundation.verdicts import OK, Finding, Verdict
from parties.models import Organisation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    Person = User | AnonymousUser | None

_ALREADY: dict[Status, str] = {
    Status.AGREED: "The text is already frozen.",
    Status.SIGNING: "The agreement is out for signature, so its text can no longer change.",
    Status.SIGNED: "The agreement is signed, so its text can no longer change.",
    Status.IN_FORCE: "The agreement is in force, so its text can no longer change.",
    Status.UNDER_REVIEW: "The agreement is in force, so its text can no longer change.",
    Status.SUPERSEDED: "A newer version has replaced this agreement.",
    Status.ENDED: "The agreement has ended.",
    Status.WITHDRAWN: "The agreement was withdrawn.",
}


def can_create(person: "Person", lead: Organisation) -> Verdict:
    return drafts_for(person, lead)


def can_import(person: "User") -> Verdict:
    """Bring a document in at all; whose it may be is `can_create`'s to say."""
    return Verdict.unless(
        bool(access.organisation_ids(person, OrgPermission.DRAFT)),
        "Only information governance officers can import an agreement.",
    )


def can_view(person: "Person", agreement: Agreement) -> Verdict:
    """The same answer as `visible_to`, for one agreement in hand."""
    if person is None:
        return OK
    return Verdict.unless(
        Agreement.objects.visible_to(person).filter(pk=agreement.pk).exists(), "You cannot see this agreement."
    )


def can_freeze(person: "Person", agreement: Agreement, findings: tuple[Finding, ...] = ()) -> Verdict:
    """The lead's officers, while the text is being written, when no check shows a problem and nobody holds it back."""
    problems = sum(finding.stops for finding in findings)
    noun = "problem" if problems == 1 else "problems"
    return (
        drafts_for(person, agreement.lead)
        & _from_here(agreement, workflow.Verb.FREEZE)
        & Verdict.unless(problems == 0, f"The checks show {problems} {noun}. Put them right first.")
        & Verdict(tuple(stops.reasons(agreement)))
    )


def can_send_for_review(person: "Person", agreement: Agreement) -> Verdict:
    """The lead's officers, from a draft. Whom they ask is reviews' to say."""
    status = Status(agreement.status)
    in_review = "The text is in review already."
    return drafts_for(person, agreement.lead) & Verdict.unless(
        workflow.can_move(status, workflow.Verb.SEND_FOR_REVIEW), _ALREADY.get(status, in_review)
    )


def can_take_back(person: "Person", agreement: Agreement) -> Verdict:
    """Out of review, to go on writing it first."""
    return drafts_for(person, agreement.lead) & Verdict.unless(
        workflow.can_move(Status(agreement.status), workflow.Verb.BACK_TO_DRAFT),
        "Only a text that is in review can be taken back to draft.",
    )


def can_unfreeze(person: "Person", agreement: Agreement) -> Verdict:
    """Only before anybody is asked to sign."""
    return drafts_for(person, agreement.lead) & Verdict.unless(
        workflow.can_move(Status(agreement.status), workflow.Verb.UNFREEZE),
        "Only a frozen text that nobody has been asked to sign can be opened again.",
    )


def can_ask_for_signatures(person: "Person", agreement: Agreement) -> Verdict:
    return drafts_for(person, agreement.lead) & Verdict.unless(
        workflow.can_move(Status(agreement.status), workflow.Verb.ASK_FOR_SIGNATURES),
        "Freeze the text before you send it for signature."
        if agreement.is_writable
        else "The agreement is not waiting to be sent for signature.",
    )


def can_record_signed_elsewhere(person: "Person", agreement: Agreement) -> Verdict:
    """The lead's officers, in place of sending it for signature: what was signed before is not signed again."""
    allowed = drafts_for(person, agreement.lead) & Verdict.unless(
        workflow.can_move(Status(agreement.status), workflow.Verb.RECORD_SIGNED_ELSEWHERE),
        "Freeze the text before you record that it was signed elsewhere."
        if agreement.is_writable
        else "Only a frozen text that nobody has been asked to sign can be recorded as signed elsewhere.",
    )
    return allowed and Verdict.unless(
        not _is_signed_by_nobody(agreement), "Nobody has to sign this text, so there is no signature to record."
    )


def _is_signed_by_nobody(agreement: Agreement) -> bool:
    """A change of which it was decided that what was signed before binds everybody."""
    if not agreement.is_edition:
        return False
    return Variation.objects.filter(agreement=agreement, again=Again.NOBODY).exists()


def can_admit(person: "Person", agreement: Agreement, organisation: Organisation) -> Verdict:
    """The lead's officers, once it is signed. Whether the text lets others join is signing's to say."""
    return (
        drafts_for(person, agreement.lead)
        & Verdict.unless(
            Status(agreement.status) in COMPLETE, "Others can join once the agreement is signed, and until it ends."
        )
        & Verdict.unless(
            not agreement.parties.filter(organisation=organisation).exists() or _has_left(agreement, organisation),
            f"{organisation.name} is already a party, or has been asked to join.",
        )
    )


def _has_left(agreement: Agreement, organisation: Organisation) -> bool:
    left: bool = agreement.departures.filter(organisation=organisation, left_at__isnull=False).exists()
    return left


def can_withdraw(person: "Person", agreement: Agreement) -> Verdict:
    return drafts_for(person, agreement.lead) & Verdict.unless(
        workflow.can_move(Status(agreement.status), workflow.Verb.WITHDRAW),
        "Only an agreement that is not yet signed by everyone can be withdrawn.",
    )


def can_revise(person: "Person", agreement: Agreement) -> Verdict:
    """Change the working text."""
    return drafts_for(person, agreement.lead) & _from_here(agreement, workflow.Verb.FREEZE)


def can_write(
    person: "Person", agreement: Agreement, before: Mapping[Place, Text], after: Mapping[Place, Text]
) -> Verdict:
    """Turn the pieces of the document into others: the lead's officers any, a party's officers their own party's."""
    open_ = _from_here(agreement, workflow.Verb.FREEZE)
    if not open_ or person is None or access.holds(person, OrgPermission.DRAFT, agreement.lead):
        return open_
    mine = own_parties(person, agreement)
    if not mine:
        return Verdict.no(f"Only information governance officers of {agreement.lead.name} can do this.")
    touched = [place for place in {*before, *after} if before.get(place) != after.get(place)]
    foreign = [place for place in touched if not _may_turn(mine, place, before.get(place), after.get(place))]
    return Verdict.unless(
        not foreign, f"You can change what your own organisation says. {agreement.lead.name} writes the rest."
    )


def own_parties(person: "Person", agreement: Agreement) -> frozenset[str]:
    """Keys of the parties for which the person may draft."""
    if person is None:
        return frozenset()
    ids = access.organisation_ids(person, OrgPermission.DRAFT)
    return frozenset(row.key for row in agreement.parties.all() if row.organisation_id in ids)


def _may_turn(mine: frozenset[str], place: Place, before: Text | None, after: Text | None) -> bool:
    values = [json.loads(text.value) if text else None for text in (before, after)]
    return any(ownership.may_change(party, place.part, *values) for party in mine)


def can_retry_rendering(person: "Person", rendering: Rendering) -> Verdict:
    """Have a PDF made that could not be made."""
    return drafts_for(person, rendering.version.agreement.lead) & Verdict.unless(
        rendering.state == RenderingState.FAILED, "The PDF is made, or being made."
    )


def drafts_for(person: "Person", lead: Organisation) -> Verdict:
    # Nobody is the operator at the command line, who has the database anyway.
    allowed = person is None or access.holds(person, OrgPermission.DRAFT, lead)
    return Verdict.unless(allowed, f"Only information governance officers of {lead.name} can do this.")


def _from_here(agreement: Agreement, verb: workflow.Verb) -> Verdict:
    status = Status(agreement.status)
    if workflow.can_move(status, verb):
        return OK
    return Verdict.no(_ALREADY[status])
