"""Who may triage, keep wording and attach files, and why not."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from accounts import access
from accounts.roles import OrgPermission
from agreements import policies as agreements
from agreements.models import Agreement
from drafting import policies
from drafting.choices_starting import Audience
from drafting.models import Attachment, Triage, Wording
from foundation.verdicts import OK, Verdict
from parties.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User


def can_begin(person: "User") -> Verdict:
    """Ask whether an agreement is needed, for some organisation; for which one is `agreements.can_create`'s to say."""
    return Verdict.unless(
        bool(access.organisation_ids(person, OrgPermission.DRAFT)),
        "Only information governance officers can start an agreement.",
    )


def can_answer(person: "User", triage: Triage) -> Verdict:
    return agreements.can_create(person, triage.organisation) & Verdict.unless(
        not triage.outcome, "This is decided already. Open it again to change an answer."
    )


def can_reopen(person: "User", triage: Triage) -> Verdict:
    return (
        agreements.can_create(person, triage.organisation)
        & Verdict.unless(triage.outcome, "This is not decided yet.")
        & Verdict.unless(triage.agreement_id is None, "A draft was made from this, so its answers stay as they are.")
    )


def can_keep_wording(person: "User", organisation: Organisation | None) -> Verdict:
    """Write wording for an organisation; with none, for everybody."""
    if organisation is None:
        return Verdict.unless(person.is_operator, "Only the people who run this portal can keep wording for everybody.")
    return Verdict.unless(
        access.holds(person, OrgPermission.DRAFT, organisation),
        f"Only information governance officers of {organisation.name} can do this.",
    )


def can_change_wording(person: "User", wording: Wording) -> Verdict:
    return can_keep_wording(person, wording.organisation) & Verdict.unless(
        wording.retired_at is None, "This wording is retired. Bring it back to change it."
    )


def can_attach(person: "User", agreement: Agreement, organisation: Organisation) -> Verdict:
    """Bring a file for an organisation that is a party: its own officers, while the text is being written."""
    is_party = any(row.organisation_id == organisation.pk for row in agreement.parties.all())
    return policies.can_fill_in(person, agreement) & Verdict.unless(
        is_party and access.holds(person, OrgPermission.DRAFT, organisation),
        f"Only information governance officers of {organisation.name} can do this.",
    )


def can_remove_attachment(person: "User", attachment: Attachment) -> Verdict:
    """The lead's officers any that they can see; a party's officers their own, unless the agreement lists it."""
    agreement = attachment.agreement
    lead = agreements.can_revise(person, agreement)
    if not agreement.is_writable:
        return lead
    own = access.holds(person, OrgPermission.DRAFT, attachment.organisation)
    if attachment.audience == Audience.OWN:
        owner = attachment.organisation.name
        return Verdict.unless(own, f"Only information governance officers of {owner} can do this.")
    if own and attachment.key:
        return lead
    return OK if own or lead else lead


def can_list_attachment(person: "User", attachment: Attachment, listed: Collection[str]) -> Verdict:
    """Name the file in the agreement's own text; `listed` are the keys of the files that it names already."""
    return agreements.can_revise(person, attachment.agreement) & Verdict.unless(
        attachment.audience == Audience.PARTIES and attachment.key not in listed,
        "Only a file that every party may open, and that is not listed yet, can be listed in the agreement.",
    )
