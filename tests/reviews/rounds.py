"""A text that goes round three parties: who reviews for each, and how they are asked and answer."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from accounts.roles import Role
from agreements import services as agreements
from agreements.models import Agreement
from dsaformat import editing
from notices.models import Notice
from parties.models import Organisation
from reviews import board, services
from reviews.choices import Outcome
from reviews.models import Circulation, Decision
from tests.drafting import scene as drafting
from tests.factories.people import make_person

AT = drafting.AT
TODAY = drafting.TODAY  # a Friday
DAY = dt.timedelta(days=1)
DUE = dt.date(2026, 12, 4)  # 10 working days later
NOTE = "The retention period is too long."


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
    def board(self) -> board.Board:
        circulation = board.open_of(self.fresh())
        assert circulation is not None
        return board.of(circulation, self.fresh())

    @property
    def standings(self) -> list[str]:
        return [str(row.standing) for row in self.board.rows]

    @property
    def digest(self) -> str:
        return str(self.fresh().working_digest)


def draft(at: dt.datetime = AT) -> Scene:
    made = drafting.draft(3)
    lead, _, third = made.organisations
    reviewers = (
        make_person("dpo@lead.example", lead, [Role.REVIEWER], full_name="Dora Lead"),
        made.reviewer,
        make_person("dpo@third.example", third, [Role.REVIEWER], full_name="Eli Third"),
    )
    return Scene(made.agreement, made.organisations, made.officer, reviewers, made.reader, made.outsider)


def everybody(scene: Scene) -> dict[int, list[int]]:
    pairs = zip(scene.organisations, scene.reviewers, strict=True)
    return {organisation.pk: [person.pk] for organisation, person in pairs}


def send(scene: Scene, *, at: dt.datetime = AT, due_on: dt.date = DUE, **more: Any) -> Circulation:
    wanted = services.Round(**({"people": everybody(scene), "due_on": due_on, "message": "Please read 4."} | more))
    return services.send(agreement=scene.agreement, wanted=wanted, by=scene.officer, at=at)


def decide(
    scene: Scene, party: int, outcome: Outcome = Outcome.APPROVE, note: str = "", *, at: dt.datetime = AT, **more: Any
) -> Decision:
    values = {"organisation": scene.organisations[party], "outcome": outcome, "note": note, "digest": scene.digest}
    said = services.Said(**(values | {name: value for name, value in more.items() if name != "by"}))
    return services.decide(agreement=scene.agreement, said=said, by=more.get("by", scene.reviewers[party]), at=at)


def write(scene: Scene, path: str = "purposes/help", *, at: dt.datetime = AT, **values: Any) -> None:
    """Change the text, as the lead's officer does."""
    values = values or {"question": "Who needs help, and when?"}

    def edit(document: Any) -> Any:
        return editing.put(document, path, values)

    agreements.change(agreement=scene.agreement, edit=edit, by=scene.officer, at=at)


def freeze(scene: Scene, monkeypatch: Any, at: dt.datetime = AT) -> Any:
    monkeypatch.setattr("agreements.services.life.check", lambda **_: ())
    return agreements.freeze(agreement=scene.agreement, by=scene.officer, at=at)


def mail(kind: str) -> list[tuple[str, str, str]]:
    rows = Notice.objects.filter(kind=f"approval.{kind}").order_by("created_at", "email")
    return [(row.email, row.subject, row.text) for row in rows]


def told_to(kind: str) -> list[str]:
    return [email for email, _, _ in mail(kind)]
