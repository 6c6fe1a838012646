"""Worlds for the tests that walk everything: made by the portal's own services, as people would make them."""

import datetime as dt
import re
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from agreements.models import Agreement, Version
from parties.authority_rules import Scope, Term
from parties.evidence import Content
from parties.models import Authority, Collective, Contact, Mandate, Membership, Organisation
from parties.services import collectives, invitations, mandates
from tests.factories import parties as make
from tests.factories import people as factories
from tests.factories.people import make_operator, make_person
from tests.signing import papers, scene

KINDS = (
    "anonymous",
    "stranger",
    "outsider",
    "partner",
    "reader",
    "officer",
    "reviewer",
    "signatory",
    "administrator",
    "operator",
)
"""Signed out; signed in without an organisation; administrator of an organisation that has no part in anything;
officer of another party; each role at the lead organisation; whoever runs the portal."""


@dataclass
class World:
    people: dict[str, User]
    home: Organisation
    partner: Organisation
    agreement: Agreement
    version: Version
    contact: Contact
    member: Membership
    offer_pk: int
    collective: Collective
    mandate: Mandate
    authority: Authority
    clients: dict[str, Client] = field(default_factory=dict)


def sign_in(client: Client, person: User) -> None:
    """As somebody whose session is open, with the second factor that their roles need and that they just used."""
    EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    factories.sign_in(client, person, fresh=True)


def access_world() -> World:
    at = timezone.now()
    staged = scene.set_stage(at)
    scene.open_round(staged, at, timezone.localdate(at) + dt.timedelta(days=10))
    home = staged.lead
    elsewhere = make.make_ready_organisation("Norwich City Council")
    people = {
        "stranger": make_person("stranger@example.org"),
        "outsider": User.objects.get(email=f"admin1@{elsewhere.slug}.example"),
        "partner": make_person("officer@police.example", staged.partner, [Role.IG_OFFICER]),
        "reader": make_person("reader@essex.example", home, [Role.READER]),
        "officer": staged.officer,
        "reviewer": make_person("reviewer@essex.example", home, [Role.REVIEWER]),
        "signatory": staged.first,
        "administrator": User.objects.get(email=f"admin1@{home.slug}.example"),
        "operator": make_operator(),
    }
    administrator = people["administrator"]
    offer = invitations.invite(
        organisation=home,
        email="new@essex.example",
        full_name="New Person",
        roles=[Role.READER],
        by=administrator,
        at=at,
    )
    collective = collectives.create(
        name="Eastern bodies", description="", owner=home, convener=None, by=administrator, at=at
    )
    today = timezone.localdate(at)
    collectives.add_members(
        collective=collective, organisations=[home, staged.partner], starts_on=today, by=administrator, at=at
    )
    return World(
        people=people,
        home=home,
        partner=staged.partner,
        agreement=Agreement.objects.get(pk=staged.agreement.pk),
        version=staged.version,
        contact=home.contacts.first(),
        member=Membership.objects.get(organisation=home, person=people["reader"]),
        offer_pk=offer.pk,
        collective=collective,
        mandate=_mandate(staged, administrator, collective, at),
        authority=Authority.objects.get(person=staged.first),
    )


def _mandate(staged: scene.Scene, by: User, collective: Collective, at: dt.datetime) -> Mandate:
    return mandates.propose(
        organisation=staged.lead,
        person=staged.first,
        office="Chair of the eastern bodies",
        purpose="So that one signature is enough",
        bodies=[staged.partner],
        collective=collective,
        scope=Scope(),
        term=Term(timezone.localdate(at)),
        evidence=Content("minute.pdf", "application/pdf", papers.blank()),
        by=by,
        at=at,
    )


def without_tokens(page: bytes) -> bytes:
    """A page without what differs from request to request: its token and its own address."""
    return re.sub(rb'value="(?:[A-Za-z0-9]{64}|/[^"]*)"', b'value=""', page)
