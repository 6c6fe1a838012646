"""By what right a person would sign a request, for each body that the one signature binds. Reads; writes nothing."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foundation.verdicts import OK, Verdict
from parties.capacities import Capacity
from parties.choices import Kind
from parties.policies import authority
from signing import policies
from signing.models import Body, Request

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Binding:
    """One body, and the capacity in which it would be bound; without one, the reasons."""

    party_key: str
    organisation_id: int
    name: str
    """As the text calls it."""
    capacity: Capacity | None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bindings:
    """All bodies of a request. The act is done for all of them, or not at all."""

    leading: Binding
    others: tuple[Binding, ...]

    @property
    def all(self) -> tuple[Binding, ...]:
        return (self.leading, *self.others)

    @property
    def several(self) -> bool:
        return bool(self.others)

    @property
    def covered(self) -> tuple[Binding, ...]:
        return tuple(one for one in self.all if one.capacity)

    @property
    def not_covered(self) -> tuple[Binding, ...]:
        return tuple(one for one in self.all if not one.capacity)

    @property
    def verdict(self) -> Verdict:
        verdict = OK
        for one in self.not_covered:
            verdict &= Verdict(one.reasons)
        return verdict

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(one.party_key for one in self.all)


def of(request: Request, person: "User", on: dt.date, *, chosen: str = "") -> Bindings:
    """Every body with the capacity that fits: the ``chosen`` one where it does, else one that binds them all."""
    use = _use(request)
    bodies = _bodies(request)
    held = _in_order(authority.capacities(person=person, on=on), bodies, use, chosen)
    found = [_binding(body, held, use) for body in bodies]
    return Bindings(found[0], tuple(found[1:]))


def ways(request: Request, person: "User", on: dt.date) -> list[Capacity]:
    """The capacities in which the person could sign for the request's own party: whoever has two must choose one."""
    use, organisation = _use(request), request.organisation
    held = authority.capacities(person=person, on=on)
    return [one for one in held if one.verdict(organisation.pk, organisation.name, use.kind, use.sensitive)]


def needs_rank(request: Request, person: "User") -> bool:
    """Police forces sign with name and rank; police staff without a rank are known by their office in the register."""
    return request.organisation.kind == Kind.POLICE and bool(person.rank)


@dataclass(frozen=True, slots=True)
class _Use:
    """What the agreement is, as far as an authority may be limited to it. The document is read once."""

    kind: str
    sensitive: bool
    names: dict[str, str]


def _use(request: Request) -> _Use:
    document = request.round.version.document
    names = {party.key: party.name for party in document.parties}
    return _Use(document.identity.kind, policies.is_sensitive(document), names)


def _bodies(request: Request) -> list[Body]:
    """The request's own party first, the others in the order in which they were named."""
    rows = list(request.bodies.select_related("organisation"))
    return sorted(rows, key=lambda body: body.party_key != request.party_key)


def _in_order(held: list[Capacity], bodies: list[Body], use: _Use, chosen: str) -> list[Capacity]:
    names = {body.organisation_id: body.organisation.name for body in bodies}
    return sorted(
        held, key=lambda one: (one.reference != chosen, not one.verdict_for_all(names, use.kind, use.sensitive))
    )


def _binding(body: Body, held: list[Capacity], use: _Use) -> Binding:
    organisation = body.organisation
    name = use.names.get(body.party_key, organisation.legal_name)  # one that joins is not in the text
    nearest = Verdict.no(f"You have no authority to sign for {organisation.name}.")
    for capacity in held:
        verdict = capacity.verdict(organisation.pk, organisation.name, use.kind, use.sensitive)
        if verdict:
            return Binding(body.party_key, organisation.pk, name, capacity)
        if any(bound.body.pk == organisation.pk for bound in capacity.bodies):
            nearest = verdict
    return Binding(body.party_key, organisation.pk, name, None, nearest.reasons)
