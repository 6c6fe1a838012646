"""Agreements in force between Essex, which leads them, and Essex Police, as many as a test asks for."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from agreements.models import Agreement, Party, Piece, Transition, Version
from agreements.workflow import Verb
from notices.models import Notice
from parties.choices import Kind
from parties.models import Organisation
from reviews.choices import CampaignKind
from reviews.models import Campaign, Plan
from reviews.services import campaigns
from reviews.services.campaigns import Wanted
from tests.factories.parties import make_organisation
from tests.factories.people import make_person
from tests.signing import scene

AT = scene.AT
TODAY = timezone.localdate(AT)
DAY = dt.timedelta(days=1)
DUE = dt.date(2026, 12, 18)


@dataclass
class Many:
    lead: Organisation
    partner: Organisation
    officer: User
    """Drafts for the lead."""
    reviewer: User
    """Reviews for the partner."""
    dpo: User
    """Reviews for the lead."""
    agreements: list[Agreement]


def in_force(number: int, *, at: dt.datetime = AT, due_on: dt.date | None = None) -> Many:
    """Their next reviews are due on that day, by default today."""
    staged = scene.freeze(_cast(), at - 400 * DAY)
    people = (
        make_person("dpo@police.example", staged.partner, [Role.REVIEWER], full_name="Pat Police"),
        make_person("dpo@essex.example", staged.lead, [Role.REVIEWER], full_name="Dora Essex"),
    )
    made = Many(staged.lead, staged.partner, staged.officer, *people, agreements=[staged.agreement])
    come_into_force(staged.agreement, at - 400 * DAY, due_on or timezone.localdate(at))
    for one in range(1, number):
        made.agreements.append(_copy(staged.agreement, one))
    return made


def _cast() -> scene.Cast:
    lead, partner = make_organisation("Essex County Council"), make_organisation("Essex Police", Kind.POLICE)
    officer = make_person("ig@essex.example", lead, [Role.IG_OFFICER], full_name="Ada Field")
    return scene.Cast(lead, partner, officer, officer, officer)


def come_into_force(agreement: Agreement, at: dt.datetime, due_on: dt.date) -> None:
    """As if everybody had signed: signing has tests of its own."""
    agreement.status, agreement.status_at = "in_force", at
    agreement.save()
    Transition.objects.create(agreement=agreement, verb=Verb.COME_INTO_FORCE, source="signed", target="in_force", at=at)
    Plan.objects.create(agreement=agreement, review_on=due_on, planned_at=at)


def _copy(first: Agreement, number: int) -> Agreement:
    plan, parties, pieces = (
        Plan.objects.get(agreement=first),
        list(first.parties.all()),
        list(first.pieces.all()),
    )
    version = Version.objects.get(agreement=first)
    copy = Agreement.objects.get(pk=first.pk)
    copy.pk, copy.reference, copy.title = None, f"DSA-2025-{number + 4000:04d}", f"{first.title} {number}"
    copy.public_title = f"Street lighting {number}"
    copy.search_text = f"{copy.title} {copy.reference}".lower()
    copy.save()
    version.pk, version.agreement, version.fingerprint = None, copy, f"{number:064x}"
    version.save(force_insert=True)
    plan.pk, plan.agreement = None, copy
    plan.save(force_insert=True)
    Party.objects.bulk_create(
        Party(agreement=copy, **_values(one, "organisation_id", "key", "position")) for one in parties
    )
    Piece.objects.bulk_create(
        Piece(agreement=copy, **_values(one, "part", "key", "position", "value", "changed_at")) for one in pieces
    )
    return copy


def _values(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def join(agreement: Agreement, number: int) -> None:
    """More parties, which nobody reviews for."""
    more = [make_organisation(f"Borough {position}") for position in range(number)]
    Party.objects.bulk_create(
        Party(agreement=agreement, organisation=one, key=f"b{position}", position=position + 2)
        for position, one in enumerate(more)
    )


def due(agreement: Agreement, day: dt.date | None) -> None:
    """Its next review is on that day."""
    plan = Plan.objects.get(agreement=agreement)
    plan.review_on = day
    plan.save()


def opened(made: Many, *, at: dt.datetime = AT, start: bool = True, by: User | None = None, **more: Any) -> Campaign:
    """A campaign about all of them, with its reviews begun."""
    chosen = tuple(agreement.reference for agreement in made.agreements)
    values = {"kind": CampaignKind.CHOSEN, "subject": "", "title": "Look again", "due_on": DUE, "chosen": chosen}
    by = by or made.officer
    campaign = campaigns.open_campaign(organisation=made.lead, wanted=Wanted(**(values | more)), by=by, at=at)
    if start:
        campaigns.start_reviews(campaign_id=campaign.pk, at=at)
    return campaign


def mail(kind: str = "review.campaign") -> list[tuple[str, str, str]]:
    rows = Notice.objects.filter(kind=kind).order_by("created_at", "email")
    return [(row.email, row.subject, row.text) for row in rows]
