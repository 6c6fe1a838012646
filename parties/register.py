"""The authority register of one organisation, and one mandate, as their pages show them on a given day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from dsaformat import choices as document
from foundation.verdicts import Verdict
from parties import authority_rules as rules
from parties.authority_rules import Answer, Answered, MandateState, Scope, Standing, Tally, Term
from parties.models import Authority, Delegation, Mandate, MandateBody, Organisation
from parties.policies import authority as policies

TAGS = {
    Standing.LATER: "grey",
    Standing.ACTIVE: "",
    Standing.ENDING: "amber",
    Standing.EXPIRED: "grey",
    Standing.ENDED: "grey",
}
MANDATE_TAGS = {
    MandateState.PROPOSED: "blue",
    MandateState.CONFIRMED: "purple",
    MandateState.ACTIVE: "",
    MandateState.ENDED: "grey",
}
ANSWER_WORDS = {
    Answer.ASKED: "Not answered yet",
    Answer.CONFIRMED: "Confirmed",
    Answer.DECLINED: "Declined",
    Answer.WITHDRAWN: "Confirmation withdrawn",
}
ANSWER_TAGS = {Answer.ASKED: "amber", Answer.CONFIRMED: "", Answer.DECLINED: "red", Answer.WITHDRAWN: "red"}
NOT_USABLE = "Not usable"


@dataclass(frozen=True, slots=True)
class Entry:
    """One authority or delegation with how it stands."""

    row: Authority | Delegation
    standing: Standing
    verdict: Verdict
    overlaps: bool

    @property
    def state(self) -> str:
        """The standing, unless something besides the dates makes it useless, such as a person who left."""
        return NOT_USABLE if self.standing.usable and not self.verdict else str(self.standing)

    @property
    def colour(self) -> str:
        return "red" if self.state == NOT_USABLE else TAGS[self.standing]

    @property
    def notes(self) -> list[str]:
        """What a reader should know besides the dates."""
        notes = list(self.verdict.reasons) if self.state == NOT_USABLE else []
        if self.overlaps:
            notes.append(f"Overlaps with another authority of {self.row.person} here")
        return notes


@dataclass(frozen=True, slots=True)
class MandateEntry:
    """One mandate with how its bodies have answered."""

    row: Mandate
    state: MandateState
    tally: Tally
    bodies: tuple["BodyEntry", ...] = field(default=())

    @property
    def words(self) -> str:
        return rules.state_words(self.state, self.tally)

    @property
    def colour(self) -> str:
        return MANDATE_TAGS[self.state]

    def said(self, answer: Answer) -> list["BodyEntry"]:
        return [body for body in self.bodies if body.answer is answer]

    def of(self, organisation: Organisation) -> "BodyEntry | None":
        return next((body for body in self.bodies if body.organisation == organisation), None)


@dataclass(frozen=True, slots=True)
class BodyEntry:
    organisation: Organisation
    answer: Answer
    answered: Answered | None
    by: str
    reason: str

    @property
    def words(self) -> str:
        return ANSWER_WORDS[self.answer]

    @property
    def colour(self) -> str:
        return ANSWER_TAGS[self.answer]


def signatories(organisation: Organisation, on: dt.date) -> tuple[list[Entry], list[Entry]]:
    """Own signatories and delegates, by name and date. Three queries."""
    people = ("person", "evidence", "recorded_by", "ended_by")
    authorities = list(
        Authority.objects.filter(organisation=organisation)
        .select_related("organisation", *people)
        .order_by("person__full_name", "starts_on", "pk")
    )
    delegations = list(
        Delegation.objects.filter(authority__organisation=organisation)
        .select_related("authority__organisation", "authority__person", *people)
        .order_by("starts_on", "pk")
    )
    verdicts = policies.verdicts(authorities=authorities, delegations=delegations, on=on)
    return _entries(authorities, verdicts, on), _entries(delegations, verdicts, on)


def _entries(rows: Iterable[Authority | Delegation], verdicts: dict[str, Verdict], on: dt.date) -> list[Entry]:
    listed = list(rows)
    live = [row for row in listed if not row.term.standing(on).over]
    clashing: set[str] = set()
    for person in {row.person_id for row in live}:
        theirs = [row for row in live if row.person_id == person]
        clashing |= {theirs[position].reference for position in rules.overlapping([row.term for row in theirs])}
    return [Entry(row, row.term.standing(on), verdicts[row.reference], row.reference in clashing) for row in listed]


def mandates_held(organisation: Organisation, on: dt.date) -> list[MandateEntry]:
    """Mandates whose holder has this organisation's office."""
    return [_mandate(row, on) for row in _mandates().filter(organisation=organisation)]


def mandates_given(organisation: Organisation, on: dt.date) -> list[MandateEntry]:
    """Mandates by which somebody asks, or asked, to sign for this organisation."""
    return [_mandate(row, on) for row in _mandates().filter(bodies__organisation=organisation)]


def mandate(reference: str, on: dt.date) -> MandateEntry:
    return _mandate(_mandates().get(reference=reference), on)


def _mandates() -> QuerySet[Mandate]:
    bodies = MandateBody.objects.select_related("organisation").prefetch_related("answers__by")
    return Mandate.objects.select_related(
        "organisation", "person", "evidence", "collective", "recorded_by", "ended_by"
    ).prefetch_related(Prefetch("bodies", bodies))


def _mandate(row: Mandate, on: dt.date) -> MandateEntry:
    by_name = sorted(row.bodies.all(), key=lambda body: body.organisation.name.casefold())
    bodies = tuple(_body(body, on) for body in by_name)
    tally = Tally.of(body.answered for body in bodies)
    return MandateEntry(row, rules.mandate_state(row.term, tally, on), tally, bodies)


def _body(body: MandateBody, on: dt.date) -> BodyEntry:
    answered = rules.answer_on(body.answered, on)
    given = [answer for answer in body.answers.all() if timezone.localdate(answer.at) <= on]
    last = max(given, key=lambda answer: (answer.at, answer.pk), default=None)
    return BodyEntry(
        organisation=body.organisation,
        answer=answered.answer if answered else Answer.ASKED,
        answered=answered,
        by=str(last.by) if last else "",
        reason=last.reason if last else "",
    )


def scope_words(scope: Scope) -> str:
    """Which agreements, in one sentence."""
    kinds = [kind.label for kind in document.Kind if kind in scope.kinds]
    what = " and ".join(filter(None, [", ".join(kinds[:-1]), *kinds[-1:]])) if kinds else "Every kind of agreement"
    return what if scope.sensitive else f"{what}, without sensitive data"


def term_words(term: Term) -> str:
    until = f" to {rules.long_date(term.ends_on)}" if term.ends_on else ", no end date"
    return f"{rules.long_date(term.starts_on)}{until}"
