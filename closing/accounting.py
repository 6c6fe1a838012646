"""Where each party stands with its data: what it holds, what it last said of each, and whether it is late."""

import datetime as dt
from dataclasses import dataclass

from agreements.models import Agreement
from closing.models import Disposal, Holding, Outcome


@dataclass(frozen=True, slots=True)
class Row:
    """Some data, and every answer about it, the oldest first."""

    holding: Holding
    outcomes: tuple[Outcome, ...]

    @property
    def last(self) -> Outcome | None:
        return self.outcomes[-1] if self.outcomes else None


@dataclass(frozen=True, slots=True)
class Account:
    """One party's."""

    disposal: Disposal
    rows: tuple[Row, ...]

    @property
    def answered(self) -> int:
        return sum(row.last is not None for row in self.rows)

    @property
    def is_open(self) -> bool:
        return self.disposal.confirmed_at is None

    @property
    def newest(self) -> int:
        """The number of its newest answer, by which somebody else's later one is noticed."""
        return max((row.last.pk for row in self.rows if row.last), default=0)

    def days_late(self, today: dt.date) -> int:
        return max((today - self.disposal.confirm_by_on).days, 0) if self.is_open else 0

    def state(self, today: dt.date) -> tuple[str, str]:
        """In words, with the colour of its tag."""
        if not self.rows:
            return "Nothing to confirm", ""
        if self.disposal.lapsed_at is not None:
            return "Joined again", ""
        if not self.is_open:
            return "Confirmed", ""
        if late := self.days_late(today):
            return f"Overdue by {late} day{'' if late == 1 else 's'}", "red"
        return (f"{self.answered} of {len(self.rows)} confirmed" if self.answered else "Waiting"), "blue"


def of(agreement: Agreement, *, through: int | None = None) -> list[Account]:
    """Of all parties that were asked, by name. Three queries. With ``through``, as it was after that answer."""
    disposals = Disposal.objects.filter(agreement=agreement).select_related("organisation", "agreement__lead")
    return _with_rows(sorted(disposals, key=lambda one: (one.organisation.name.casefold(), one.pk)), through)


def one(disposal: Disposal, *, through: int | None = None) -> Account:
    return _with_rows([disposal], through)[0]


def _with_rows(disposals: list[Disposal], through: int | None) -> list[Account]:
    outcomes = Outcome.objects.filter(holding__disposal__in=disposals).select_related("by", "file").order_by("pk")
    said: dict[int, list[Outcome]] = {}
    for outcome in outcomes if through is None else outcomes.filter(pk__lte=through):
        said.setdefault(outcome.holding_id, []).append(outcome)
    rows: dict[int, list[Row]] = {}
    for holding in Holding.objects.filter(disposal__in=disposals).order_by("position"):
        rows.setdefault(holding.disposal_id, []).append(Row(holding, tuple(said.get(holding.pk, ()))))
    return [Account(disposal, tuple(rows.get(disposal.pk, ()))) for disposal in disposals]
