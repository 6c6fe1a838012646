"""Who may draft what, and why not. What each piece of a document allows is `agreements.policies.can_write`."""

from typing import TYPE_CHECKING

from agreements import policies as agreements
from agreements.models import Agreement
from drafting.choices import TemplateState
from drafting.models import Template
from drafting.outline import OutlineSection
from foundation.verdicts import Verdict
from parties.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User


def can_start(person: "User", lead: Organisation, template: Template) -> Verdict:
    return agreements.can_create(person, lead) & Verdict.unless(
        template.state == TemplateState.PUBLISHED, "This template is not in use. Choose another one."
    )


def can_copy(person: "User", agreement: Agreement, lead: Organisation) -> Verdict:
    return agreements.can_view(person, agreement) & agreements.can_create(person, lead)


def can_mark(person: "User", agreement: Agreement) -> Verdict:
    """Say that a section is completed: the lead's officers."""
    return agreements.can_revise(person, agreement)


def can_leave_out(person: "User", agreement: Agreement, section: OutlineSection) -> Verdict:
    """Say that a section is not needed: where the template leaves that to whoever drafts."""
    return can_mark(person, agreement) & Verdict.unless(
        section.may_be_left_out,
        "Every agreement made from this template has this section. Answer its questions instead.",
    )


def can_fill_in(person: "User", agreement: Agreement) -> Verdict:
    """Write anything in the draft at all: the lead's officers, or a party's officers their own part."""
    lead = agreements.can_revise(person, agreement)
    if lead or not agreement.is_writable:
        return lead
    return Verdict.unless(agreements.own_parties(person, agreement), " ".join(lead.reasons))


def can_edit_templates(person: "User") -> Verdict:
    return Verdict.unless(person.is_operator, "Only the people who run this portal can change templates.")
