"""One person who signs for two bodies of three under a mandate that both have confirmed."""

import datetime as dt

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from parties.authority_rules import Scope, Term
from parties.evidence import Content
from parties.models import Mandate, Organisation
from parties.services import mandates
from signing.services import rounds
from tests.factories.parties import make_ready_organisation
from tests.factories.people import make_person
from tests.signing import papers, scene
from tests.signing.scene import Scene

DAY = dt.timedelta(days=1)


def set_stage(monkeypatch, at: dt.datetime = scene.AT) -> Scene:
    """Essex signs for itself; the chair signs for the police and, with the same signature, for Harlow."""
    plain = scene.document

    def text(**term):
        found = plain(**term)
        found["parties"].append(scene._party("harlow", "Harlow Council"))
        found["signatures"] = [
            {"key": "essex", "party": "essex"},
            {"key": "police", "party": "police", "for_parties": ["harlow"]},
        ]
        return found

    monkeypatch.setattr(scene, "document", text)
    cast = scene.call_cast(at)
    harlow = make_ready_organisation("Harlow Council")
    staged = scene.freeze(cast, at)
    scene.render(staged.version, at)
    staged.harlow = harlow
    staged.second, staged.home = chair([staged.partner, harlow], at)
    return staged


def chair(bodies: list[Organisation], at: dt.datetime) -> tuple[User, Organisation]:
    home = make_ready_organisation("Eastern Association")
    person = make_person("chair@eastern.example", home, [Role.SIGNATORY], full_name="Pat Chair")
    mandate = mandates.propose(
        organisation=home,
        person=person,
        office="Chair",
        purpose="To sign once for everybody.",
        bodies=bodies,
        collective=None,
        scope=Scope(),
        term=Term(timezone.localdate(at) - DAY),
        evidence=Content("minute.pdf", "application/pdf", papers.blank()),
        by=administrator(home),
        at=at,
    )
    for body in bodies:
        mandates.confirm(mandate=mandate, organisation=body, by=administrator(body), at=at)
    return person, home


def administrator(organisation: Organisation) -> User:
    return User.objects.get(email=f"admin1@{organisation.slug}.example")


def reviewer(organisation: Organisation) -> User:
    return make_person(f"dpo@{organisation.slug}.example", organisation, [Role.REVIEWER], full_name="Robin Reviewer")


def open_round(staged: Scene, at: dt.datetime = scene.AT, sign_by: dt.date = scene.SIGN_BY):
    return rounds.open_round(
        version=staged.version,
        signatories={"essex": staged.first, "police": staged.second},
        sign_by=sign_by,
        by=staged.officer,
        at=at,
    )


def withdraw_confirmation(staged: Scene, at: dt.datetime) -> None:
    """Harlow takes its confirmation of the mandate back."""
    mandates.withdraw(
        mandate=Mandate.objects.get(),
        organisation=staged.harlow,
        reason="We sign ourselves.",
        by=administrator(staged.harlow),
        at=at,
    )
