"""When enough have signed for an agreement to come into force. Values in, values out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from dsaformat.choices import Force
from dsaformat.parts import IntoForce


@dataclass(frozen=True, slots=True)
class Slot:
    """One signature that is asked for: the parties that it binds, and how it stands."""

    parties: tuple[str, ...]
    is_signed: bool = False
    is_gone: bool = False
    """No signature comes from it any more: declined, removed, or ended before."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the signatures have come, by party. Each party is in exactly one of the three groups."""

    signed: tuple[str, ...]
    outstanding: tuple[str, ...]
    gone: tuple[str, ...]
    needed: int
    """How many parties must have signed."""
    must: tuple[str, ...]
    """Who must be among them."""

    @property
    def total(self) -> int:
        return len(self.signed) + len(self.outstanding) + len(self.gone)

    @property
    def is_met(self) -> bool:
        return self.lacking == 0 and not self.missing and bool(self.signed)

    @property
    def can_be_met(self) -> bool:
        """Whether it still comes into force if everybody who may sign does."""
        may = {*self.signed, *self.outstanding}
        return len(may) >= self.needed and may.issuperset(self.must)

    @property
    def lacking(self) -> int:
        """How many more parties must sign, whoever they are."""
        return max(self.needed - len(self.signed), 0)

    @property
    def missing(self) -> tuple[str, ...]:
        """Who must sign by name and has not."""
        return tuple(party for party in self.must if party not in self.signed)

    def without(self, parties: Collection[str]) -> "Standing":
        """The same if these were gone, too."""
        return Standing(
            tuple(one for one in self.signed if one not in parties),
            tuple(one for one in self.outstanding if one not in parties),
            (*self.gone, *(one for one in (*self.signed, *self.outstanding) if one in parties)),
            self.needed,
            self.must,
        )


def standing(rule: IntoForce, slots: Iterable[Slot]) -> Standing:
    """A party has signed when every signature that binds it is given; it is gone as soon as one cannot come."""
    of_party: dict[str, list[Slot]] = {}
    for slot in slots:
        for party in slot.parties:
            of_party.setdefault(party, []).append(slot)
    gone = tuple(party for party, own in of_party.items() if any(slot.is_gone for slot in own))
    signed = tuple(
        party for party, own in of_party.items() if party not in gone and all(slot.is_signed for slot in own)
    )
    outstanding = tuple(party for party in of_party if party not in gone and party not in signed)
    if rule.rule is Force.ALL:
        return Standing(signed, outstanding, gone, len(of_party), ())
    needed = max(rule.number or 0, len(rule.named), 1)
    return Standing(signed, outstanding, gone, needed, tuple(rule.named))


def rule_words(rule: IntoForce, names: Mapping[str, str], total: int) -> str:
    """When it comes into force, as the text says it."""
    if rule.rule is Force.ALL:
        return "It comes into force when every party has signed."
    needed = max(rule.number or 0, len(rule.named), 1)
    count = f"{needed} of {total} {'party' if total == 1 else 'parties'}"
    among = f", {_listed(rule.named, names)} among them" if rule.named else ""
    have = "has" if needed == 1 else "have"
    return f"It comes into force when {count} {have} signed{among}. The others join on the day that they sign."


def words(now: Standing, names: Mapping[str, str]) -> str:
    """Who is missing for it to come into force."""
    if now.is_met:
        return "Enough parties have signed for it to come into force."
    if not now.can_be_met:
        return f"It cannot come into force any more: {_listed(now.gone, names)} will not sign."
    if not now.must and now.needed == now.total:
        return f"It waits for {_listed(now.outstanding, names)}."
    others = now.lacking - len(now.missing)
    wanted = [_name(key, names) for key in now.missing]
    if others > 0:
        wanted.append(f"{others} {'other' if wanted else 'more'} {'party' if others == 1 else 'parties'}")
    return f"It waits for {joined(wanted)}."


def _name(key: str, names: Mapping[str, str]) -> str:
    return names.get(key, key)


def _listed(keys: Iterable[str], names: Mapping[str, str]) -> str:
    return joined([_name(key, names) for key in keys])


def joined(words: list[str]) -> str:
    """With “and”; the first three and how many more when they are many."""
    if len(words) > 4:
        return f"{', '.join(words[:3])} and {len(words) - 3} more"
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
