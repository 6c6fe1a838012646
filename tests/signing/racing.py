"""Two acts on one agreement at the same instant, each with a connection of its own, and what must be true after."""

import datetime as dt
import json
import threading
from collections.abc import Callable
from typing import Any

from django.db import connections

from accounts.models import User
from agreements import services as agreements
from agreements.choices import COMPLETE
from agreements.models import Agreement, Transition
from dsaformat import reading
from foundation.verdicts import Refused
from parties.models import Authority
from parties.services import authority
from signing import chain, evidence
from signing.choices import OnDecline
from signing.models import GENESIS, ChainHead, Request, Round, Sealing, Signature
from signing.planning import Terms
from signing.services import acts, rounds
from tests.signing import scene
from tests.signing.scene import AT, MINUTE, SIGN_BY, Cast

Act = Callable[[], object]
ORDERS = ["first", "second", "together"]


def run(first: Act, second: Act, order: str) -> list[object]:
    """The answers or refusals of both, in this order, whoever was quicker."""
    acts_ = [first, second]
    if order != "together":
        answers: list[object] = [None, None]
        for index in (0, 1) if order == "first" else (1, 0):
            answers[index] = tried(acts_[index])
        return answers
    return at_once(*acts_)


def at_once(*what: Act) -> list[object]:
    barrier, answers = threading.Barrier(len(what)), [None] * len(what)

    def one(index: int) -> None:
        try:
            barrier.wait()
            answers[index] = tried(what[index])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(index,)) for index in range(len(what))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def tried(act: Act) -> object:
    try:
        return act()
    except Refused as refused:
        return refused


class Race:
    """One agreement out for signature between the two organisations of a cast."""

    def __init__(
        self, cast: Cast, *, second: list[User] | None = None, sign_by: dt.date = SIGN_BY, **term: Any
    ) -> None:
        self.cast = cast
        term |= {"review": {"rule": "interval", "first_after_months": 6, "then_every_months": 12}, "ongoing": True}
        document = reading.load(json.dumps(scene.document(**term)))
        self.agreement = agreements.import_document(document=document, by=cast.officer, at=AT)
        version = agreements.freeze(agreement=self.agreement, by=cast.officer, at=AT)
        self.round_pk = rounds.open_round(
            version=version,
            signatories={"essex": cast.first, "police": second or cast.second},
            sign_by=sign_by,
            terms=Terms(on_decline=OnDecline.CONTINUES),
            by=cast.officer,
            at=AT,
        ).pk

    @property
    def round(self) -> Round:
        return Round.objects.select_related("version__agreement__lead").get(pk=self.round_pk)

    @property
    def status(self) -> str:
        return Agreement.objects.get(pk=self.agreement.pk).status

    def request(self, key: str) -> Request:
        return Request.objects.with_round().select_related("live").get(round=self.round_pk, party_key=key)

    def signing(self, key: str, person: User, at: dt.datetime = AT + MINUTE) -> Act:
        """Read, declared and confirmed; what is left is the act."""
        request = self.request(key)
        declaration = scene.declare(request, person, at)
        proof = scene.prove(person, request, at, declaration=declaration)
        return lambda: acts.sign(
            request=request,
            declaration=declaration,
            proof=proof,
            circumstances=evidence.Circumstances(),
            by=person,
            at=at,
        )

    def faults(self) -> list[str]:
        """What no order of any two acts may leave behind."""
        found, round_ = [], self.round
        live = list(round_.requests.filter(live__isnull=False))
        complete = Transition.objects.filter(agreement=self.agreement, verb="complete").count()
        everybody = len(live) == round_.requests.count()
        if everybody and round_.state == "open":
            found.append("signed by all and never completed")
        final = Sealing.objects.get(version=round_.version).wanted - 1 - _acts(round_)
        if complete > 1 or final > 1:
            found.append("completed twice")
        if everybody and final < 1:
            found.append("signed by all and never sealed")
        if (self.status in COMPLETE) is not (round_.met_at is not None):
            found.append("the agreement and the round disagree")
        if _acts(round_) != len(live):
            found.append("a signature counts for nobody")
        return found


def _acts(round_: Round) -> int:
    return Signature.objects.filter(request__round=round_, given_with=None, retraction=None).count()


def chain_faults() -> list[str]:
    links = [chain.Link(s.number, s.evidence, s.previous_hash, s.hash) for s in Signature.objects.order_by("number")]
    head = ChainHead.objects.filter(name="signatures").first()
    lost = [] if head is None or head.number == len(links) else ["the head is elsewhere"]
    return [*chain.faults(links, GENESIS), *lost]


def give_again(right: Authority, administrator: User) -> None:
    """The same authority once more, after it has ended."""
    authority.record(
        organisation=right.organisation,
        person=right.person,
        office=authority.Office(right.office, right.rank),
        scope=right.scope,
        term=scene.Term(AT.date() - dt.timedelta(days=30)),
        evidence=scene.Content("minute.pdf", "application/pdf", scene.papers.blank()),
        by=administrator,
        at=AT,
    )
