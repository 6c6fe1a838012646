"""Whom a reminder of a review still concerns, once some parties have answered. Reads only."""

from collections.abc import Collection
from dataclasses import dataclass

from agreements.models import Agreement
from reviews import reviewing_work


@dataclass(frozen=True, slots=True)
class Asked:
    """Who has yet to do something for one review."""

    lead: int
    """The key of the organisation that concludes."""
    answered: frozenset[int]
    """Those that have answered in the review that is open."""
    silent: frozenset[int]

    def is_reminded(self, organisation: int, offset: int) -> bool:
        """Whether its people still hear of a day that is so many days away: negative while it lies ahead.

        Whoever has not answered always does. Whoever has is left in peace, but for the lead: it must conclude as soon
        as there is nothing to wait for, or the day has come.
        """
        if organisation not in self.answered:
            return True
        return organisation == self.lead and (not self.silent or offset >= 0)


def of_many(agreements: Collection[Agreement]) -> dict[int, Asked]:
    """By the key of the agreement. Two queries, whatever the number of agreements and parties."""
    keys = [agreement.pk for agreement in agreements]
    said, there = reviewing_work.answered_in(keys), reviewing_work.parties_of(keys)
    return {
        agreement.pk: Asked(
            lead=agreement.lead_id,
            answered=frozenset(said.get(agreement.pk, ())),
            silent=frozenset(there.get(agreement.pk, set()) - said.get(agreement.pk, set())),
        )
        for agreement in agreements
    }
