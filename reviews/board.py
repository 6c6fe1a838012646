"""The approvals board: where each party stands with the text, as it is now. Reads only."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from agreements import assembly
from agreements.models import Agreement
from dsaformat import canonical
from dsaformat.document import AgreementDocument
from parties.models import Organisation
from reviews import askable, sections, standing
from reviews.calendar import Calendar
from reviews.calendar import of_nation as calendar_of
from reviews.choices import STANDING_COLOURS, Standing
from reviews.models import Circulation, Decision, Omission, ReviewedText, Reviewer
from reviews.sections import Section
from reviews.standing import Held


@dataclass(frozen=True)
class Row:
    """One party: who is asked, what it said last, and what that is worth now."""

    organisation: Organisation
    is_party: bool
    """False for an organisation that decided and is no longer in the text."""
    reviewers: tuple[Reviewer, ...]
    decision: Decision | None
    changed: tuple[Section, ...]
    """What says something else than the text it decided on."""
    omission: Omission | None
    """Why the lead goes on without it, as long as that stands."""

    @cached_property
    def standing(self) -> Standing:
        outcome = self.decision.outcome if self.decision else ""
        return standing.of(is_asked=bool(self.reviewers), outcome=outcome, is_current=not self.changed)

    @property
    def colour(self) -> str:
        return STANDING_COLOURS[self.standing]

    @property
    def calendar(self) -> Calendar:
        return calendar_of(self.organisation.nation)

    @property
    def is_approved(self) -> bool:
        """A party approves the text as it is now."""
        return self.is_party and self.standing in {Standing.APPROVED, Standing.COMMENTED}

    @property
    def is_missing(self) -> bool:
        """Something of it keeps the text from being frozen, unless the lead goes on."""
        return self.is_party and self.standing in standing.HOLDS_UP

    @property
    def holds_up(self) -> bool:
        return self.is_missing and self.omission is None

    @property
    def still_to_answer(self) -> bool:
        return self.is_party and self.standing in {Standing.WAITING, Standing.OUT_OF_DATE}

    def why_not_without(self, circulation: Circulation, on: dt.date) -> str:
        """Why the lead cannot go on without it today; empty when it can."""
        expires_on = self.decision.expires_on if self.decision else None
        return standing.why_not_yet(self.standing, due_on=circulation.due_on, expires_on=expires_on, on=on)


@dataclass(frozen=True)
class Board:
    circulation: Circulation
    document: AgreementDocument
    rows: tuple[Row, ...]

    def row(self, organisation: Organisation) -> Row | None:
        return next((row for row in self.rows if row.organisation.pk == organisation.pk), None)

    @property
    def missing(self) -> tuple[Row, ...]:
        """Parties that hold up the text."""
        return tuple(row for row in self.rows if row.holds_up)

    @property
    def reasons(self) -> list[str]:
        """Why the text cannot be frozen yet, in sentences that every party may read."""
        return list(standing.reasons(Held(row.organisation.name, row.standing) for row in self.missing))

    def can_do_without(self, on: dt.date) -> tuple[Row, ...]:
        """Those of the missing without which the lead can go on today, when it says why."""
        return tuple(row for row in self.missing if not row.why_not_without(self.circulation, on))


def open_of(agreement: Agreement) -> Circulation | None:
    """The circulation in which parties can decide now."""
    found: Circulation | None = Circulation.objects.open().filter(agreement=agreement).first()
    return found


def newest_of(agreement: Agreement) -> Circulation | None:
    """The open one, or the one that ended last."""
    found: Circulation | None = Circulation.objects.filter(agreement=agreement).order_by("-sent_at", "-pk").first()
    return found


def of(circulation: Circulation, agreement: Agreement) -> Board:
    """Six queries, whatever the number of parties; one more for each text that says something else now."""
    document = assembly.assemble(agreement)
    decisions = {row.organisation_id: row for row in _decisions(circulation)}
    asked = _asked(circulation)
    omissions = _omissions(circulation)
    parties = askable.parties(agreement)
    gone = [row.organisation for row in decisions.values() if row.organisation not in parties]
    changed = dict(_changed(decisions.values(), agreement, document))
    rows = (
        Row(
            organisation=organisation,
            is_party=organisation not in gone,
            reviewers=tuple(asked.get(organisation.pk, ())),
            decision=(decision := decisions.get(organisation.pk)),
            changed=changed[decision.text_id] if decision else (),
            omission=_standing_omission(omissions.get(organisation.pk), decision),
        )
        for organisation in (*parties, *gone)
    )
    return Board(circulation, document, tuple(rows))


def digest_of(agreement: Agreement, document: AgreementDocument) -> str:
    return agreement.working_digest or canonical.fingerprint(document)


def changed_since(text: ReviewedText, agreement: Agreement, document: AgreementDocument) -> tuple[Section, ...]:
    """What says something else now than in the text that somebody decided on.

    A later release may typeset the same text differently. So when the noted digests differ, the old text is typeset
    anew by the same release before anybody is told that something changed.
    """
    digest = digest_of(agreement, document)
    if text.digest == digest:
        return ()
    now = sections.remembered(digest, lambda: document)
    if sections.digests(now) == text.sections:
        return ()
    return sections.changed(sections.remembered(text.digest, lambda: text.document), now)


def _decisions(circulation: Circulation) -> Iterable[Decision]:
    found = Decision.objects.filter(circulation=circulation).newest().select_related("organisation", "person")
    return list(found.order_by("pk"))


def _asked(circulation: Circulation) -> dict[int, list[Reviewer]]:
    found: dict[int, list[Reviewer]] = {}
    for row in circulation.reviewers.filter(ended_at=None).select_related("person").order_by("asked_at", "pk"):
        found.setdefault(row.organisation_id, []).append(row)
    return found


def _omissions(circulation: Circulation) -> dict[int, Omission]:
    """The newest of each party."""
    return {row.organisation_id: row for row in circulation.omissions.select_related("by").order_by("pk")}


def _standing_omission(omission: Omission | None, decision: Decision | None) -> Omission | None:
    """It is about what the party had said then; a party that decides again is heard again."""
    if omission is None or omission.decision_id != (decision.pk if decision else None):
        return None
    return omission


def _changed(
    decisions: Iterable[Decision], agreement: Agreement, document: AgreementDocument
) -> Iterator[tuple[int, tuple[Section, ...]]]:
    """By text. Its long content is read only where something differs."""
    texts = ReviewedText.objects.filter(pk__in={row.text_id for row in decisions}).defer("text").in_bulk()
    for decision in decisions:
        decision.text = texts[decision.text_id]
    for key, text in texts.items():
        yield key, changed_since(text, agreement, document)
