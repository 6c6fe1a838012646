"""How one row of a history reads. Pure: rows in, a title and a line out."""

import datetime as dt
from typing import Any

from accounts.roles import Role
from parties.choices import (
    AssuranceKind,
    ContactRole,
    Kind,
    Nation,
    OrganisationState,
    Publication,
    SeriousViolenceClass,
)
from parties.preferences import DEFAULTS

Words = tuple[str, str]

_FACTS = {
    "legal_name": "legal name",
    "short_name": "short name",
    "kind": "kind",
    "nation": "nation",
    "address": "address",
    "phone": "phone",
    "email": "email",
    "email_domain": "email domain",
    "ico_reference": "ICO registration number",
    "ico_expires_on": "ICO registration's last day",
    "ico_reason": "reason for no ICO number",
    "is_public_authority": "public authority",
    "is_competent_authority": "competent authority",
    "competent_authority_paragraph": "paragraph of Schedule 7",
    "serious_violence_class": "Serious Violence Duty",
}
_CONTACT = {"role": "what for", "name": "name", "job_title": "job title", "email": "email", "phone": "phone"}
_CONTACT |= {"is_shared_mailbox": "shared mailbox"}
_ASSURANCE = {"level": "level", "reference": "reference", "expires_on": "last day"}
_SETTINGS = {
    "review_first_after_months": "months to the first review",
    "review_then_every_months": "months between reviews",
    "reminder_days": "days of reminders",
    "publication": "publication",
    "draft_review_working_days": "working days to review a draft",
}
_LABELS = {
    "kind": dict(Kind.choices),
    "nation": dict(Nation.choices),
    "serious_violence_class": dict(SeriousViolenceClass.choices),
    "role": dict(ContactRole.choices),
    "publication": dict(Publication.choices),
}


def organisation(row: Any, before: Any) -> Words:
    if row.history_type == "+":
        return "Organisation added", row.legal_name
    if row.history_change_reason:
        return row.history_change_reason, ""
    return "Details changed", _changes(row, before, _FACTS)


def settings(row: Any, before: Any) -> Words:
    """The first settings are a change of the portal's usual ones."""
    return row.history_change_reason or "Settings changed", _changes(row, before or DEFAULTS, _SETTINGS)


def contact(row: Any, before: Any) -> Words:
    who = f"{row.name}, {shown('role', row.role)}"
    if row.history_type == "~":
        changed = _changes(row, before, _CONTACT)
        return (f"Contact changed: {who}", changed) if changed else (f"Contact confirmed: {who}", "")
    return f"Contact {'added' if row.history_type == '+' else 'removed'}: {who}", ""


def membership(row: Any, before: Any) -> Words:
    reason = row.history_change_reason or "Changed"
    text = f"Job title: {row.job_title}" if reason == "Changed job title" and row.job_title else ""
    return f"{reason}: {row.person}", text


def role(row: Any, before: Any) -> Words:
    verb = "given to" if row.history_type == "+" else "taken from"
    return f"Role {verb} {row.membership.person}", Role(row.role).label


def assurance(row: Any, before: Any) -> Words:
    kind = AssuranceKind(row.kind).label
    if row.history_type == "-":
        return f"Standard removed: {kind}", ""
    given = [f"{label}: {shown(name, getattr(row, name))}" for name, label in _ASSURANCE.items() if getattr(row, name)]
    text = _changes(row, before, _ASSURANCE) if before else "; ".join(given)
    return f"Standard {'recorded' if row.history_type == '+' else 'changed'}: {kind}", text[:1].upper() + text[1:]


def succession(row: Any, before: Any) -> Words:
    what = OrganisationState(row.how).label
    if row.history_type == "-":
        return f"No longer recorded: {what.lower()}", f"Successor: {row.successor}"
    return f"{what}, from {shown('on', row.on)}", f"Successor: {row.successor}"


def authority(row: Any, before: Any) -> Words:
    return _registered("Signatory", row)


def delegation(row: Any, before: Any) -> Words:
    return _registered("Delegate", row)


def mandate(row: Any, before: Any) -> Words:
    return _registered("Mandate", row)


def _registered(what: str, row: Any) -> Words:
    verb = "recorded" if row.history_type == "+" else "ended" if row.ended_at else "changed"
    until = f" to {shown('on', row.ends_on)}" if row.ends_on else ""
    text = f"{row.office}, from {shown('on', row.starts_on)}{until}"
    return f"{what} {verb}: {row.person}", f"{text}. {row.end_reason}" if row.end_reason else text


def _changes(row: Any, before: Any, labels: dict[str, str]) -> str:
    if before is None:
        return ""
    parts = []
    for name, label in labels.items():
        old, new = getattr(before, name), getattr(row, name)
        if old != new:
            parts.append(f"{label}: {shown(name, old)} → {shown(name, new)}")
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]


def shown(name: str, value: Any) -> str:
    """A fact's value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    words = str(_LABELS.get(name, {}).get(value, value) if value else "").replace("\n", ", ")
    return words or "nothing"
