"""Adding organisations and changing what they say about themselves."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Unpack

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from accounts import access
from accounts.models import User
from accounts.roles import GRANTS, OrgPermission, Role
from foundation import text
from foundation.verdicts import Refused
from parties import facts, ico
from parties.facts import Facts, NewFacts
from parties.models import Organisation, OrganisationGrant, Team
from parties.policies import organisations as policies
from parties.services import trail

# First parts of the addresses under /organisations/, which no organisation may take for itself.
_TAKEN_SLUGS = frozenset(
    {"add", "authority", "collectives", "import", "invitation", "new", "organisations", "search", "switch"}
)


def named(name: str) -> Organisation | None:
    """The organisation of that legal or short name; case and spacing do not matter."""
    wanted = text.folded(name)
    twin: Organisation | None = Organisation.objects.looking_like(name).first()
    if twin is not None:
        return twin if text.folded(twin.legal_name) == wanted else None
    short = [o for o in Organisation.objects.found_by(name) if o.short_name and text.folded(o.short_name) == wanted]
    return short[0] if len(short) == 1 else None


def looks_like(name: str, *, other_than: Organisation | None = None) -> Organisation | None:
    """An organisation that a reader would take ``name`` for."""
    others = Organisation.objects.exclude(pk=other_than.pk) if other_than else Organisation.objects.all()
    found: Organisation | None = others.looking_like(name).first()
    if found is None:
        likeness = text.skeleton(name)
        candidates = others.found_by(name).exclude(short_name="")
        found = next((o for o in candidates if text.skeleton(o.short_name) == likeness), None)
    return found


def create(*, by: User | None, at: dt.datetime, **values: Unpack[NewFacts]) -> Organisation:
    """Add an organisation with its teams. A name that could be taken for another's is refused."""
    policies.can_add(by).enforce()
    with transaction.atomic():
        _refuse_look_alike(text.single_line(values["legal_name"]), None)
        organisation = Organisation(created_at=at)
        _set(organisation, values)
        organisation.slug = _free_slug(organisation)
        _save(organisation, by=by, at=at, because="Added")
        _make_teams(organisation)
    return organisation


def update(*, organisation: Organisation, by: User, at: dt.datetime, **changes: Unpack[Facts]) -> Organisation:
    """Change the given facts and leave the others. Nothing is written when nothing differs."""
    with transaction.atomic():
        row = locked(organisation)
        before = {name: getattr(row, name) for name in facts.NAMES}
        _set(row, changes)
        changed = frozenset(name for name in facts.NAMES if getattr(row, name) != before[name])
        policies.can_change(by, row, changed).enforce()
        if "legal_name" in changed:
            _refuse_look_alike(row.legal_name, row)
        if changed:
            _save(row, by=by, at=at)
    return row


def accept_terms(*, organisation: Organisation, by: User, at: dt.datetime) -> Organisation:
    """Record that the organisation keeps to the portal's terms."""
    with transaction.atomic():
        row = locked(organisation)
        policies.can_accept_terms(by, row).enforce()
        row.terms_accepted_at = at
        row.terms_accepted_by = by
        trail.save(row, by=by, at=at, because="Accepted the terms of use")
    return row


def locked(organisation: Organisation) -> Organisation:
    """The organisation as it is now, held until the transaction ends: one change of its record at a time.

    Rows elsewhere may come to point at it meanwhile. Otherwise two bodies of the same agreements that end on one day
    would wait for each other: whoever holds an agreement writes to the people of both.
    """
    row: Organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    return row


def _refuse_look_alike(name: str, organisation: Organisation | None) -> None:
    if not text.has_letters_or_digits(name):
        raise Refused(["Name must include letters or numbers"])
    twin = looks_like(name, other_than=organisation)
    if twin is None:
        return
    if text.folded(name) in {text.folded(twin.legal_name), text.folded(twin.short_name)}:
        raise Refused([f"{twin.legal_name} is already here – choose it"])
    raise Refused([f"This looks like {twin.legal_name} – choose it or ask us to add a new one"])


def _set(row: Organisation, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        if name not in facts.NAMES:
            raise TypeError(f"{name} is not a fact that can be set")
        setattr(row, name, cleaned(name, value))
    if not row.is_competent_authority:
        row.competent_authority_paragraph = ""
    if row.ico_reference:
        row.ico_reason = ""
    else:
        row.ico_expires_on = None
    row.name_skeleton = text.skeleton(row.legal_name)[:400]
    row.search_text = text.skeleton(f"{row.legal_name} {row.short_name} {row.ico_reference}")[:1400]


def cleaned(name: str, value: Any) -> Any:
    """The value as it would be kept."""
    if not isinstance(value, str):
        return value
    if name == "ico_reference":
        return ico.tidy(text.single_line(value))
    if name in {"address", "ico_reason"}:
        return text.long_text(value)
    return text.single_line(value)


def _save(row: Organisation, *, by: User | None, at: dt.datetime, because: str = "") -> None:
    try:
        with transaction.atomic():
            trail.save(row, by=by, at=at, because=because)
    except IntegrityError as error:
        if not any(column in str(error) for column in ("name_skeleton", "slug")):
            raise
        # Somebody added the same between our look and our save; the database held the line.
        raise Refused(["Somebody has just added an organisation of this name – look for it in the directory"]) from None


def _free_slug(row: Organisation) -> str:
    base = slugify(row.short_name or row.legal_name)[:70].strip("-") or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | _TAKEN_SLUGS
    return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


def _make_teams(organisation: Organisation) -> None:
    """One team for each role, holding what the role may do. Few statements: an import makes hundreds at once."""
    # The name is a contract: who needs a second factor is read from it without asking this app.
    groups = Group.objects.bulk_create([Group(name=f"team:{organisation.pk}:{role.value}") for role in Role])
    pairs = list(zip(Role, groups, strict=True))
    Team.objects.bulk_create([Team(organisation=organisation, role=role, group=group) for role, group in pairs])
    found = access.permissions_of(Organisation, [permission.value for permission in OrgPermission])
    grant: Any = OrganisationGrant
    OrganisationGrant.objects.bulk_create(
        grant(group=group, permission=found[permission.value], content_object=organisation)
        for role, group in pairs
        for permission in GRANTS[role]
    )
