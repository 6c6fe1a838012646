"""Beginning an agreement: from a template, or from one that is there."""

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from agreements import assembly, intake
from agreements import services as agreements
from agreements.models import Agreement
from drafting import beginning, policies
from drafting.models import Template, Triage
from drafting.triage import Outcome
from dsaformat import editing, reading
from dsaformat.choices import ContactRole, Link
from dsaformat.document import AgreementDocument
from foundation import text
from foundation.verdicts import Refused
from parties.choices import ContactRole as DirectoryRole
from parties.models import Contact, Organisation

if TYPE_CHECKING:
    from accounts.models import User

CONTACT_ROLES: dict[DirectoryRole, ContactRole] = {
    DirectoryRole.DPO: ContactRole.DATA_PROTECTION_OFFICER,
    DirectoryRole.SIRO: ContactRole.SENIOR_RISK_OWNER,
    DirectoryRole.CALDICOTT: ContactRole.CALDICOTT_GUARDIAN,
    DirectoryRole.IG_LEAD: ContactRole.INFORMATION_GOVERNANCE,
    DirectoryRole.LEGAL: ContactRole.LEGAL,
    DirectoryRole.SECURITY: ContactRole.INFORMATION_SECURITY,
    DirectoryRole.DATA: ContactRole.DATA_EXPERT,
    DirectoryRole.COMPLAINTS: ContactRole.COMPLAINTS,
    DirectoryRole.OTHER: ContactRole.GENERAL,
}
"""What a document calls whoever the directory names so."""

MOST_CONTACTS = 50
"""So many a party of a document can have."""


@transaction.atomic
def start(
    *,
    template: Template,
    title: str,
    public_title: str,
    lead: Organisation,
    by: "User",
    at: dt.datetime,
    triage: Triage | None = None,
) -> Agreement:
    """A draft as the template begins it, with the lead as its first party.

    With the triage that led here, it is made once: whoever sends the page again gets the draft that was made then.
    """
    if triage is not None:
        triage = Triage.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=triage.pk)
        if triage.agreement is not None:
            return triage.agreement
        if not triage.found or not triage.found.makes_one:
            raise Refused(["Answer the questions first. They say whether an agreement is needed."])
    policies.can_start(by, lead, template).enforce()
    document = beginning.document(
        template.outline,
        version=template.version,
        identity={"title": title, "public_title": public_title},
        lead=party(lead, roles=["controller"]),
    )
    return _made(document, triage, by, at)


@transaction.atomic
def copy(
    *,
    agreement: Agreement,
    title: str,
    lead: Organisation,
    by: "User",
    at: dt.datetime,
    link: Link | None = None,
    token: UUID | None = None,
) -> Agreement:
    """A draft that says what this agreement says now, without its reference, dates, signatures and files.

    `link` says how the new one stands to this one. `token` names the page that asked: sent again, it makes no second.
    """
    policies.can_copy(by, agreement, lead).enforce()
    triage = _copying(token, agreement, lead, title, by, at) if token else None
    if triage is not None and triage.agreement is not None:
        return triage.agreement
    owner = next((row.key for row in agreement.parties.all() if row.organisation_id == lead.pk), None)
    if owner is None:
        raise Refused([f"{lead.name} is not a party to the agreement you copy."])
    try:
        document = beginning.copied(assembly.assemble(agreement), title=title)
        document = editing.put(document, "identity", {"owner": owner})
        if link is not None:
            document = editing.add(document, "related", beginning.link_to(document, agreement, link))
    except reading.DocumentError as error:
        raise Refused([f"{path or 'The document'} {reason}." for path, reason in error.problems]) from error
    return _made(document, triage, by, at)


def _copying(token: UUID, agreement: Agreement, lead: Organisation, title: str, by: "User", at: dt.datetime) -> Triage:
    """The record of the copy, which is at the same time the lock that lets it be made once."""
    row, _ = Triage.objects.get_or_create(
        reference=token,
        defaults={
            "organisation": lead,
            "subject": title,
            "question": f"Begun as a copy of {agreement.reference}",
            "outcome": Outcome.FULL.value,
            "reason": f"Begun as a copy of {agreement.reference}",
            "similar": agreement,
            "begun_at": at,
            "begun_by": by,
            "decided_at": at,
            "decided_by": by,
            "search_text": text.skeleton(f"{title} {agreement.reference}"),
        },
    )
    locked: Triage = Triage.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=row.pk)
    if locked.begun_by_id != by.pk or locked.similar_id != agreement.pk:
        raise Refused(["This page has been used already. Start again."])
    return locked


def _made(document: AgreementDocument, triage: Triage | None, by: "User", at: dt.datetime) -> Agreement:
    made = agreements.import_document(document=document, by=by, at=at)
    if triage is not None:
        triage.agreement = made
        triage.save()
    return made


def party(organisation: Organisation, *, roles: list[str], key: str = "") -> dict[str, Any]:
    """The organisation as a document has it: what the directory says of it today, and whom it names there to turn to.

    For many organisations, fetch their `contacts` with them first.
    """
    values = {
        "key": key or editing.new_key((), organisation.slug),
        "organisation": intake.snapshot(organisation),
        "roles": roles,
        "contacts": [_contact(contact) for contact in list(organisation.contacts.all())[:MOST_CONTACTS]],
    }
    return {name: value for name, value in values.items() if name != "contacts" or value}


def _contact(contact: Contact) -> dict[str, str]:
    """A text goes to every party: it says how to reach somebody only where the directory tells everybody so."""
    said = {"role": CONTACT_ROLES[DirectoryRole(contact.role)], "name": contact.name, "office": contact.job_title}
    if contact.is_shared_mailbox or contact.role == DirectoryRole.DPO:
        said |= {"email": contact.email, "phone": contact.phone}
    return {name: value for name, value in said.items() if value}
