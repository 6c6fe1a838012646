"""What the pages of a succession show, put together from the forecast and from what has been done."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from agreements import policies_succession as policies
from agreements import succession_places as places
from agreements.choices import Status
from agreements.models import Agreement
from agreements.models.succession import Handover, HandoverItem
from agreements.succession import Fate, Passing
from foundation.paging import page_of
from foundation.templatetags.ui import uk_date, uk_datetime
from parties.models import Organisation
from parties.services import passing_on

ON_A_PAGE = 20
HELD = 10
"""How many of those that stand in the way are named; the list below says of each."""
_COLOURS = {Fate.AGAIN: "amber", Fate.HELD: "red", Fate.LEAVES: "amber"}


def name(agreement: Agreement) -> str:
    """What those may read who cannot see the agreement."""
    return agreement.public_title or agreement.reference


def page(
    ended: Organisation, heirs: Sequence[Organisation], *, person: User, asked: str | None, at: dt.datetime
) -> dict[str, Any]:
    ready = policies.can_pass(ended, heirs)
    if not ready:
        return {"not_ready": ready.reasons, "may_prepare": False}
    handover = policies.of(ended)
    confirmed = handover is not None and handover.confirmed_at is not None
    return {
        "handover": handover,
        "heirs": heirs,
        "starts_on": policies.starts_on(handover, timezone.localdate(at)) if handover else None,
        "may_prepare": bool(policies.can_prepare(person, ended, handover, heirs)),
        "confirming": policies.can_confirm(person, ended, handover, heirs)
        if handover and handover.proposed_at
        else None,
        "may_take_back": bool(policies.can_take_back(person, handover)),
        "may_try_again": bool(policies.can_try_again(person, handover)),
        "estate": [] if confirmed else estate_rows(ended, _heir(handover, heirs), at=at),
        **(_done(handover, person, asked) if confirmed and handover else _ahead(ended, handover, heirs, person, asked)),
    }


def _heir(handover: Handover | None, heirs: Sequence[Organisation]) -> Organisation | None:
    if handover is not None and handover.proposed_at is not None:
        return handover.heir
    return heirs[0] if heirs else None


def _ahead(
    ended: Organisation, handover: Handover | None, heirs: Sequence[Organisation], person: User, asked: str | None
) -> dict[str, Any]:
    """What would happen, twenty agreements at a time; what stands in the way, all of it."""
    touched = list(places.touched(ended))
    shown = page_of(touched, asked, ON_A_PAGE)
    rows = list(shown)
    default = _heir(handover, heirs)
    chosen = places.chosen(rows, handover, default)
    seen = _seen(person, rows)
    may_prepare = policies.can_prepare(person, ended, handover, heirs)
    open_to_choice = bool(may_prepare & policies.is_open_to_choice(ended))
    found = places.forecasts(rows, ended, chosen)
    held = places.held(touched, ended, handover, default)
    named = [agreement for agreement in touched if agreement.pk in held][:HELD]
    return {
        "as_if": default if len(heirs) > 1 and not (handover and handover.proposed_at) else None,
        "page": shown,
        "head": ["Agreement", "Who takes its place", "What happens", *(["Choose"] if open_to_choice else [])],
        "rows": [
            [
                _agreement(agreement, seen),
                _heir_name(chosen[agreement.pk]),
                _forecast(found[agreement.pk][1], agreement.pk in seen),
                *([_choose(ended, agreement)] if open_to_choice else []),
            ]
            for agreement in rows
        ],
        "held": [f"{name(one)} ({one.reference}): {held[one.pk]}" for one in named],
        "more_held": max(len(held) - len(named), 0),
    }


def _done(handover: Handover, person: User, asked: str | None) -> dict[str, Any]:
    items = HandoverItem.objects.filter(handover=handover).select_related("agreement", "heir", "opened")
    shown = page_of(items.order_by("-state", "agreement__reference"), asked, ON_A_PAGE)
    rows = list(shown)
    seen = _seen(person, [item.agreement for item in rows])
    counts = dict(HandoverItem.objects.filter(handover=handover).order_by().values_list("state").annotate(Count("pk")))
    total, done = sum(counts.values()), counts.get(Passing.DONE, 0)
    return {
        "page": shown,
        "head": ["Agreement", "Who takes its place", "What happened"],
        "rows": [
            [
                _agreement(item.agreement, seen),
                _heir_name(item.heir),
                _outcome(item, item.agreement_id in seen),
            ]
            for item in rows
        ],
        "done": done,
        "total": total,
        "label": f"{done} of {total} agreements have passed on",
        "failed": counts.get(Passing.FAILED, 0),
    }


def _seen(person: User, rows: Sequence[Agreement]) -> frozenset[int]:
    """Those whose text the person may read: of the others the page says no more than their public title."""
    visible = Agreement.objects.visible_to(person).filter(pk__in=[one.pk for one in rows])
    return frozenset(visible.values_list("pk", flat=True))


def _heir_name(heir: Organisation | None) -> str:
    return heir.name if heir else "Nobody"


def _agreement(agreement: Agreement, seen: frozenset[int]) -> dict[str, str]:
    hint = f"{agreement.reference} · {Status(agreement.status).label}"
    if agreement.pk in seen:
        return {"text": agreement.title, "href": agreement.get_absolute_url(), "hint": hint}
    return {"text": name(agreement), "hint": hint}


def _forecast(forecast: Any, sees: bool) -> dict[str, str]:
    told = sees or forecast.fate in {Fate.HELD, Fate.LEAVES, Fate.KEPT, Fate.REOPENED, Fate.WRITTEN, Fate.TOLD}
    words = " ".join(forecast.reasons) if told else "The change is more than a name."
    return {"text": forecast.fate.label, "tag": _COLOURS.get(forecast.fate, ""), "hint": words}


def _outcome(item: HandoverItem, sees: bool) -> dict[str, str]:
    if item.state == Passing.WAITING:
        return {"text": "Waiting", "tag": "grey", "hint": ""}
    fate = Fate(item.fate)
    words = item.reason if sees or fate is not Fate.AGAIN else "The change is more than a name."
    if item.opened is not None:
        words = f"{words} The new text is {item.opened.reference}."
    return {"text": fate.label, "tag": _COLOURS.get(fate, ""), "hint": words}


def _choose(ended: Organisation, agreement: Agreement) -> dict[str, str]:
    address = reverse("agreements:succession_choose", args=[ended.slug, agreement.reference])
    return {"text": f"Choose for {agreement.reference}", "href": address}


def estate_rows(ended: Organisation, heir: Organisation | None, *, at: dt.datetime) -> list[dict[str, Any]]:
    """Everything beside the agreements."""
    found = passing_on.estate(ended, heir, at=at)
    to = heir.name if heir else ""
    gone = (
        f"{_many(found.people, 'person moves', 'people move')} to {to}, with the roles that they have" if heir else ""
    )
    people = [gone or f"{_many(found.people, 'person stays', 'people stay')} behind"]
    people += [f"{_many(found.suspended, 'suspended person stays', 'suspended people stay')} behind"] * bool(
        found.suspended
    )
    people += [f"{_many(found.offers, 'open invitation is', 'open invitations are')} withdrawn"] * bool(found.offers)
    contacts = [f"{_many(found.contacts, 'moves', 'move')} to {to}"] if heir else []
    stay = f"{_many(found.contacts_staying, 'stays', 'stay')}"
    contacts += [f"{stay}, since {to} names somebody for it" if heir else stay] * bool(found.contacts_staying)
    groups = f"{_many(found.groups, 'passes', 'pass')} to {to}" if heir else f"{found.groups} stay as they are"
    return [
        {"key": "People", "value": {"lines": people}},
        {"key": "Contacts", "value": {"lines": contacts or ["None"]}},
        {"key": "Groups", "value": groups if found.groups else "None"},
        {"key": "Authority to sign", "value": {"lines": _authority(found, to)}},
        {"key": "Standards", "value": "Certificates stay with the body that they were given to"},
    ]


def _authority(found: passing_on.Estate, to: str) -> list[str]:
    lines = [f"{_many(found.authorities, 'office ends', 'offices end')}"]
    if found.mandates:
        lines.append(
            f"{_many(found.mandates, 'mandate', 'mandates')} of its own {'ends' if found.mandates == 1 else 'end'}"
        )
    if found.bound_by and to:
        lines.append(f"{to} is asked to confirm {_many(found.bound_by, 'mandate', 'mandates')} of others anew")
    if to:
        lines.append(f"{to} records who signs for it itself")
    return lines


def proposal_rows(ended: Organisation, heirs: Sequence[Organisation]) -> list[dict[str, Any]]:
    return [
        {"key": "Organisation", "value": ended.legal_name},
        {"key": ended.get_state_display(), "value": uk_date(ended.ended_on)},
        {"key": "Followed by", "value": {"lines": [heir.legal_name for heir in heirs]} if heirs else "Nobody"},
        {"key": "Agreements", "value": str(places.touched(ended).count())},
    ]


def confirmation_rows(handover: Handover, *, at: dt.datetime) -> list[dict[str, Any]]:
    """What is confirmed, in numbers; the page before lists it."""
    ended, heir = handover.organisation, handover.heir
    rows = [
        {"key": "Organisation", "value": ended.legal_name},
        {"key": "Goes to", "value": heir.legal_name if heir else "Nobody"},
        {"key": "Happens", "value": _when(ended, at)},
        {"key": "Agreements", "value": str(places.touched(ended).count())},
    ]
    proposed = f"{handover.proposed_by} on {uk_datetime(handover.proposed_at)}"
    return [*rows, *estate_rows(ended, heir, at=at), {"key": "Proposed by", "value": proposed}]


def warning(handover: Handover, *, at: dt.datetime) -> str:
    day = policies.starts_on(handover, timezone.localdate(at))
    begins = f"From {uk_date(day)} on, this cannot be undone." if day else "This cannot be undone."
    return f"{begins} What was signed stays as it was signed."


def _when(ended: Organisation, at: dt.datetime) -> str:
    ahead = ended.ended_on is not None and ended.ended_on > timezone.localdate(at)
    return f"On {uk_date(ended.ended_on)}" if ahead else "Straight away"


def _many(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
