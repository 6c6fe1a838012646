"""Contacts: whom partners can reach at an organisation."""

import datetime as dt
from typing import Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from foundation import text
from foundation.fields import EmailField
from foundation.verdicts import Refused
from parties.choices import ContactRole
from parties.facts import ContactFacts
from parties.models import Contact, Organisation
from parties.policies import organisations as policies
from parties.services import organisations, trail

SINGLE = frozenset({ContactRole.DPO, ContactRole.SIRO, ContactRole.CALDICOTT})
"""Offices that one person holds at a time."""


def add_contact(*, organisation: Organisation, by: User, at: dt.datetime, **values: Unpack[ContactFacts]) -> Contact:
    """Name somebody to reach. A second holder of an office that one person holds is refused."""
    with transaction.atomic():
        policies.can_edit(by, organisations.locked(organisation)).enforce()
        contact = Contact(organisation=organisation)
        _set(contact, values)
        _refuse_second_holder(contact)
        _confirm(contact, by, at)
        trail.save(contact, by=by, at=at, because="Added")
    return contact


def change_contact(*, contact: Contact, by: User, at: dt.datetime, **values: Unpack[ContactFacts]) -> Contact:
    """Change the given facts; saying them again confirms that they still hold."""
    with transaction.atomic():
        policies.can_edit(by, organisations.locked(contact.organisation)).enforce()
        row = Contact.objects.get(pk=contact.pk)
        _set(row, values)
        _refuse_second_holder(row)
        _confirm(row, by, at)
        trail.save(row, by=by, at=at)
    return row


def remove_contact(*, contact: Contact, by: User, at: dt.datetime) -> None:
    """Take somebody off the list; the organisation's history keeps who it was."""
    with transaction.atomic():
        policies.can_edit(by, organisations.locked(contact.organisation)).enforce()
        row = Contact.objects.filter(pk=contact.pk).first()
        if row is not None:
            trail.delete(row, by=by, at=at, because="Removed")


def _set(contact: Contact, values: ContactFacts) -> None:
    for name, value in values.items():
        if name not in ContactFacts.__annotations__:
            raise TypeError(f"{name} is not a fact of a contact")
        setattr(contact, name, text.single_line(value) if isinstance(value, str) else value)
    if not contact.name:
        raise Refused(["Enter a name"])
    try:
        contact.email = EmailField(required=False).clean(contact.email)
    except ValidationError as wrong:
        raise Refused(wrong.messages) from None
    if contact.role not in ContactRole.values:
        raise Refused(["Select what this contact is for"])


def _refuse_second_holder(contact: Contact) -> None:
    if contact.role not in SINGLE:
        return
    holder = (
        Contact.objects.filter(organisation=contact.organisation_id, role=contact.role).exclude(pk=contact.pk).first()
    )
    if holder is not None:
        office = ContactRole(contact.role).label
        raise Refused([f"{holder.name} is already the {office} – change or remove them first"])


def _confirm(contact: Contact, by: User, at: dt.datetime) -> None:
    contact.confirmed_at = at
    contact.confirmed_by = by
