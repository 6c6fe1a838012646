"""How far a round has come, as its pages show it. Reads; writes nothing."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from signing import again, policies, policies_answers, quorum, turns
from signing.choices import OUTSIDE, WAITING, AnswerKind, RequestState, RoundKind
from signing.models import Answer, Objection, Request, Round
from signing.wanted import FIELD

if TYPE_CHECKING:
    from accounts.models import User

_COLOURS: Mapping[str, str] = {
    RequestState.NOT_YET: "grey",
    RequestState.ASKED: "blue",
    RequestState.OPENED: "blue",
    RequestState.QUESTION: "amber",
    RequestState.CHECKING: "amber",
    RequestState.SIGNED: "",
    RequestState.DECLINED: "red",
    RequestState.REMOVED: "grey",
    RequestState.WITHDRAWN: "grey",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One signature of the round, for one person who looks."""

    request: Request
    state: str
    colour: str
    since: dt.datetime | None
    """The party's own date, when it has signed."""
    note: str
    """Why it stands so, as far as this person may read it."""
    disputed_by: tuple[str, ...] = ()
    """Bodies that say it was wrong to sign for them."""

    @property
    def name(self) -> str:
        return self.request.slot.removeprefix(FIELD)

    @property
    def others(self) -> list[str]:
        """Bodies that the signature binds beside the party."""
        bodies = self.request.bodies.all()
        return [body.organisation.name for body in bodies if body.party_key != self.request.party_key]

    @property
    def who(self) -> str:
        request = self.request
        if request.live is not None:
            return request.live.typed_name
        return str(request.signatory) if request.signatory else request.get_route_display()

    @property
    def capacity(self) -> str:
        """In which office they signed, and in whose place."""
        return self.request.live.capacity_words if self.request.live is not None else ""

    @property
    def or_else(self) -> list[str]:
        """Who may sign in their place, while it is open."""
        if self.request.live is not None:
            return []
        return [str(alternate.person) for alternate in self.request.alternates.all()]


@dataclass(frozen=True)
class Board:
    round: Round
    requests: tuple[Request, ...]
    names: Mapping[str, str]
    """Of the parties, by key, as the text calls them."""

    @cached_property
    def standing(self) -> quorum.Standing:
        return policies.standing_of(self.round, self.requests)

    @property
    def label(self) -> str:
        return f"{len(self.standing.signed)} of {self.standing.total} signed"

    @cached_property
    def rule(self) -> str:
        return again.rule_words(self.round.version, self.names, self.standing.total)

    @property
    def words(self) -> str:
        return quorum.words(self.standing, self.names)

    @property
    def turn(self) -> str:
        """Whose turn it is, where not everybody is asked at once."""
        waiting = [one for one in self.requests if one.state == RequestState.NOT_YET]
        if not waiting:
            return ""
        stage = turns.stage_now(turns.Turn(one.pk, one.stage, one.state, is_cleared=True) for one in self.requests)
        asked = [one.organisation.name for one in self.requests if one.state in WAITING]
        to_clear = [one.organisation.name for one in waiting if one.stage == stage and one.cleared_at is None]
        said = []
        if asked:
            said.append(f"It is the turn of {quorum.joined(asked)}.")
        if self.round.reviewed_first and to_clear:
            said.append(f"It waits for the reviewers of {quorum.joined(to_clear)}.")
        return " ".join(said)

    def rows(self, person: "User", today: dt.date) -> list[Row]:
        declined = {answer.request_id: answer for answer in self._declined()}
        disputed = self._disputed()
        rows = (_row(self.round, one, declined.get(one.pk), person, today) for one in self.requests)
        return [replace(row, disputed_by=tuple(disputed.get(row.request.pk, ()))) for row in rows]

    def _declined(self) -> Iterable[Answer]:
        """The newest of each request comes last."""
        answers = Answer.objects.filter(request__in=self.requests, kind=AnswerKind.DECLINED).order_by("at", "pk")
        return answers.select_related("person", "request__organisation", "request__round__version__agreement__lead")

    def _disputed(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        objections = Objection.objects.filter(signature__live_for__in=self.requests) | Objection.objects.filter(
            signature__given_with__live_for__in=self.requests
        )
        for one in objections.select_related("signature__organisation").order_by("number"):
            found.setdefault(one.signature.request_id, []).append(one.signature.organisation.name)
        return found

    def find(self, name: str) -> Request | None:
        return next((one for one in self.requests if one.slot == f"{FIELD}{name}"), None)


def of(round_: Round) -> Board:
    """Four queries, whatever the number of parties."""
    requests = round_.requests.select_related("organisation", "signatory", "live", "cleared_by", "passed_from")
    found = requests.prefetch_related("bodies__organisation", "alternates__person")
    names = {party.key: party.name for party in round_.version.document.parties}
    for one in (rows := tuple(found)):
        one.round = round_
    return Board(round_, rows, names)


def joined_later(round_: Round) -> list[Row]:
    """Organisations that joined, or are asked to join, what the others have signed."""
    found = Request.objects.filter(round__version=round_.version, round__kind=RoundKind.JOINING)
    found = found.select_related("organisation", "signatory", "live", "round").prefetch_related(
        "bodies__organisation", "alternates__person"
    )
    return [
        Row(one, state_words(one), _COLOURS[one.state], one.signed_at or one.asked_at, "")
        for one in found.order_by("round__opened_at", "pk")
    ]


def state_words(request: Request) -> str:
    if request.live is not None and request.live.capacity in OUTSIDE:
        return "Signed on paper" if request.live.capacity == "paper" else "Signed elsewhere"
    if request.state == RequestState.WITHDRAWN:
        return "No longer asked"
    return str(request.get_state_display())


def _row(round_: Round, one: Request, declined: Answer | None, person: "User", today: dt.date) -> Row:
    state, colour = state_words(one), _COLOURS[one.state]
    since = one.signed_at or one.opened_at or one.asked_at
    note = ""
    if one.state in WAITING and today > one.sign_by_on:
        state, colour = "Time ended", "amber"
    elif one.state == RequestState.DECLINED and declined is not None:
        since, note = declined.at, _why(declined, person)
    elif one.state == RequestState.NOT_YET:
        note = _why_not_yet(round_, one)
    elif one.passed_from_id and one.live is None:
        note = f"Passed on by {one.passed_from}"
    if one.extra_days and one.live is None:
        last = f"{one.sign_by_on.day} {one.sign_by_on:%B}"
        note = ". ".join(filter(None, (note, f"Has until {last}, because it waited for an answer")))
    return Row(one, state, colour, since, note)


def _why(answer: Answer, person: "User") -> str:
    if not policies_answers.may_read_reason(person, answer):
        return "The reason is for the lead organisation"
    return ": ".join(filter(None, (answer.get_reason_display(), answer.text)))


def _why_not_yet(round_: Round, one: Request) -> str:
    if round_.reviewed_first and one.cleared_at is None:
        return "Its reviewer has not agreed yet"
    return "Others sign first"


def facts(board: Board, today: dt.date) -> dict[str, Any]:
    """What every page about the round shows."""
    return {
        "round": board.round,
        "signed": len(board.standing.signed),
        "total": board.standing.total,
        "label": board.label,
        "rule": board.rule,
        "missing": board.words,
        "turn": board.turn,
        "today": today,
    }
