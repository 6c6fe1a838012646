"""What a round would ask for: who signs each row of the text, whom that binds, what is in the way. Writes nothing."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from agreements.models import Version
from foundation.verdicts import OK, Refused, Verdict
from parties.capacities import Capacity
from parties.models import Organisation
from parties.policies import organisations as bodies
from signing import again, policies, quorum
from signing.again import Asked
from signing.choices import OnDecline, Route
from signing.models import Request
from signing.wanted import FIELD, Wanted

if TYPE_CHECKING:
    from accounts.models import User

People: TypeAlias = "User | Sequence[User]"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the lead may settle beside who signs and by when."""

    stages: Mapping[str, int] = field(default_factory=dict)
    """By name of the row; 1 where nothing is said."""
    on_paper: Mapping[str, str] = field(default_factory=dict)
    """Rows that are signed on paper although the text says in the portal, each with the reason."""
    reviewed_first: bool = False
    on_decline: OnDecline = OnDecline.STOPS


@dataclass(frozen=True, slots=True)
class Planned:
    """One request that would be made."""

    name: str
    party: str
    organisation: Organisation
    people: "tuple[User, ...]"
    """The first is asked; any of the others may sign in their place."""
    route: Route
    stage: int
    bodies: tuple[tuple[str, Organisation], ...]
    """The party itself first."""
    note: str = ""
    signed: Request | None = None
    """Given already to this very text in an earlier round: it counts, and nobody is asked again."""

    @property
    def slot(self) -> str:
        return f"{FIELD}{self.name}"


@dataclass(frozen=True, slots=True)
class Plan:
    requests: tuple[Planned, ...]
    verdict: Verdict
    """Every reason at once."""


def organisations_of(version: Version) -> dict[str, Organisation]:
    """By party key, in the document's order, the organisations that sign this version or are bound with one."""
    keys = list(dict.fromkeys(key for row in again.of(version).rows for key in (row.party, *row.others)))
    rows = {
        party.key: party.organisation
        for party in version.agreement.parties.select_related("organisation").filter(key__in=keys)
    }
    missing = [key for key in keys if key not in rows]
    if missing:
        raise Refused([f"The party “{key}” has no place in the agreement any more." for key in missing])
    return {key: rows[key] for key in keys}


def given(version: Version) -> dict[str, Request]:
    """By name of the row, the requests of earlier rounds whose signatures to this very text still count."""
    signed = Request.objects.filter(round__version=version, live__isnull=False).prefetch_related("bodies__organisation")
    return {one.slot.removeprefix(FIELD): one for one in signed.select_related("live", "signatory").order_by("pk")}


def make(version: Version, signatories: "Mapping[str, People]", terms: Terms, on: dt.date) -> Plan:
    """By name of the row, who signs it; for a party that no mandate covers, by its key, who signs for it itself."""
    places = organisations_of(version)
    maker = _Maker(
        version=version,
        asked=again.of(version),
        places=places,
        eligible=policies.eligible(version, places, on),
        people={name: _several(chosen) for name, chosen in signatories.items()},
        terms=terms,
        given=given(version),
    )
    requests = tuple(maker.requests())
    return Plan(requests, maker.verdict(requests, on))


def _several(chosen: "People") -> "tuple[User, ...]":
    people = chosen if isinstance(chosen, list | tuple) else (chosen,)
    return tuple(dict.fromkeys(people))


@dataclass(frozen=True, slots=True)
class _Maker:
    version: Version
    asked: Asked
    places: Mapping[str, Organisation]
    eligible: Mapping[str, list[Capacity]]
    people: "Mapping[str, tuple[User, ...]]"
    terms: Terms
    given: Mapping[str, Request]

    def requests(self) -> Iterator[Planned]:
        rows = self.asked.rows
        made, bound = {row.name for row in rows}, set()
        for row in rows:
            one = self._signed(self.given[row.name]) if row.name in self.given else self._planned(row)
            bound |= {key for key, _ in one.bodies}
            yield one
        left = [(key, row) for row in rows for key in row.others if key not in bound]
        for key, row in left:
            # A body may stand in several rows; it signs for itself once.
            if key not in made:
                made.add(key)
                yield self._by_itself(key, self.terms.stages.get(key, self.terms.stages.get(row.name, 1)))

    def _planned(self, row: Wanted) -> Planned:
        people = self.people.get(row.name, ())
        note = self.terms.on_paper.get(row.name)
        route = Route.PAPER if note is not None and row.route == Route.PORTAL else row.route
        covered = [key for key in row.others if people and all(self._may(one, key) for one in people)]
        return Planned(
            name=row.name,
            party=row.party,
            organisation=self.places[row.party],
            people=people,
            route=route,
            stage=self.terms.stages.get(row.name, 1),
            bodies=tuple((key, self.places[key]) for key in (row.party, *covered)),
            note=note or "",
        )

    def _by_itself(self, key: str, stage: int) -> Planned:
        place = self.places[key]
        if key in self.given:
            return self._signed(self.given[key])
        return Planned(key, key, place, self.people.get(key, ()), Route.PORTAL, stage, ((key, place),))

    def _signed(self, request: Request) -> Planned:
        """As it was signed: a signature binds whom it bound, whatever a mandate covers by now."""
        people = (request.signatory,) if request.signatory else ()
        bound = tuple((body.party_key, body.organisation) for body in request.bodies.all())
        name = request.slot.removeprefix(FIELD)
        place = self.places.get(request.party_key, request.organisation)
        return Planned(
            name, request.party_key, place, people, Route(request.route), request.stage, bound, signed=request
        )

    def _may(self, person: "User", key: str) -> bool:
        return any(capacity.person_id == person.pk for capacity in self.eligible[key])

    def verdict(self, requests: Sequence[Planned], on: dt.date) -> Verdict:
        verdict = Verdict.unless(requests, "Nobody is named as a signatory of this agreement.")
        ready: dict[int, Verdict] = {}
        for one in requests:
            if one.signed is not None:
                continue
            place = one.organisation
            if place.pk not in ready:
                ready[place.pk] = bodies.can_be_asked_to_sign(place, on) & policies.drawable(place.legal_name)
            verdict &= ready[place.pk] & self._people_of(one, on)
        # Somebody may be named for a body in case the mandate does not cover it; it does, so nobody asks them.
        used = {one.name for one in requests} | {key for row in self.asked.rows for key in row.others}
        return (
            verdict
            & Verdict.unless(not self.people.keys() - used, "Somebody is named who does not sign.")
            & two_people(requests)
            & self._can_be_met(requests)
        )

    def _people_of(self, one: Planned, on: dt.date) -> Verdict:
        verdict = OK
        if one.route == Route.PORTAL and not one.people:
            verdict &= Verdict.no(f"Select who signs for {one.organisation.name}.")
        for person in one.people:
            if self._may(person, one.party):
                verdict &= policies.drawable(person.name_to_sign)
            else:
                verdict &= policies.can_be_asked(self.version, one.organisation, person, on)
        return verdict

    def _can_be_met(self, requests: Sequence[Planned]) -> Verdict:
        rule = self.asked.rule
        slots = [quorum.Slot(tuple(key for key, _ in one.bodies)) for one in requests]
        now = quorum.standing(rule, slots)
        return Verdict.unless(
            not requests or now.can_be_met,
            "By its own words the agreement can never come into force: it needs more signatures, or others, "
            "than it asks for.",
        )


def two_people(requests: Sequence[Planned]) -> Verdict:
    """One person fills one place of a party."""
    verdict = OK
    of_party: dict[str, list[Planned]] = {}
    for one in requests:
        if one.people:
            of_party.setdefault(one.party, []).append(one)
    for rows in of_party.values():
        people = {person.pk for one in rows for person in one.people}
        verdict &= Verdict.unless(
            len(people) >= len(rows),
            f"{rows[0].organisation.name} signs {len(rows)} times, so as many different people must be named.",
        )
    return verdict
