"""The cards of an organisation's page: rows of facts, each with its link when the reader may change it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from foundation.templatetags import ui
from parties import assurance as rules
from parties import ico
from parties.choices import AssuranceKind, ContactRole
from parties.models import Assurance, Contact, Organisation

Row = dict[str, Any]
PRIVATE = "Only its own people see how to reach this person"


def about(organisation: Organisation, edit: bool) -> list[Row]:
    yes_no = {True: "Yes", False: "No"}
    paragraph = organisation.competent_authority_paragraph
    competent = "Yes" + (f", Schedule 7 paragraph {paragraph}" if paragraph else "")
    duty = organisation.get_serious_violence_class_display() if organisation.serious_violence_class else "Neither"
    return [
        _row("Short name", organisation.short_name, organisation, "about", edit),
        _row("Kind", organisation.get_kind_display(), organisation, "about", False),
        _row("Nation", organisation.get_nation_display(), organisation, "about", edit),
        _row("Public authority", yes_no[organisation.is_public_authority], organisation, "law", edit),
        _row(
            "Competent authority for law enforcement",
            competent if organisation.is_competent_authority else "No",
            organisation,
            "law",
            edit,
        ),
        _row("Serious Violence Duty", duty, organisation, "law", edit),
    ]


def reach(organisation: Organisation, edit: bool) -> list[Row]:
    lines = [line for line in organisation.address.split("\n") if line.strip()]
    return [
        _row("Head office", {"lines": lines} if lines else "", organisation, "reach", edit),
        _row("Phone", organisation.phone, organisation, "reach", edit),
        _row("Email", organisation.email, organisation, "reach", edit),
    ]


def standards(organisation: Organisation, assurances: Iterable[Assurance], on: dt.date, edit: bool) -> list[Row]:
    held = {assurance.kind: assurance for assurance in assurances}
    rows = [_row("Data protection fee (ICO)", _ico(organisation, on, edit), organisation, "ico", edit)]
    for kind in AssuranceKind:
        found = held.get(kind.value)
        row: Row = {"key": kind.label, "value": _evidence(found, on) if found else ""}
        if edit:
            address = reverse("parties:assurance", args=[organisation.slug, kind.value])
            row["actions"] = [{"text": "Change" if found else "Add", "href": address, "hidden": kind.label}]
        rows.append(row)
    return rows


def contact_rows(contacts: Iterable[Contact], *, insider: bool, edit: bool) -> list[Row]:
    """Offices first. Whoever is not an insider sees how to reach shared mailboxes and the data protection officer."""
    order = {role: place for place, role in enumerate(ContactRole.values)}
    rows = []
    for contact in sorted(contacts, key=lambda c: (order.get(c.role, 99), c.name)):
        row: Row = {"key": contact.get_role_display(), "value": {"lines": _contact_lines(contact, insider)}}
        if edit:
            where = [contact.organisation.slug, contact.pk]
            hidden = f"{contact.name}, {contact.get_role_display()}"
            row["actions"] = [
                {"text": "Change", "href": reverse("parties:change_contact", args=where), "hidden": hidden},
                {"text": "Remove", "href": reverse("parties:remove_contact", args=where), "hidden": hidden},
            ]
        rows.append(row)
    return rows


def is_open_to_all(contact: Contact) -> bool:
    """Whether everybody signed in may see how to reach this contact."""
    return contact.is_shared_mailbox or contact.role == ContactRole.DPO


def _contact_lines(contact: Contact, insider: bool) -> list[str]:
    lines = [contact.name, contact.job_title]
    if insider or is_open_to_all(contact):
        lines += [contact.email, contact.phone]
    else:
        lines.append(PRIVATE)
    return [line for line in lines if line]


def _row(key: str, value: Any, organisation: Organisation, card: str, edit: bool) -> Row:
    row: Row = {"key": key, "value": value}
    if edit:
        address = reverse("parties:change", args=[organisation.slug, card])
        if value:
            row["actions"] = [{"text": "Change", "href": address, "hidden": key.lower()}]
        else:
            row["value"] = {"text": f"Give {_GIVE[key]}", "href": address}
    return row


_GIVE = {
    "Short name": "a short name",
    "Head office": "the head office address",
    "Phone": "a phone number",
    "Email": "an email address",
    "Data protection fee (ICO)": "the ICO registration number",
}


def _ico(organisation: Organisation, on: dt.date, edit: bool) -> Any:
    if not organisation.ico_reference:
        return (
            {"text": organisation.ico_reason, "hint": "No registration of its own"} if organisation.ico_reason else ""
        )
    lines = [organisation.ico_reference, _until(organisation.ico_expires_on, on)]
    value: Row = {"lines": [line for line in lines if line]}
    odd = ico.oddity(organisation.ico_reference)
    if odd and edit:
        value["hint"] = odd
    return value


def _evidence(assurance: Assurance, on: dt.date) -> Row:
    lines = [assurance.level, assurance.reference, _until(assurance.expires_on, on)]
    return {"lines": [line for line in lines if line]}


def _until(expires_on: dt.date | None, on: dt.date) -> str:
    """Until when, and what that means today; the words carry it, not a colour."""
    standing = rules.standing(expires_on, on)
    if expires_on is None:
        return ""
    day = ui.uk_date(expires_on)
    days = (expires_on - on).days
    if standing == rules.Standing.EXPIRED:
        return f"Expired on {day}, {_days(-days)} ago"
    if standing == rules.Standing.SOON:
        return f"Expires soon: {day}, " + (f"in {_days(days)}" if days else "today")
    return f"Current until {day}"


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"
