"""A small world in which years pass: organisations of three nations, their people, and agreements between them."""

import datetime as dt
import random
from dataclasses import dataclass, field

from accounts.models import User
from accounts.roles import Role
from agreements.choices import RenderingState, Status
from agreements.models import Agreement, Party, PublishedRendering, Transition, Version
from agreements.workflow import Verb
from dsaformat import canonical, reading
from parties.choices import Nation
from parties.models import Organisation
from tests.factories.parties import make_contact, make_organisation
from tests.factories.people import make_person

NATIONS = (Nation.ENGLAND, Nation.SCOTLAND, Nation.NORTHERN_IRELAND, Nation.WALES)
PLAIN = {"title": "Street lighting", "public_title": "Street lighting"}


@dataclass
class Body:
    """One organisation, and the addresses that hear of its agreements."""

    organisation: Organisation
    officer: User
    administrator: User
    reviewer: User | None

    @property
    def dpo(self) -> str:
        return f"dpo@{self.organisation.slug}.example"


@dataclass
class World:
    bodies: list[Body]
    agreements: list[Agreement] = field(default_factory=list)

    def body(self, organisation_id: int) -> Body:
        return next(body for body in self.bodies if body.organisation.pk == organisation_id)


def make(bodies: int) -> World:
    return World([_body(number) for number in range(bodies)])


def _body(number: int) -> Body:
    organisation = make_organisation(f"Council {number}", nation=NATIONS[number % len(NATIONS)])
    make_contact(organisation)
    officer = make_person(f"officer@{organisation.slug}.example", organisation, [Role.IG_OFFICER])
    administrator = make_person(f"admin@{organisation.slug}.example", organisation, [Role.ADMINISTRATOR])
    has_reviewer = number % 3 == 0
    reviewer = (
        make_person(f"reviewer@{organisation.slug}.example", organisation, [Role.REVIEWER]) if has_reviewer else None
    )
    return Body(organisation, officer, administrator, reviewer)


def sign(
    world: World,
    chance: random.Random,
    *,
    at: dt.datetime,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    months: tuple[int, int] = (12, 12),
    is_published: bool = False,
) -> Agreement:
    """Signed at that instant by everybody; its start date brings it into force."""
    bodies = chance.sample(world.bodies, 3)
    reference = f"DSA-2026-{len(world.agreements) + 1:04d}"
    row = Agreement.objects.create(
        reference=reference,
        kind="agreement",
        title=f"Street lighting {reference}",
        public_title=f"Lights {reference}",
        lead=bodies[0].organisation,
        status=Status.SIGNED,
        status_at=at,
        starts_on=starts_on,
        ends_on=ends_on,
        created_at=at,
    )
    for position, body in enumerate(bodies):
        Party.objects.create(
            agreement=row, organisation=body.organisation, key=body.organisation.slug, position=position
        )
    Transition.objects.create(agreement=row, verb=Verb.COMPLETE, source=Status.SIGNING, target=Status.SIGNED, at=at)
    version = _version(row, bodies, months, at)
    if is_published:
        done = {"state": RenderingState.DONE, "size": 1, "sha256": "0" * 64, "finished_at": at}
        PublishedRendering.objects.create(version=version, asked_at=at, **done)
    world.agreements.append(row)
    return row


def _version(row: Agreement, bodies: list[Body], months: tuple[int, int], at: dt.datetime) -> Version:
    review = {"rule": "interval", "first_after_months": months[0], "then_every_months": months[1]}
    dates = {"starts_on": row.starts_on.isoformat(), "review": review}
    ends = {"ends_on": row.ends_on.isoformat()} if row.ends_on else {"ongoing": True}
    parties = [{"key": one.organisation.slug, "organisation": {"name": one.organisation.legal_name}} for one in bodies]
    document = reading.parse(
        {
            "format_version": 1,
            "identity": PLAIN | {"reference": row.reference},
            "parties": parties,
            "term": dates | ends,
        }
    )
    text = canonical.dump(document)
    return Version.objects.create(
        agreement=row, number=1, text=text, fingerprint=canonical.fingerprint_of(text), frozen_at=at
    )
