"""A crowd to measure with: organisations and people in numbers, written straight into a throw-away database."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group, Permission

from accounts.models import User
from accounts.roles import GRANTS, Role
from foundation import text
from parties.choices import Kind, Nation
from parties.models import Membership, MembershipRole, Organisation, OrganisationGrant, Team

_ROLES = tuple(Role)


def gather(*, organisations: int, people: int, at: datetime) -> list[User]:
    """Make them, spread evenly; the people come back in order of their email address."""
    bodies = Organisation.objects.bulk_create(_organisation(number, at) for number in range(organisations))
    teams = _teams(bodies)
    crowd = User.objects.bulk_create(
        User(email=f"person{number}@crowd.example", full_name=f"Person {number}", password="!")
        for number in range(people)
    )
    members = Membership.objects.bulk_create(
        Membership(organisation=bodies[number % organisations], person=person, joined_at=at)
        for number, person in enumerate(crowd)
    )
    roles = [_ROLES[number // organisations % len(_ROLES)] for number in range(people)]
    MembershipRole.objects.bulk_create(
        MembershipRole(membership=member, role=role) for member, role in zip(members, roles, strict=True)
    )
    User.groups.through.objects.bulk_create(
        User.groups.through(user=person, group=teams[bodies[number % organisations].pk, roles[number]])
        for number, person in enumerate(crowd)
    )
    return crowd


def _organisation(number: int, at: datetime) -> Organisation:
    name = f"Example Borough Council {number:03}"
    return Organisation(
        legal_name=name,
        slug=f"example-{number}",
        name_skeleton=text.skeleton(name),
        kind=Kind.LOCAL_AUTHORITY,
        nation=Nation.ENGLAND,
        ico_reference=f"Z{6_000_000 + number}",
        is_public_authority=True,
        created_at=at,
    )


def _teams(bodies: list[Organisation]) -> dict[tuple[int, str], Group]:
    pairs = [(body, role) for body in bodies for role in _ROLES]
    groups = Group.objects.bulk_create(Group(name=f"team:{body.pk}:{role}") for body, role in pairs)
    Team.objects.bulk_create(
        Team(organisation=body, role=role, group=group) for (body, role), group in zip(pairs, groups, strict=True)
    )
    found: dict[str, Any] = {p.codename: p for p in Permission.objects.filter(content_type__app_label="parties")}
    grants: Any = OrganisationGrant
    grants.objects.bulk_create(
        grants(group=group, permission=found[permission], content_object=body)
        for (body, role), group in zip(pairs, groups, strict=True)
        for permission in GRANTS[role]
    )
    return {(body.pk, str(role)): group for (body, role), group in zip(pairs, groups, strict=True)}
