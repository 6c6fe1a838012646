"""As many organisations as wanted, a text that says who signs for whom, and a person for each."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from agreements import services as agreements
from agreements.models import Agreement, Version
from dsaformat import reading
from foundation.verdicts import Refused
from notices.models import Notice
from parties.authority_rules import Scope, Term
from parties.evidence import Content
from parties.models import Organisation
from parties.services import mandates
from signing.choices import DeclineReason, OnDecline, SeenBy
from signing.models import Request, Round, Signature
from signing.planning import Terms
from signing.services import answers, rounds
from tests.factories.parties import make_ready_organisation
from tests.factories.people import make_person
from tests.signing import papers, scene
from tests.signing.scene import AT, SIGN_BY


@dataclass
class Crowd:
    officer: User
    agreement: Agreement
    version: Version
    organisations: dict[str, Organisation]
    people: dict[str, User]

    @property
    def round(self) -> Round:
        return Round.objects.latest_of(self.agreement)

    @property
    def status(self) -> str:
        self.agreement.refresh_from_db()
        return self.agreement.status

    def request(self, name: str) -> Request:
        return Request.objects.with_round().select_related("live").get(round=self.round, slot=f"Signature-{name}")

    def states(self) -> dict[str, str]:
        return {one.slot.removeprefix("Signature-"): one.state for one in self.round.requests.all()}

    def sign(self, name: str, at: dt.datetime, person: User | None = None) -> Signature:
        return scene.sign_request(self.request(name), person or self.people[name], at)

    def decline(self, name: str, at: dt.datetime) -> None:
        said = {"reason": DeclineReason.NOT_NEEDED, "text": "No.", "seen_by": SeenBy.ALL}
        answers.decline(request=self.request(name), by=self.people[name], at=at, **said)

    def open(self, at: dt.datetime = AT, people: dict[str, Any] | None = None, **terms: Any) -> Round:
        return rounds.open_round(
            version=self.version,
            signatories=self.people if people is None else people,
            sign_by=terms.pop("sign_by", SIGN_BY),
            terms=Terms(**terms),
            by=self.officer,
            at=at,
        )


TWO_OF_3 = {"rule": "quorum", "number": 2}
CONTINUES = {"on_decline": OnDecline.CONTINUES}


def reasons(act: Callable[[], object]) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.reasons


def told(kind: str) -> list[str]:
    """Whom the portal has told so, in order."""
    return sorted(Notice.objects.filter(kind=kind).values_list("email", flat=True))


def gather(
    number: int = 3,
    *,
    at: dt.datetime = AT,
    into_force: dict[str, Any] | None = None,
    signatures: list[dict[str, Any]] | None = None,
    rendered: bool = False,
) -> Crowd:
    """Parties ``one``, ``two`` … with a signatory each; the first leads. The text is frozen."""
    keys = KEYS[:number] if number <= len(KEYS) else [*KEYS, *(f"p{n}" for n in range(len(KEYS), number))]
    organisations = {key: make_ready_organisation(f"{key.title()} Council") for key in keys}
    people = {
        key: scene._signatory(f"{key}@signs.example", f"{key.title()} Reed", place, "Director", "", at)
        for key, place in organisations.items()
    }
    officer = make_person("ig@lead.example", organisations[keys[0]], [Role.IG_OFFICER], full_name="Ada Field")
    document = scene.document()
    document["identity"]["owner"] = keys[0]
    document["parties"] = [scene._party(key, organisations[key].legal_name) for key in keys]
    document["datasets"][0] |= {"supplier": keys[0], "recipients": keys[1:]}
    document["retention"][0]["party"] = keys[1]
    document["term"]["into_force"] = into_force or {"rule": "all"}
    document["signatures"] = signatures or []
    made = agreements.import_document(document=reading.load(json.dumps(document)), by=officer, at=at)
    version = agreements.freeze(agreement=made, by=officer, at=at)
    if rendered:
        scene.render(version, at)
    return Crowd(officer, Agreement.objects.get(pk=made.pk), version, organisations, people)


KEYS = ["one", "two", "three", "four", "five", "six"]


def chair(crowd: Crowd, keys: list[str], at: dt.datetime = AT) -> User:
    """Somebody of the first organisation who may sign for these under a mandate that each has confirmed."""
    home = crowd.organisations["one"]
    person = crowd.people["one"]
    bodies = [crowd.organisations[key] for key in keys]
    mandate = mandates.propose(
        organisation=home,
        person=person,
        office="Chair",
        purpose="To sign once for everybody.",
        bodies=bodies,
        collective=None,
        scope=Scope(),
        term=Term(timezone.localdate(at) - dt.timedelta(days=1)),
        evidence=Content("minute.pdf", "application/pdf", papers.blank()),
        by=User.objects.get(email=f"admin1@{home.slug}.example"),
        at=at,
    )
    for body in bodies:
        mandates.confirm(
            mandate=mandate, organisation=body, by=User.objects.get(email=f"admin1@{body.slug}.example"), at=at
        )
    return person
