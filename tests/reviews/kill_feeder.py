"""A process that brings as many agreements into review as each line of its input says.

Each is due to be told of at that moment. It answers with the number of people whom all of them concern by now.
"""

import datetime as dt
import random
import sys

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from agreements import services as agreements  # noqa: E402
from reviews import recipients  # noqa: E402
from reviews.models import Plan  # noqa: E402
from tests.closing import years  # noqa: E402

DAY = dt.timedelta(days=1)


def main() -> None:
    world, chance, concerned = years.make(6), random.Random(1), 0
    print("ready", flush=True)
    for line in sys.stdin:
        for _ in range(int(line)):
            concerned += _bring(world, chance)
        print(concerned, flush=True)


@transaction.atomic
def _bring(world: years.World, chance: random.Random) -> int:
    """In force for a year; its review was due a week ago, and everything since then slept."""
    now = timezone.now()
    today = timezone.localdate(now)
    row = years.sign(world, chance, at=now - 360 * DAY, starts_on=today - 360 * DAY)
    agreement = agreements.come_into_force(agreement=row, at=now - 359 * DAY)
    review_on = today - 7 * DAY
    Plan.objects.create(agreement=agreement, review_on=review_on, next_notice_at=now - 9 * DAY, planned_at=now)
    return sum(not who.only_when_late for who in recipients.of(agreement))


if __name__ == "__main__":
    main()
