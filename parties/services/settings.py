"""What an organisation decides for itself."""

import datetime as dt
from typing import Unpack

from django.db import transaction

from accounts.models import User
from foundation.verdicts import Refused
from parties import logos, preferences
from parties.models import Organisation, OrganisationSettings
from parties.policies import organisations as policies
from parties.preferences import Chosen
from parties.services import organisations, trail


def change_settings(
    *, organisation: Organisation, by: User, at: dt.datetime, **changes: Unpack[Chosen]
) -> OrganisationSettings:
    """Change the given preferences and leave the others. Nothing is written when nothing differs."""
    if "reminder_days" in changes:
        changes["reminder_days"] = _in_order(changes["reminder_days"])
    with transaction.atomic():
        row = _held(organisation, by)
        before = {name: getattr(row, name) for name in changes}
        if before != changes:
            for name, value in changes.items():
                setattr(row, name, value)
            trail.save(row, by=by, at=at)
    return row


def change_logo(*, organisation: Organisation, picture: bytes, by: User, at: dt.datetime) -> OrganisationSettings:
    """Take the picture, which may be any PNG or JPEG, as the logo. The old one is kept for the PDFs that show it."""
    try:
        redrawn = logos.redrawn(picture)
    except logos.NotALogo as problem:
        raise Refused([str(problem)]) from None
    return _set_logo(organisation, logos.keep(redrawn), by, at, "Logo changed")


def remove_logo(*, organisation: Organisation, by: User, at: dt.datetime) -> OrganisationSettings:
    return _set_logo(organisation, "", by, at, "Logo removed")


def _set_logo(organisation: Organisation, digest: str, by: User, at: dt.datetime, because: str) -> OrganisationSettings:
    with transaction.atomic():
        row = _held(organisation, by)
        if row.logo_sha256 != digest:
            row.logo_sha256 = digest
            trail.save(row, by=by, at=at, because=because)
    return row


def _held(organisation: Organisation, by: User) -> OrganisationSettings:
    """Its settings for whoever may change them, not saved yet if it has none."""
    held = organisations.locked(organisation)
    policies.can_change_settings(by, held).enforce()
    found: OrganisationSettings | None = OrganisationSettings.objects.filter(organisation=held).first()
    return found or OrganisationSettings(organisation=held)


def _in_order(days: list[int]) -> list[int]:
    wanted = [day for day in preferences.REMINDER_DAYS if day in days]
    if not wanted or len(wanted) != len(set(days)):
        raise Refused(["Select when people are reminded of a review"])
    return wanted
