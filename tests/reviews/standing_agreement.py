"""An agreement in force between as many parties as wanted, with somebody who reviews for each."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from unittest import mock

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from agreements import services as agreements
from agreements.models import Agreement, Ending, Variation
from foundation.verdicts import Refused
from notices.models import Notice
from parties.models import Organisation
from reviews import reviewing as reading
from reviews import services
from reviews.choices import Conclusion
from reviews.models import Answer, Plan, Review
from reviews.services.reviewing import Decided, Remark, Said, answer, conclude, start
from tests.drafting import scene as drafting
from tests.factories.people import make_person

START = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
EVERY = {"rule": "interval", "first_after_months": 6, "then_every_months": 12}
DUE = dt.date(2027, 5, 20)
"""Six months after it came into force."""
NEXT = dt.date(2028, 5, 20)
OPEN = dt.datetime(2027, 3, 1, 10, 0, tzinfo=dt.UTC)
"""After the first reminder."""
NOTE = "Two years are too long."


@dataclass
class Scene:
    agreement: Agreement
    organisations: tuple[Organisation, ...]
    officer: User
    """Drafts for the lead."""
    reviewers: tuple[User, ...]
    """One for each party, in their order."""
    reader: User
    outsider: User

    def fresh(self) -> Agreement:
        return Agreement.objects.select_related("lead").get(pk=self.agreement.pk)

    @property
    def plan(self) -> Plan:
        return Plan.objects.get(agreement=self.agreement)

    @property
    def review(self) -> Review:
        return Review.objects.filter(agreement=self.agreement).latest("number")

    @property
    def status(self) -> str:
        return self.fresh().status

    def board(self) -> reading.Board:
        return reading.board_of(reading.current(self.fresh(), self.plan))


def in_force(
    parties: int = 3, *, at: dt.datetime = START, at_each: int = 1, planned: bool = True, **term: Any
) -> Scene:
    """Signed elsewhere, so that nobody needs to sign here. `at_each` says how many parties have a reviewer."""
    term = {"review": EVERY, "ongoing": True} | term
    made = drafting.draft(parties, term=term)
    with mock.patch("agreements.services.life.check", return_value=()):
        agreements.freeze(agreement=made.agreement, by=made.officer, at=at)
    reason = "It was signed on paper."
    agreements.record_signed_elsewhere(agreement=made.agreement, by=made.officer, at=at, reason=reason)
    reviewers = [
        make_person(f"dpo{number}@borough.example", one, [Role.REVIEWER], full_name=f"Dora {number}")
        for number, one in enumerate(made.organisations[: max(at_each, 3)], start=1)
    ]
    found = Scene(made.agreement, made.organisations, made.officer, tuple(reviewers), made.reader, made.outsider)
    found.agreement = found.fresh()
    if planned:
        services.plan_new(at=at + MINUTE)
    return found


def say(scene: Scene, party: int, *points: Remark, note: str = "", at: dt.datetime = OPEN, **more: Any) -> Answer:
    values = {"organisation": scene.organisations[party], "by": scene.reviewers[party]} | more
    return answer(agreement=scene.agreement, said=Said(points, note), at=at, **values)


def everybody_says(scene: Scene, at: dt.datetime = OPEN) -> None:
    for party in range(len(scene.organisations)):
        say(scene, party, at=at)


def decide(
    scene: Scene,
    conclusion: Conclusion = Conclusion.KEEP,
    *,
    at: dt.datetime = OPEN,
    by: User | None = None,
    **more: Any,
) -> Review:
    number = more.pop("number", scene.plan.number)
    if conclusion == Conclusion.KEEP:
        more.setdefault("next_on", NEXT)
    decided = Decided(conclusion, **more)
    return conclude(agreement=scene.agreement, number=number, decided=decided, by=by or scene.officer, at=at)


def begin(scene: Scene, reason: str = "", *, at: dt.datetime = OPEN, by: User | None = None) -> Review:
    return start(agreement=scene.agreement, reason=reason, by=by or scene.officer, at=at)


def successor(scene: Scene) -> Agreement:
    return Variation.objects.get(replaces=scene.agreement).agreement


def put_in_force(new: Agreement, scene: Scene, monkeypatch: Any, at: dt.datetime) -> Agreement:
    """Nobody has to sign it again."""
    agreements.decide_who_signs(
        agreement=new, again="nobody", parties=[], because="Nothing that they signed changes.", by=scene.officer, at=at
    )
    monkeypatch.setattr("agreements.services.life.check", lambda **_: ())
    agreements.freeze(agreement=new, by=scene.officer, at=at)
    return agreements.adopt(agreement=Agreement.objects.get(pk=new.pk), by=scene.officer, at=at)


def ending(scene: Scene) -> Ending:
    return Ending.objects.get(agreement=scene.agreement)


def mail(kind: str) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(kind=kind).order_by("email").values_list("email", "subject"))


def told(kind: str) -> list[str]:
    return [email for email, _ in mail(kind)]


def why(refused: Refused) -> str:
    return " ".join(refused.reasons)


def today(at: dt.datetime) -> dt.date:
    return timezone.localdate(at)
