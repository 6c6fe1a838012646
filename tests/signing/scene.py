"""Two organisations, a frozen text between them, and two people who may sign it."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.freshness import Evidence
from accounts.models import Confirmation, User
from accounts.roles import Role
from accounts.services import confirmations
from agreements import services as agreements
from agreements.models import Agreement, Rendering, Version
from dsaformat import reading
from parties.authority_rules import Scope, Term
from parties.choices import Kind
from parties.evidence import Content
from parties.models import Organisation
from parties.services import authority, mandates
from signing import binding, declared, evidence
from signing.declared import Declaration, Prepared, Said
from signing.models import Request, Round, Signature
from signing.services import acts, rounds
from tests.factories.parties import make_ready_organisation
from tests.factories.people import make_person
from tests.signing import papers

AT = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
SIGN_BY = dt.date(2026, 11, 30)


def _party(key: str, name: str) -> dict[str, Any]:
    officer = {"role": "data_protection_officer", "office": "Data Protection Officer", "email": f"dpo@{key}.example"}
    return {"key": key, "organisation": {"name": name}, "roles": ["controller"], "contacts": [officer]}


def document(**term: Any) -> dict[str, Any]:
    term = term or {"review": {"rule": "interval", "first_after_months": 6, "then_every_months": 12}, "ongoing": True}
    return {
        "format_version": 1,
        "identity": {"title": "Street lighting faults", "public_title": "Street lighting", "owner": "essex"},
        "parties": [
            _party("essex", "Essex County Council"),
            _party("police", "Essex Police"),
        ],
        "purposes": [{"key": "repair", "title": "Repair lamps sooner"}],
        "datasets": [
            {
                "key": "faults",
                "title": "Lamp faults",
                "supplier": "essex",
                "recipients": ["police"],
                "identifiability": "not_about_people",
            }
        ],
        "retention": [
            {"key": "kept", "party": "police", "datasets": ["faults"], "period": {"number": 2, "unit": "years"}}
        ],
        "term": term,
    }


@dataclass
class Cast:
    lead: Organisation
    partner: Organisation
    officer: User
    first: User
    second: User


@dataclass
class Scene(Cast):
    agreement: Agreement
    version: Version

    @property
    def round(self) -> Round:
        return Round.objects.latest_of(self.agreement)

    def request_of(self, person: User) -> Request:
        return Request.objects.select_related("round__version__agreement__lead", "organisation").get(signatory=person)


def set_stage(at: dt.datetime = AT, **term: Any) -> Scene:
    """The text is frozen and rendered; nobody has been asked to sign yet."""
    scene = freeze(call_cast(at), at, **term)
    render(scene.version, at)
    return scene


def call_cast(at: dt.datetime) -> Cast:
    lead = make_ready_organisation("Essex County Council")
    partner = make_ready_organisation("Essex Police", Kind.POLICE)
    officer = make_person("ig@essex.example", lead, [Role.IG_OFFICER], full_name="Ada Field")
    first = _signatory("morgan@essex.example", "Morgan Reed", lead, "Director of Place", "", at)
    second = _signatory("sian@police.example", "Siân Llewellyn", partner, "Borough Commander", "Superintendent", at)
    return Cast(lead, partner, officer, first, second)


def freeze(cast: Cast, at: dt.datetime, **term: Any) -> Scene:
    """The text is frozen; its PDF is not made yet."""
    made = agreements.import_document(document=reading.load(json.dumps(document(**term))), by=cast.officer, at=at)
    version = agreements.freeze(agreement=made, by=cast.officer, at=at)
    return Scene(**vars(cast), agreement=Agreement.objects.get(pk=made.pk), version=version)


def render(version: Version, at: dt.datetime) -> None:
    """A page with the right fields in place of the whole document: its making has tests of its own."""
    rendering = Rendering.objects.get(version=version)
    claimed = agreements.claim_rendering(rendering_id=rendering.pk, at=at)
    if claimed:
        agreements.finish_rendering(rendering=claimed, content=papers.blank("essex", "police"), pages=1, at=at)


def _signatory(email: str, name: str, organisation: Organisation, office: str, rank: str, at: dt.datetime) -> User:
    person = make_person(email, organisation, [Role.SIGNATORY], full_name=name, job_title=office)
    person.rank = rank
    person.save()
    administrator = User.objects.get(email=f"admin1@{organisation.slug}.example")
    authority.record(
        organisation=organisation,
        person=person,
        office=authority.Office(office, rank),
        scope=Scope(),
        term=Term(timezone.localdate(at) - dt.timedelta(days=30)),
        evidence=Content("minute.pdf", "application/pdf", papers.blank()),
        by=administrator,
        at=at,
    )
    return person


def chair_for(body: Organisation, at: dt.datetime) -> tuple[User, Organisation]:
    """Somebody of an organisation that is no party, who may sign for the body under a mandate it has confirmed."""
    home = make_ready_organisation("Eastern Association")
    chair = make_person("chair@eastern.example", home, [Role.SIGNATORY], full_name="Pat Chair")
    mandate = mandates.propose(
        organisation=home,
        person=chair,
        office="Chair",
        purpose="To sign once for everybody.",
        bodies=[body],
        collective=None,
        scope=Scope(),
        term=Term(timezone.localdate(at) - dt.timedelta(days=1)),
        evidence=Content("minute.pdf", "application/pdf", papers.blank()),
        by=User.objects.get(email=f"admin1@{home.slug}.example"),
        at=at,
    )
    by = User.objects.get(email=f"admin1@{body.slug}.example")
    mandates.confirm(mandate=mandate, organisation=body, by=by, at=at)
    return chair, home


def open_round(scene: Scene, at: dt.datetime = AT, sign_by: dt.date = SIGN_BY, second: User | None = None) -> Round:
    return rounds.open_round(
        version=scene.version,
        signatories={"essex": scene.first, "police": second or scene.second},
        sign_by=sign_by,
        by=scene.officer,
        at=at,
    )


def prove(
    person: User,
    request: Request,
    at: dt.datetime,
    purpose: str | None = None,
    *,
    declaration: Declaration | None = None,
) -> Evidence:
    """As if the person had just given a code for this purpose: by default, for the declaration."""
    if purpose is None:
        declaration = declaration or declare(request, person)
        purpose = declaration.purpose(request)
    row = confirmations.record(
        person=person,
        method=Confirmation.Method.TOTP,
        credential="totp:1",
        session_digest="0" * 64,
        purpose=purpose,
        at=at,
    )
    return Evidence(row.method, at, row.credential, row.purpose, row.pk, {})


def declare(request: Request, person: User, at: dt.datetime = AT, **changes: Any) -> Declaration:
    """What the person would declare, put together as the pages do, whether or not it would be taken."""
    bindings = binding.of(request, person, timezone.localdate(at))
    said = {
        "fingerprint": request.round.version.fingerprint,
        "typed_name": person.full_name,
        "rank": person.rank,
        "statements": acts.wanted(request, bindings),
    }
    prepared = Prepared(declared.instant(at), nonce="0" * 64)
    return declared.compose(request, bindings, person, Said(**(said | changes)), prepared)


def sign_request(request: Request, person: User, at: dt.datetime, **changes: Any) -> Signature:
    declaration = declare(request, person, at, **changes)
    return acts.sign(
        request=request,
        declaration=declaration,
        proof=prove(person, request, at, declaration=declaration),
        circumstances=evidence.Circumstances("192.0.2.7", "A browser", "en-GB"),
        by=person,
        at=at,
    )


def sign(scene: Scene, person: User, at: dt.datetime, **changes: Any) -> Signature:
    return sign_request(scene.request_of(person), person, at, **changes)
