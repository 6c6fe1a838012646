"""Passing on an ended organisation's place in one agreement, all or nothing."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from agreements import followers, intake, succession_text
from agreements import succession_places as places
from agreements.models import Agreement, Departure, Party
from agreements.models.succession import HandoverItem
from agreements.services import changing, content, ends
from agreements.services import telling_succession as tell
from agreements.services.moving import move as change_status
from agreements.succession import Fate, Forecast, Passing, Place
from agreements.workflow import Verb
from dsaformat.document import AgreementDocument
from foundation.verdicts import Refused
from parties.models import Organisation
from parties.services import successions, trail

if TYPE_CHECKING:
    from accounts.models import User


class _Act:
    """One place on its way: what is moved, for whom, and why."""

    def __init__(self, item: HandoverItem, agreement: Agreement, place: Place, at: dt.datetime) -> None:
        self.agreement, self.place, self.at = agreement, place, at
        self.organisation: Organisation = item.handover.organisation
        self.heir: Organisation | None = item.heir
        self.by: User | None = item.handover.confirmed_by

    @property
    def why(self) -> str:
        name = self.organisation.legal_name
        return f"{name} became {self.heir.legal_name}." if self.heir else f"{name} has ended."


@transaction.atomic
def move(*, item: HandoverItem, at: dt.datetime) -> bool:
    """Do what was foreseen, as things stand now. Raises `Refused` when it cannot be done yet.

    Answers whether it was done now: where another worker was quicker, nothing is done twice.
    """
    agreement = content.locked(item.agreement)
    item = (
        HandoverItem.objects.select_for_update(of=("self",))
        .select_related("handover__organisation", "handover__confirmed_by", "heir")
        .get(pk=item.pk)
    )
    if item.state == Passing.DONE:
        return False
    organisation = item.handover.organisation
    item.heir = still_there(item.heir, timezone.localdate(at))
    place, forecast = places.forecasts([agreement], organisation, {agreement.pk: item.heir})[agreement.pk]
    if forecast.fate is Fate.HELD:
        raise Refused(forecast.reasons)
    act = _Act(item, agreement, place, at)
    item.opened = _ACTS[forecast.fate](act, forecast)
    followers.moved(agreement=agreement, before=organisation, after=item.heir, by=act.by, at=at)
    item.state, item.fate, item.party_key = Passing.DONE, forecast.fate, place.key
    item.reason, item.tried_at = " ".join(forecast.reasons), at
    trail.save(item, by=act.by, at=at)
    tell.passed(item=item, agreement=agreement, at=at)
    return True


def still_there(heir: Organisation | None, today: dt.date) -> Organisation | None:
    """Who takes over: the one that was chosen, or the only one that follows it if it has ended meanwhile."""
    if heir is None or heir.is_active_on(today):
        return heir
    onward = successions.heirs(heir, today)
    if len(onward) != 1:
        raise Refused([f"{heir.name} has ended too, so it cannot take over."])
    return onward[0]


@transaction.atomic
def note_failure(*, item: HandoverItem, reason: str, at: dt.datetime, is_stuck: bool = False) -> None:
    """Why it has not moved yet; those who can do something about it are told, once. Nothing of one that has moved."""
    rows = HandoverItem.objects.select_for_update(of=("self",)).select_related(
        "handover__organisation", "handover__proposed_by", "agreement__lead", "heir"
    )
    row = rows.get(pk=item.pk)
    if row.state == Passing.DONE:
        return
    row.state, row.fate, row.reason, row.tried_at = Passing.FAILED, Fate.HELD, reason, at
    trail.save(row, by=None, at=at)
    if is_stuck:
        tell.stuck(item=row, at=at)


def _written(act: _Act, forecast: Forecast) -> None:
    assert forecast.document is not None
    _take_place(act)
    content.store(act.agreement, forecast.document, by=act.by, at=act.at)


def _reopened(act: _Act, forecast: Forecast) -> None:
    change_status(act.agreement, Verb.UNFREEZE, by=act.by, at=act.at, reason=act.why)
    _written(act, forecast)


def _told(act: _Act, forecast: Forecast) -> None:
    _take_place(act)
    _take_notice(act)


def _again(act: _Act, forecast: Forecast) -> Agreement:
    """Nobody's act, since the one who confirmed this need not draft for the lead: the lead's officers go on with it."""
    assert act.heir is not None
    _told(act, forecast)
    variation = changing.open_variation(agreement=act.agreement, reason=_reason(act, forecast), by=None, at=act.at)
    edit: Callable[[AgreementDocument], AgreementDocument] = partial(
        succession_text.passed,
        key=act.place.key,
        heir_key=act.place.heir_key,
        snapshot=intake.snapshot(act.heir),
    )
    content.change(agreement=variation.agreement, edit=edit, by=None, at=act.at)
    opened: Agreement = Agreement.objects.get(pk=variation.agreement.pk)
    return opened


def _reason(act: _Act, forecast: Forecast) -> str:
    return " ".join((act.why, *forecast.reasons))


def _leaves(act: _Act, forecast: Forecast) -> None:
    if act.place.gave_notice:
        return
    today = timezone.localdate(act.at)
    ends.give_notice(
        agreement=act.agreement,
        organisation=act.organisation,
        leaves_on=max(today, act.organisation.ended_on or today),
        reason=act.why,
        by=None,
        at=act.at,
    )


def _kept(act: _Act, forecast: Forecast) -> None:
    """Whoever follows reads the record. Where it has a place of its own, both stay as the text names them."""
    if act.heir is not None and not act.place.heir_key:
        _take_place(act)


_ACTS: dict[Fate, Callable[[_Act, Forecast], Agreement | None]] = {
    Fate.WRITTEN: _written,
    Fate.REOPENED: _reopened,
    Fate.TOLD: _told,
    Fate.AGAIN: _again,
    Fate.LEAVES: _leaves,
    Fate.KEPT: _kept,
}


def _take_place(act: _Act) -> None:
    """The rows alone: what was signed is not touched. Where the heir is a party already, one place is left."""
    row = Party.objects.filter(agreement=act.agreement, organisation=act.organisation).first()
    if act.heir is None:
        return
    if row is not None and act.place.heir_key:
        trail.delete(row, by=act.by, at=act.at, because=act.why)
    elif row is not None:
        row.organisation = act.heir
        trail.save(row, by=act.by, at=act.at, because=act.why)
    if act.place.leads:
        act.agreement.lead = act.heir
        trail.save(act.agreement, by=act.by, at=act.at, because=act.why)


def _take_notice(act: _Act) -> None:
    """A notice to leave passes with the place; joined with a place that stays, it has lost its point."""
    notices = Departure.objects.filter(
        agreement=act.agreement, organisation=act.organisation, taken_back_at=None, left_at=None
    )
    for notice in notices:
        if act.place.heir_key:
            notice.taken_back_at, notice.taken_back_by = act.at, act.by
        elif act.heir is not None:
            notice.organisation = act.heir
        trail.save(notice, by=act.by, at=act.at, because=act.why)
