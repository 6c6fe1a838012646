"""What the pages of agreements have in common: finding one that the person may see, and the frame round it."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from agreements import places
from agreements.choices import Status
from agreements.models import Agreement, Version

_STEPS = (
    ("Draft", frozenset({Status.DRAFT})),
    ("Review", frozenset({Status.IN_REVIEW})),
    ("Agreed text", frozenset({Status.AGREED})),
    ("Signing", frozenset({Status.SIGNING})),
    ("In force", frozenset({Status.SIGNED, Status.IN_FORCE, Status.UNDER_REVIEW})),
)


def now() -> dt.datetime:
    return timezone.now()


def today() -> dt.date:
    return timezone.localdate(now())


def person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def find(request: HttpRequest, reference: str) -> Agreement:
    """404 for whatever the person may not see: it does not exist for them."""
    rows = Agreement.objects.visible_to(request.user).select_related("lead", "created_by")
    agreement: Agreement = get_object_or_404(rows, reference=reference)
    return agreement


def find_version(request: HttpRequest, reference: str, number: int) -> Version:
    rows = Version.objects.visible_to(request.user).select_related("agreement__lead", "rendering", "frozen_by")
    version: Version = get_object_or_404(rows, agreement__reference=reference, number=number)
    return version


def frame(request: HttpRequest, agreement: Agreement, current: str, **more: Any) -> dict[str, Any]:
    """Identity bar, crumbs and sub navigation of every page of one agreement."""
    status = Status(agreement.status)
    return {
        "agreement": agreement,
        "status": status.label,
        "colour": agreement.status_colour,
        "steps": steps(status),
        "sections": places.navigation(agreement, person(request), current),
        "crumbs": [{"text": "Agreements", "href": reverse("agreements:list")}],
    } | more


def steps(status: Status) -> list[dict[str, Any]]:
    """How far the agreement has come; nothing for one that is closed."""
    reached = next((index for index, (_, statuses) in enumerate(_STEPS) if status in statuses), None)
    if reached is None:
        return []
    in_force = status in (Status.IN_FORCE, Status.UNDER_REVIEW)
    return [
        {"text": text, "done": index < reached or in_force, "current": index == reached}
        for index, (text, _) in enumerate(_STEPS)
    ]
