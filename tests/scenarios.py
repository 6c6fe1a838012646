"""Worlds for the tests that walk everything: made by the portal's own services, as people would make them."""

import datetime as dt
import re
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from agreements import services as agreements
from agreements.models import Agreement, SavedView, Version
from agreements.services import views
from dsaformat import reading
from lawfulbasis import services as lawfulbasis
from lawfulbasis.models import Entry
from notices.models import Notice
from parties.authority_rules import Scope, Term
from parties.evidence import Content
from parties.models import Authority, Collective, Contact, Mandate, Membership, Organisation
from parties.services import collectives, invitations, mandates, settings
from tests import living
from tests.drafting import scene as drafting
from tests.factories import parties as make
from tests.factories import people as factories
from tests.factories.people import make_operator, make_person
from tests.living import Living
from tests.parties.pictures import picture
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
    signed: Agreement
    """Signed for by its lead, not yet by the other party."""
    view: SavedView
    """Of the administrator alone."""
    draft: Agreement
    """Led by home with its partner, and still being written."""
    notice: Notice
    """To the signatory, who is asked to sign."""
    law: str
    """The code of an entry of the law's catalogue."""
    later: Living
    """Of the same two organisations: what applies, is changed or over."""
    clients: dict[str, Client] = field(default_factory=dict)


def sign_in(client: Client, person: User) -> None:
    """As somebody whose session is open, with the second factor that their roles need and that they just used."""
    EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    factories.sign_in(client, person, fresh=True)


def access_world() -> World:
    at = timezone.now()
    lawfulbasis.load_catalogue(at=at)
    signed, staged = _two_agreements(at)
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
    RecoveryCodes.activate(administrator)
    settings.change_logo(organisation=home, picture=picture(), by=administrator, at=at)
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
        signed=signed.agreement,
        view=views.save_view(name="Ours", query="role=lead", by=administrator, at=at),
        draft=_draft(staged, at),
        notice=Notice.objects.filter(recipient=staged.first).latest("pk"),
        law=Entry.objects.earliest("pk").code,
        later=living.make(home, staged.partner, staged.officer, people["partner"], at),
    )


def _draft(staged: scene.Scene, at: dt.datetime) -> Agreement:
    document = reading.parse(drafting.values([staged.lead, staged.partner]))
    return agreements.import_document(document=document, by=staged.officer, at=at)


def _two_agreements(at: dt.datetime) -> tuple[scene.Scene, scene.Scene]:
    """One that its lead has signed, and one that still waits for both signatures."""
    signed = scene.set_stage(at)
    _ask_to_sign(signed, at)
    scene.sign(signed, signed.first, at)
    staged = scene.freeze(scene.Cast(signed.lead, signed.partner, signed.officer, signed.first, signed.second), at)
    scene.render(staged.version, at)
    _ask_to_sign(staged, at)
    return signed, staged


def _ask_to_sign(staged: scene.Scene, at: dt.datetime) -> None:
    scene.open_round(staged, at, timezone.localdate(at) + dt.timedelta(days=10))


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
