"""A crowd to measure with: organisations, people and agreements in numbers, written straight into a throw-away
database.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group, Permission

from accounts.models import User
from accounts.roles import GRANTS, Role
from agreements.choices import Status
from agreements.models import Agreement, CodeUse, Party
from dsaformat.choices import Kind as AgreementKind
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


def agree(*, agreements: int, bodies: list[Organisation], at: datetime) -> None:
    """Agreements of five parties each. The first body is a party to all of them, the others to a few."""
    for start in range(0, agreements, 1000):
        numbers = range(start, min(start + 1000, agreements))
        rows = Agreement.objects.bulk_create(_agreement(number, bodies, at) for number in numbers)
        Party.objects.bulk_create(
            Party(agreement=row, organisation=body, key=f"party-{place}", position=place)
            for number, row in zip(numbers, rows, strict=True)
            for place, body in enumerate(_parties(number, bodies))
        )
        CodeUse.objects.bulk_create(
            CodeUse(agreement=row, code=code, path="data")
            for number, row in zip(numbers, rows, strict=True)
            for code in ("art6_1_e_public_task", _DATA[number % len(_DATA)])
        )


_SUBJECTS = ("Supporting families", "Rough sleeping", "Serious violence", "School places", "Adult social care")
_DATA = ("cat_personal", "sc_health", "cat_criminal_offence")


def _agreement(number: int, bodies: list[Organisation], at: datetime) -> Agreement:
    title, reference = f"{_SUBJECTS[number % 5]} {number}", f"DSA-2026-{number:05}"
    return Agreement(
        reference=reference,
        kind=AgreementKind.AGREEMENT,
        title=title,
        lead=_parties(number, bodies)[number % 5],
        status=list(Status)[number % len(Status)],
        status_at=at - timedelta(minutes=number),
        created_at=at,
        review_on=at.date() + timedelta(days=number % 400 - 100),
        search_text=text.skeleton(f"{title} {reference}"),
    )


def _parties(number: int, bodies: list[Organisation]) -> list[Organisation]:
    others = len(bodies) - 1
    return [bodies[0], *(bodies[1 + (number + place * 7) % others] for place in range(4))]


def _organisation(number: int, at: datetime) -> Organisation:
    name = f"Example Borough Council {number:03}"
    return Organisation(
        legal_name=name,
        slug=f"example-{number}",
        name_skeleton=text.skeleton(name),
        search_text=text.skeleton(f"{name} Z{6_000_000 + number}"),
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
