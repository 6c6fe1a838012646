"""In what capacity somebody may sign, and for whom. Values only; ``policies.authority`` fills them."""

from dataclasses import dataclass
from enum import StrEnum

from foundation.verdicts import OK, Verdict
from parties.authority_rules import Scope, Term


class CapacityKind(StrEnum):
    OWN = "own"
    """For the person's own organisation, by their own office."""
    DELEGATE = "delegate"
    """For their own organisation, in the place of an office-holder who is away."""
    MANDATE = "mandate"
    """For many bodies that have each confirmed it."""


@dataclass(frozen=True, slots=True)
class Body:
    """One organisation, as a signature names it."""

    pk: int
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Bound:
    """One body of a capacity, and whether it can be bound on the day asked about. The reasons name the body."""

    body: Body
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Capacity:
    """One way in which a person may sign on one day."""

    kind: CapacityKind
    reference: str
    """Of the authority, delegation or mandate: what the evidence record names."""
    person_id: int
    person: str
    office: str
    rank: str
    acting_for: str
    """For a delegate, the name of the office-holder who is away ("B for A"); otherwise empty."""
    representing: Body
    """The body whose office this is: the organisation itself, or for a mandate the one that the bodies meet in."""
    scope: Scope
    term: Term
    evidence_sha256: str
    """Fingerprint of the evidence file; empty when there is none."""
    bodies: tuple[Bound, ...]

    @property
    def covered(self) -> tuple[Body, ...]:
        """Whom the person may bind on that day, before the agreement's own kind and data are looked at."""
        return tuple(bound.body for bound in self.bodies if bound.verdict)

    @property
    def not_covered(self) -> tuple[Bound, ...]:
        """Whom not, each with the reasons."""
        return tuple(bound for bound in self.bodies if not bound.verdict)

    def verdict(self, organisation_pk: int, name: str, agreement_kind: str, sensitive: bool) -> Verdict:
        """May this capacity be used for that organisation and such an agreement?"""
        bound = next((bound for bound in self.bodies if bound.body.pk == organisation_pk), None)
        if bound is None:
            return Verdict.no(f"{name} is not covered by {self.words}")
        return bound.verdict & self.scope.verdict(agreement_kind, sensitive, f"For {name}, {self.words}")

    def verdict_for_all(self, organisations: dict[int, str], agreement_kind: str, sensitive: bool) -> Verdict:
        """All or none: the reasons of every organisation (names by primary key) that cannot be bound."""
        verdict = OK
        for pk, name in organisations.items():
            verdict &= self.verdict(pk, name, agreement_kind, sensitive)
        return verdict

    @property
    def words(self) -> str:
        match self.kind:
            case CapacityKind.OWN:
                return f"{self.person}’s authority"
            case CapacityKind.DELEGATE:
                return f"{self.person}’s authority in place of {self.acting_for}"
            case CapacityKind.MANDATE:
                return f"mandate {self.reference}"
