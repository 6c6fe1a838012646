"""An agreement in force, and as many like it as a test wants, each with a review day of its own."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from agreements import services as agreements
from agreements.choices import Status
from agreements.models import Agreement
from reviews import services
from tests.signing import scene
from tests.signing.scene import Scene

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


def in_force(**term: object) -> Scene:
    """Signed by both parties an hour ago, as the agreements' floor is told of it."""
    at = timezone.now() - 60 * MINUTE
    staged = scene.freeze(scene.call_cast(at), at, **term)
    agreements.ask_for_signatures(agreement=staged.agreement, by=staged.officer, at=at)
    agreements.complete(agreement=staged.agreement, by=staged.second, at=at + MINUTE)
    staged.agreement.refresh_from_db()
    assert staged.agreement.status == Status.IN_FORCE
    return staged


def today() -> dt.date:
    return timezone.localdate()


def move(staged: Scene, days: int) -> None:
    """The agreement is reviewed so many days from now, and the sweep knows."""
    staged.agreement.review_on = today() + days * DAY
    staged.agreement.save()
    services.plan_new(at=timezone.now())


def copies(staged: Scene, days: Iterable[int]) -> list[Agreement]:
    """More agreements of the same parties, reviewed so many days from now."""
    made = []
    for number, wait in enumerate(days):
        copy = Agreement.objects.get(pk=staged.agreement.pk)
        parties = list(copy.parties.all())
        copy.pk, copy.reference = None, f"DSA-2026-{5000 + number}"
        copy.review_on = today() + wait * DAY
        copy.save()
        for party in parties:
            party.pk, party.agreement = None, copy
            party.save()
        made.append(copy)
    services.plan_new(at=timezone.now())
    return made
