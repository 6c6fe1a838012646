"""What an organisation decides for itself, as values: where a new agreement of it starts. Pure.

Whoever drafts, reviews or publishes asks ``settings_of`` and never reads the table. A preference fills in a form; what
an agreement says afterwards stands, whatever becomes of the preference.
"""

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, TypedDict

from dsaformat import parts
from parties.choices import Publication

if TYPE_CHECKING:
    from parties.models import Organisation

MONTHS = range(1, 37)
"""A first review later than three years after the start is a problem of the agreement."""
WORKING_DAYS = range(1, 61)
REMINDER_DAYS = (180, 90, 60, 30, 14, 7, 1)
"""Days before a review on which people can be told of it. They are always told on the day, and after it."""


class Chosen(TypedDict, total=False):
    """Any of the preferences that people choose; what is left out stays as it is."""

    review_first_after_months: int
    review_then_every_months: int
    reminder_days: list[int]
    publication: str
    draft_review_working_days: int


@dataclass(frozen=True, slots=True)
class Preferences:
    review_first_after_months: int = 6
    review_then_every_months: int = 12
    reminder_days: tuple[int, ...] = (90, 30, 7)
    """The earliest first."""
    publication: Publication = Publication.ASK
    draft_review_working_days: int = 10
    """How long partners are given to review a draft."""
    logo_sha256: str = ""
    """For ``logos.content_of``; empty without a logo."""

    @property
    def review_rule(self) -> parts.ReviewEvery:
        """What the document says about reviews unless the drafter says something else."""
        return parts.ReviewEvery(
            rule="interval",
            first_after_months=self.review_first_after_months,
            then_every_months=self.review_then_every_months,
        )


DEFAULTS = Preferences()
NAMES = tuple(field.name for field in fields(Preferences))


def settings_of(organisation: "Organisation") -> Preferences:
    """What it decided, or the portal's usual values. One query; none after ``select_related("own_settings")``."""
    row = getattr(organisation, "own_settings", None)
    if row is None:
        return DEFAULTS
    values = {name: getattr(row, name) for name in NAMES}
    values["reminder_days"] = tuple(row.reminder_days)
    values["publication"] = Publication(row.publication)
    return Preferences(**values)
