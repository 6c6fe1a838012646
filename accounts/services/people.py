"""People as the portal keeps them: their details, their devices, and leaving."""

import datetime as dt
from importlib import import_module
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.urls import reverse

from accounts import access, devices, policies, telling
from accounts.models import Device, Invitation, User
from foundation.verdicts import Refused, Verdict

DETAILS = ("full_name", "signing_name", "job_title", "rank", "work_phone")


def register(
    *, email: str, full_name: str, at: dt.datetime, password: str | None = None, hashed: str = "", **details: Any
) -> User:
    """A person with a proved address, made without an invitation: for demo data and the operator's command line.

    ``hashed`` is a password whose hash is known, instead of ``password``.
    """
    with transaction.atomic():
        person = User(email=email.strip().lower(), full_name=full_name, **details)
        person.password = hashed or make_password(password)
        person._history_date = at  # type: ignore[attr-defined]
        person.save()
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def change_details(*, person: User, by: User, at: dt.datetime, **changes: str) -> User:
    """Change what a person says about themselves."""
    if unknown := set(changes) - set(DETAILS):
        raise LookupError(f"not a detail: {', '.join(sorted(unknown))}")
    Verdict.unless(by.pk == person.pk or by.is_operator, "You can only change your own details").enforce()
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=person.pk)
        if all(getattr(row, name) == value for name, value in changes.items()):
            return row
        for name, value in changes.items():
            setattr(row, name, value)
        row._history_user = by  # type: ignore[attr-defined]
        row._history_date = at  # type: ignore[attr-defined]
        row.save(update_fields=list(changes))
    return row


def deactivate(*, person: User, by: User, at: dt.datetime) -> User:
    """Shut the person out of everything at once: sessions, teams, links, password, running the portal.

    Second factors stay for the record, and so does every row that names the person.
    """
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=person.pk)
        policies.can_close(by, row).enforce()
        row.is_active = False
        row.is_operator = False
        row.left_at = at
        row.left_by = by
        row.set_unusable_password()
        row._history_user = by  # type: ignore[attr-defined]
        row._history_date = at  # type: ignore[attr-defined]
        row.save()
        row.groups.clear()
        row.user_permissions.clear()
        EmailAddress.objects.filter(user=row, verified=False).delete()
        Invitation.objects.filter(
            email__iexact=row.email, accepted_at=None, withdrawn_at=None, replaced_at=None
        ).update(withdrawn_at=at, withdrawn_by=by)
        end_sessions(person=row)
    access.forget(person)
    return row


def reactivate(*, person: User, by: User, at: dt.datetime) -> User:
    """Let a person who left sign in again. Places at organisations do not come back, nor does the old password."""
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=person.pk)
        policies.can_reopen(by, row).enforce()
        row.is_active = True
        row.left_at = None
        row.left_by = None
        row._history_user = by  # type: ignore[attr-defined]
        row._history_date = at  # type: ignore[attr-defined]
        row.save()
        telling.tell(
            kind="account.changed",
            person=row,
            key=f"back:{row.pk}:{at.isoformat()}",
            context={
                "subject": "You can sign in again",
                "what": f"{by.full_name} opened your account again. Choose a new password before you sign in.",
                "link": reverse("account_reset_password"),
            },
            at=at,
        )
    return row


def end_sessions(*, person: User, but: str | None = None) -> int:
    """Sign the person out everywhere, except in the session whose key is ``but``."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    ended = 0
    for session in UserSession.objects.filter(user=person).exclude(session_key=but or ""):
        store.delete(session.session_key)
        session.delete()
        ended += 1
    return ended


def move_session(*, old_key: str, new_key: str) -> None:
    """A session took a new key; the list of sessions follows."""
    UserSession.objects.filter(session_key=old_key).update(session_key=new_key)


def saw(*, session_key: str, ip: str | None, at: dt.datetime) -> None:
    """The session was used; from where, if that is known."""
    where = {"ip": ip} if ip else {}
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=at, **where)


def signed_in(*, person: User, user_agent: str, ip: str, failures: int, at: dt.datetime) -> None:
    """Remember where from; tell the person when it is somewhere new, or when others tried before."""
    digest = devices.digest(user_agent, ip)
    with transaction.atomic():
        first_ever = not Device.objects.filter(person=person).exists()
        device, is_new = Device.objects.get_or_create(
            person=person,
            digest=digest,
            defaults={"label": devices.label(user_agent), "first_seen_at": at, "last_seen_at": at},
        )
        if not is_new:
            device.last_seen_at = at
            device.save(update_fields=["last_seen_at"])
        if (is_new and not first_ever) or failures:
            telling.tell(
                kind="account.new_signin",
                person=person,
                key=f"{person.pk}:{digest[:16]}:{at.date().isoformat()}",
                context={"device": device.label, "at": at, "failures": failures},
                at=at,
            )


def unfinished(*, email: str) -> User | None:
    """An account begun under an invitation and never finished: no password, no factor, never signed in."""
    person = User.objects.filter(email__iexact=email, last_login=None, is_active=True).first()
    if person is None or person.has_usable_password():
        return None
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialAccount

    proved = Authenticator.objects.filter(user=person).exists() or SocialAccount.objects.filter(user=person).exists()
    return None if proved else person


def begin_again(*, person: User) -> User:
    """Take an unfinished account up where it was left."""
    if unfinished(email=person.email) != person:
        raise Refused(["This account is already in use"])
    EmailAddress.objects.filter(user=person).delete()
    return person
