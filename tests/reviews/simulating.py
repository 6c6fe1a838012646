"""Years that pass over real agreements: the portal's own services, a clock of ours, and people who do as they like."""

import datetime as dt
import random
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Min
from django.utils import timezone

from agreements import services as agreements
from agreements.choices import How, Status
from agreements.models import Agreement, Departure, Ending
from agreements.services import ends
from closing.models import Deadline
from closing.services import deadlines, end_days
from closing.services import ends as closing_ends
from dsaportal import timekeeping
from foundation.verdicts import Refused
from notices.choices import State
from notices.models import Notice
from reviews import services
from reviews.choices import Conclusion
from reviews.models import Plan
from reviews.services import reminding
from reviews.services.reviewing.concluding import Decided, conclude
from tests.closing import years
from tests.reviews.oracle import Address, Life, Spell, Told, months_later, should_be_told

DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
KINDS = ("review_due", "review_due.public", "end_due")
NATIONS = {"england": "england_and_wales", "wales": "england_and_wales"}


@dataclass
class Simulation:
    """It goes from one instant at which something is due to the next; from `hourly_from` on, from hour to hour."""

    first: dt.datetime
    last: dt.datetime
    number: int
    seed: int
    actions_a_year: float = 1.0
    starts_within: int = 300
    hourly_from: dt.datetime | None = None
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.world = years.make(8)
        self.lives: dict[str, Life] = {}
        self.sweeps: list[dt.datetime] = []
        self.unstarted: dict[str, dt.date] = {}
        self.moved: dict[str, dt.date] = {}
        self.wakes: set[dt.datetime] = set()
        self.handed_over = 0
        self.addresses = [one for body in self.world.bodies for one in _addresses(body)]
        self.outages = self._outages()
        for _ in range(self.number):
            self._sign()
        self.actions = self._actions()

    def run(self) -> None:
        at = self.first
        while at < self.last:
            while self.actions and self.actions[0][0] <= at:
                self._act(*self.actions.pop(0))
            self._sweep(at)
            at = self._next(at)

    def missed_and_invented(self) -> tuple[Counter[Told], Counter[Told]]:
        told = Counter(
            Notice.objects.filter(kind__in=KINDS)
            .exclude(state=State.CANCELLED)
            .values_list("about", "kind", "email", "created_at")
        )
        wanted = should_be_told(list(self.lives.values()), self.addresses, self.sweeps)
        self.counts["told"], self.counts["wanted"] = told.total(), wanted.total()
        return wanted - told, told - wanted

    # --- time -------------------------------------------------------------------------------------------------

    def _next(self, at: dt.datetime) -> dt.datetime:
        """The next pass that could find something to do, or the end of the outage in which it would have been."""
        if self.hourly_from is not None and at >= self.hourly_from:
            return self._awake(at + HOUR)
        pointers = [rows.aggregate(least=Min("next_notice_at"))["least"] for rows in (Plan.objects, Deadline.objects)]
        acting = self.actions[0][0] if self.actions else self.last
        self.wakes = {wake for wake in self.wakes if wake > at}
        known = [one for one in (*pointers, acting, *self.wakes, self.last) if one is not None]
        return self._awake(max(min(known), at + MINUTE))

    def _awake(self, at: dt.datetime) -> dt.datetime:
        for began, ended in self.outages:
            if began <= at < ended:
                return ended
        return at

    def _wake_on(self, day: dt.date) -> None:
        self.wakes.add(dt.datetime(day.year, day.month, day.day, 0, 1, tzinfo=dt.UTC))

    def _outages(self) -> list[tuple[dt.datetime, dt.datetime]]:
        """About five a year, of an hour to a week."""
        found, at = [], self.first + 30 * DAY
        while at < self.last:
            ended = at + HOUR * self.chance.randint(1, 168)
            found.append((at, ended))
            at = ended + DAY * self.chance.randint(20, 120)
        return found

    def _sweep(self, at: dt.datetime) -> None:
        """What the worker does, in the order of the real one; mail is handed over at once."""
        today = timezone.localdate(at)
        self.sweeps.append(at)
        timekeeping.start(at=at)
        closing_ends.leave_due(at=at)
        closing_ends.end_due(at=at)
        end_days.follow_ends(at=at)
        self._note(at, today)
        deadlines.remind_due(at=at)
        services.plan_new(at=at)
        reminding.remind_due(at=at)
        self._hand_over(at)

    def _hand_over(self, at: dt.datetime) -> None:
        """What is new among the notices; to look through all of them each time would take longer than the rest."""
        waiting = Notice.objects.filter(state=State.QUEUED, pk__gt=self.handed_over)
        waiting.update(state=State.ACCEPTED, accepted_at=at, settled_at=at)
        self.handed_over = Notice.objects.order_by("pk").values_list("pk", flat=True).last() or 0

    def _note(self, at: dt.datetime, today: dt.date) -> None:
        """What the sweep met for the first time."""
        for reference in [one for one, day in self.unstarted.items() if day <= today]:
            del self.unstarted[reference]
            life = self.lives[reference]
            life.reviews.append(Spell(months_later(today, self.rules[reference]), at))
        for reference, day in self.moved.items():
            life = self.lives[reference]
            life.stop(life.reviews, at)
            life.reviews.append(Spell(day, at))
        self.moved.clear()
        over = Agreement.objects.filter(status=Status.ENDED, status_at=at).values_list("reference", flat=True)
        for reference in over:
            self.lives[reference].over_at = at
            self.counts["ended"] += 1

    # --- people -----------------------------------------------------------------------------------------------

    def _sign(self) -> None:
        if not hasattr(self, "rules"):
            self.rules: dict[str, int] = {}
        starts = self.first.date() + DAY * self.chance.randint(0, self.starts_within)
        years_long = self.chance.choice([None, None, None, 1, 3, 8])
        ends_on = starts + DAY * (365 * years_long + self.chance.randint(0, 90)) if years_long else None
        months, is_published = self.chance.choice([3, 6, 12, 12, 24]), self.chance.random() < 0.2
        row = years.sign(
            self.world,
            self.chance,
            at=self.first,
            starts_on=starts,
            ends_on=ends_on,
            months=(months, 12),
            is_published=is_published,
        )
        bodies = tuple(row.parties.values_list("organisation", flat=True))
        life = Life(row.reference, row.lead_id, bodies, is_published)
        self.lives[row.reference], self.unstarted[row.reference] = life, starts
        self.rules[row.reference] = months
        self._wake_on(starts)
        if ends_on is not None:
            life.ends.append(Spell(ends_on, self.first))
            self._wake_on(ends_on + DAY)

    def _actions(self) -> list[tuple[dt.datetime, str]]:
        span = (self.last - self.first).total_seconds()
        number = int(self.number * self.actions_a_year * span / (365 * 86_400))
        times = sorted(self.first + dt.timedelta(seconds=self.chance.randrange(int(span))) for _ in range(number))
        return [(at, self.chance.choice(list(self.lives))) for at in times]

    def _act(self, at: dt.datetime, reference: str) -> None:
        acts = (self._conclude, self._conclude, self._conclude, self._move, self._leave, self._end, self._person)
        agreement = Agreement.objects.select_related("lead").get(reference=reference)
        act = self.chance.choice(acts)
        if agreement.status == Status.IN_FORCE:
            try:
                act(agreement, self.lives[reference], at)
            except Refused:
                self.counts["refused"] += 1
            else:
                self.counts[act.__name__.strip("_")] += 1
            self.wakes.add(at + MINUTE)

    def _conclude(self, agreement: Agreement, life: Life, at: dt.datetime) -> None:
        today, plan = timezone.localdate(at), Plan.objects.filter(agreement=agreement).first()
        if plan is None:
            raise Refused(["It is not planned yet."])
        day = today + DAY * self.chance.randint(30, 500)
        decided = Decided(Conclusion.KEEP, next_on=day, without="They agreed on the telephone.")
        conclude(agreement=agreement, number=plan.number, decided=decided, by=None, at=at)
        self.moved.pop(life.reference, None)
        life.stop(life.reviews, at)
        life.reviews.append(Spell(day, at))

    def _move(self, agreement: Agreement, life: Life, at: dt.datetime) -> None:
        """The sweep meets it only when it comes round."""
        day = timezone.localdate(at) + DAY * self.chance.randint(-40, 400)
        if life.reviews and day != life.reviews[-1].day:
            agreement.review_on = day
            agreement.save(update_fields=["review_on"])
            self.moved[life.reference] = day

    def _leave(self, agreement: Agreement, life: Life, at: dt.datetime) -> None:
        """Gives notice; or takes it back, if there is one."""
        open_ = Departure.objects.filter(agreement=agreement, left_at=None, taken_back_at=None).first()
        if open_ is not None:
            ends.take_back_notice(departure=open_, by=None, at=at)
            del life.gone[open_.organisation_id]
            return
        body = self.world.body(self.chance.choice(life.bodies)).organisation
        on = timezone.localdate(at) + DAY * self.chance.randint(0, 60)
        ends.give_notice(agreement=agreement, organisation=body, leaves_on=on, reason="Enough.", by=None, at=at)
        life.gone[body.pk] = on
        self._wake_on(on)

    def _end(self, agreement: Agreement, life: Life, at: dt.datetime) -> None:
        """Decides an end that lies ahead; or calls it off, and then the sweep meets the day of the text again."""
        planned = Ending.objects.filter(agreement=agreement, ended_at=None).first()
        if planned is not None:
            agreements.call_off_end(agreement=agreement, by=None, at=at)
            self._as_before(life, agreement, planned.decided_at, at)
            return
        if self.chance.random() < 0.5:
            return  # or little would be left after ten years
        on = timezone.localdate(at) + DAY * self.chance.randint(2, 400)
        ends.plan_end(agreement=agreement, on=on, how=How.NOTICE, reason="Done.", by=None, at=at)
        self._wake_on(on)
        self._ends_on(life, min(on - DAY, agreement.ends_on or dt.date.max), at, start=at)

    def _as_before(self, life: Life, agreement: Agreement, decided_at: dt.datetime, at: dt.datetime) -> None:
        """What was called off before any sweep met it never happened."""
        if self.sweeps[-1] >= decided_at:
            self._ends_on(life, agreement.ends_on, at, start=self._awake(at + MINUTE))
        elif life.ends and life.ends[-1].start == decided_at:
            life.ends.pop()
            if life.ends and life.ends[-1].stop == decided_at:
                life.ends[-1].stop = None

    def _ends_on(self, life: Life, day: dt.date | None, at: dt.datetime, *, start: dt.datetime) -> None:
        if life.ends and life.ends[-1].stop is None and life.ends[-1].day == day:
            return
        life.stop(life.ends, at)
        if day is not None:
            life.ends.append(Spell(day, start))

    def _person(self, agreement: Agreement, life: Life, at: dt.datetime) -> None:
        """An account is closed, or opened again."""
        body = self.world.body(self.chance.choice(life.bodies))
        person = self.chance.choice([one for one in (body.officer, body.administrator, body.reviewer) if one])
        person.is_active = not person.is_active
        person.save(update_fields=["is_active"])
        address = next(one for one in self.addresses if one.email == person.email)
        if person.is_active:
            address.away[-1].append(at)
        else:
            address.away.append([at])


def _addresses(body: years.Body) -> list[Address]:
    key, nation = body.organisation.pk, body.organisation.nation
    nation = NATIONS.get(nation, nation)
    found = [
        Address(body.dpo, key, nation),
        Address(body.officer.email, key, nation, drafts=True),
        Address(body.administrator.email, key, nation, administers=True),
    ]
    return found + ([Address(body.reviewer.email, key, nation)] if body.reviewer else [])
