"""What others may ask about approvals: what holds up a text, what was so at a version, what waits for a person."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts import access
from accounts.roles import OrgPermission
from agreements.choices import Status
from agreements.models import Agreement, Version
from reviews import board
from reviews.board import Row
from reviews.choices import Outcome, Standing
from reviews.models import Approval, Circulation

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User

AT_ONCE = 30


def blocking(agreement: Agreement) -> list[str]:
    """Why the text cannot be frozen yet. A text that was never sent round is held up by nobody."""
    if agreement.status != Status.IN_REVIEW:
        return []
    circulation = board.open_of(agreement)
    return board.of(circulation, agreement).reasons if circulation else []


@dataclass(frozen=True, slots=True)
class PartyApproval:
    """How one party stood when a version was frozen."""

    organisation_id: int
    organisation: str
    version: int
    standing: Standing
    person: str
    """Who decided last; empty when nobody did."""
    decided_at: "dt.datetime | None"
    note: str
    without_because: str
    """Why the lead went on without the party's approval of this text; empty where it had it or asked nobody."""

    @property
    def is_approved(self) -> bool:
        """The party had approved exactly this text."""
        return self.standing in {Standing.APPROVED, Standing.COMMENTED}

    @property
    def comments(self) -> int:
        return 1 if self.standing is Standing.COMMENTED else 0


def of_version(version: Version) -> tuple[PartyApproval, ...]:
    """One for each party of the version, in its order; none for a version that never went round. One query."""
    rows = Approval.objects.filter(version=version).select_related("organisation", "decision__person", "omission")
    return tuple(_told(row, version.number) for row in rows.order_by("pk"))


def _told(row: Approval, number: int) -> PartyApproval:
    decision = row.decision
    return PartyApproval(
        organisation_id=row.organisation_id,
        organisation=row.organisation.name,
        version=number,
        standing=Standing(row.standing),
        person=str(decision.person) if decision else "",
        decided_at=decision.at if decision else None,
        note=decision.note if decision else "",
        without_because=row.omission.reason if row.omission else "",
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """A review that waits for an answer of one of the person's organisations."""

    agreement: Agreement
    circulation: Circulation
    row: Row


def waiting_for(person: "User") -> list[Waiting]:
    """Those nearest to their due date first, an entry for each party that the person answers for."""
    mine = access.organisation_ids(person, OrgPermission.REVIEW)
    if not mine:
        return []
    found = Circulation.objects.visible_to(person).open().filter(agreement__parties__organisation__in=mine)
    found = found.select_related("agreement__lead").order_by("due_on", "pk").distinct()[:AT_ONCE]
    return [
        Waiting(circulation.agreement, circulation, row)
        for circulation in found
        for row in board.of(circulation, circulation.agreement).rows
        if row.organisation.pk in mine and row.still_to_answer
    ]


def to_settle(person: "User") -> list[Waiting]:
    """For the lead's officers: parties that ask for changes or want to leave."""
    mine = access.organisation_ids(person, OrgPermission.DRAFT)
    found = Circulation.objects.visible_to(person).open().filter(agreement__lead__in=mine)
    found = found.filter(decisions__outcome__in=[Outcome.CHANGES, Outcome.LEAVE]).select_related("agreement__lead")
    return [
        Waiting(circulation.agreement, circulation, row)
        for circulation in found.order_by("due_on", "pk").distinct()[:AT_ONCE]
        for row in board.of(circulation, circulation.agreement).missing
        if row.standing in {Standing.CHANGES, Standing.LEAVING}
    ]


def is_waiting_for(person: "User", agreement: Agreement) -> bool:
    """Whether this agreement waits for an answer that the person can give."""
    if agreement.status != Status.IN_REVIEW:
        return False
    mine = access.organisation_ids(person, OrgPermission.REVIEW)
    if not mine or not agreement.parties.filter(organisation__in=mine).exists():
        return False
    circulation = board.open_of(agreement)
    rows = board.of(circulation, agreement).rows if circulation else ()
    return any(row.organisation.pk in mine and row.still_to_answer for row in rows)
