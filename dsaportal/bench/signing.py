"""Timing the act of signing, in time of the processor: the press of the button, with few and with many parties."""

import hashlib
import statistics
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock, factors
from accounts.models import Confirmation, User
from accounts.roles import Role
from accounts.services import confirmations
from agreements import services
from agreements.choices import Status
from agreements.models import Agreement, Version
from dsaformat import canonical, reading
from dsaportal.bench import documents
from parties.models import Authority, Membership, MembershipRole, Organisation
from signing import policies
from signing.declared import Declaration
from signing.models import Body, Request, Round
from signing.views import shared

SIZES = (2, 33)
PRESSES = 10
MOST = 300


def lines(person: User, *, at: datetime) -> Iterator[str]:
    """``person`` drafts them. The bound is that of the promise: a press is answered within it."""
    for size in SIZES:
        bodies = list(Organisation.objects.order_by("pk")[:size])
        times, queries = [], 0
        agreements = [_asked(bodies, person, at) for _ in range(PRESSES // size + 1)]
        policies.drawable("Loads the library that knows the letters")
        for request in [one for agreement in agreements for one in _requests(agreement)][:PRESSES]:
            press = _ready(request, at)
            with CaptureQueriesContext(connection) as captured:
                started = time.process_time()
                press()
                times.append((time.process_time() - started) * 1000)
            queries = max(queries, len(captured))
        slow = "" if max(times) <= MOST else f"   OVER {MOST} ms"
        name = f"sign, {size} parties"
        yield (
            f"  {name:32} p50 {statistics.median(times):7.2f} ms   worst {max(times):7.2f} ms   "
            f"{queries:3} queries{slow}"
        )


def _asked(bodies: list[Organisation], person: User, at: datetime) -> Agreement:
    """Out for signature, straight in the database: who may be asked, and how, is measured nowhere here."""
    values = documents.values(parties=len(bodies))
    for party, body in zip(values["parties"], bodies, strict=True):
        party["organisation"] = {"name": body.legal_name, "slug": body.slug}
    agreement = services.import_document(document=reading.parse(values), by=person, at=at)
    document = reading.parse(values | {"identity": values["identity"] | {"reference": agreement.reference}})
    version = Version.objects.create(
        agreement=agreement,
        number=1,
        text=canonical.dump(document),
        fingerprint=canonical.fingerprint(document),
        frozen_at=at,
    )
    agreement.status = Status.SIGNING
    agreement.save(update_fields=["status"])
    round_ = Round.objects.create(version=version, opened_at=at, sign_by_on=at.date() + timedelta(days=30))
    for party in agreement.parties.select_related("organisation"):
        _request(round_, party.key, party.organisation, at)
    return agreement


def _request(round_: Round, key: str, organisation: Organisation, at: datetime) -> None:
    member = Membership.objects.select_related("person").filter(organisation=organisation).order_by("pk")[0]
    MembershipRole.objects.get_or_create(membership=member, role=Role.SIGNATORY)
    Authority.objects.get_or_create(
        organisation=organisation,
        person=member.person,
        defaults={
            "reference": f"A-{organisation.pk:07}",
            "office": "Chief Executive",
            "sensitive": True,
            "starts_on": at.date() - timedelta(days=1),
            "recorded_at": at,
            "recorded_by": member.person,
        },
    )
    request = Request.objects.create(
        round=round_,
        slot=f"Signature-{key}",
        party_key=key,
        organisation=organisation,
        signatory=member.person,
        asked_at=at,
    )
    Body.objects.create(request=request, party_key=key, organisation=organisation)


def _requests(agreement: Agreement) -> list[Request]:
    rows = Request.objects.filter(round__version__agreement=agreement).order_by("pk")
    return list(rows.select_related("round__version__agreement", "signatory"))


class _Press:
    """Everything is done but the last press."""

    def __init__(self, client: Client, request: Request) -> None:
        self.client, self.request = client, request
        self.address = reverse("signing:confirm", args=[request.round.version.agreement.reference])

    def __call__(self) -> None:
        answer = self.client.post(self.address, {"slot": self.request.slot})
        if answer.status_code != 302 or "/sign/done/" not in answer["Location"]:
            raise RuntimeError(f"nothing was signed: {answer.status_code} {answer.get('Location', '')}")


def _ready(request: Request, at: datetime) -> _Press:
    person, version = request.signatory, request.round.version
    assert person is not None
    client, reference = Client(), version.agreement.reference
    if not factors.has_one(person):
        TOTP.activate(person, generate_totp_secret())
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    said = {"statements": ["0", "1"], "typed_name": person.name_to_sign, "fingerprint": version.fingerprint}
    client.post(reverse("signing:declare", args=[reference]), said | {"rank": person.rank})
    session = client.session
    session[clock.ANCHOR] = session.get(clock.ANCHOR) or "a" * 32
    session.save()
    confirmations.record(
        person=person,
        method=Confirmation.Method.TOTP,
        credential="totp:1",
        session_digest=hashlib.sha256(session[clock.ANCHOR].encode()).hexdigest(),
        purpose=Declaration(session[shared.DECLARED]["declaration"]).purpose(request),
        at=at,
    )
    return _Press(client, request)
