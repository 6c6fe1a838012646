"""What each party relies on, for which purposes and for which data."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

from dsaformat.choices import Aim, Regime
from dsaformat.parts import BasisRow, Dataset, Legislation, Party, Purpose

if TYPE_CHECKING:
    from lawfulbasis.rules.case import Case


class _ForParties(Protocol):
    @property
    def parties(self) -> tuple[str, ...]: ...


AnyRow = TypeVar("AnyRow", bound=_ForParties)


@dataclass(frozen=True)
class Reliance:
    case: "Case"

    @cached_property
    def _laws(self) -> dict[str, tuple[Legislation, ...]]:
        return self._by_party(self.case.document.legislation)

    def laws(self, party: Party) -> tuple[Legislation, ...]:
        """The Acts and guidance that the document names for the party."""
        return self._laws[party.key]

    @cached_property
    def _purposes(self) -> dict[str, tuple[Purpose, ...]]:
        return self._by_party(self.case.document.purposes)

    def purposes(self, row: BasisRow) -> tuple[Purpose, ...]:
        """What the row is relied on for: the purpose it names, else every purpose of its party."""
        if row.purpose is None:
            return self._purposes[row.party]
        return tuple(purpose for purpose in self.case.document.purposes if purpose.key == row.purpose)

    def aims(self, row: BasisRow) -> frozenset[Aim]:
        return frozenset(aim for purpose in self.purposes(row) for aim in purpose.aims)

    def beside(self, row: BasisRow, *regimes: str) -> tuple[BasisRow, ...]:
        """Rows of these regimes that the same party relies on for the same purpose."""
        party = self.case.parties[row.party]
        return tuple(
            other
            for other in self.case.basis(party, *regimes)
            if row.purpose is None or other.purpose is None or other.purpose == row.purpose
        )

    @cached_property
    def _data(self) -> dict[str, tuple[Dataset, ...]]:
        personal = frozenset(dataset.key for dataset in self.case.personal_datasets)
        for_part_3 = frozenset(dataset.key for dataset in self.case.document.datasets if self._is_for_part_3(dataset))
        found: dict[str, tuple[Dataset, ...]] = {}
        for party in self.case.document.parties:
            wanted = personal - for_part_3 if self.case.uses_part_3(party) else personal
            found[party.key] = tuple(dataset for dataset in self.case.handled(party) if dataset.key in wanted)
        return found

    def _is_for_part_3(self, dataset: Dataset) -> bool:
        """As it says of itself, or by calling its data what only Part 3 calls it."""
        return dataset.regimes == (Regime.PART_3,) if dataset.regimes else bool(self._sensitive_types(dataset))

    def _sensitive_types(self, dataset: Dataset) -> tuple[str, ...]:
        return tuple(
            code
            for code in sorted(self.case.codes(dataset))
            if code == "cat_sensitive" or self.case.flag(code, "maps_to_special_category")
        )

    def data(self, party: Party) -> tuple[Dataset, ...]:
        """Personal data that the party handles under the general regime."""
        return self._data[party.key]

    @cached_property
    def _special_types(self) -> dict[str, tuple[str, ...]]:
        types = {
            dataset.key: (*self.case.special_types(dataset), *self._sensitive_types(dataset))
            for dataset in self.case.document.datasets
        }
        return {
            key: tuple(sorted({code for dataset in datasets for code in types[dataset.key]}))
            for key, datasets in self._data.items()
        }

    def special_types(self, party: Party) -> tuple[str, ...]:
        """Special category data that the party handles under the general regime, by code.

        What one party holds as sensitive data under Part 3 is special category data for others.
        """
        return self._special_types[party.key]

    @cached_property
    def _handle_offences(self) -> frozenset[str]:
        about = {dataset.key for dataset in self.case.document.datasets if self.case.has_offence_data(dataset)}
        return frozenset(
            key for key, datasets in self._data.items() if any(dataset.key in about for dataset in datasets)
        )

    def has_offence_data(self, party: Party) -> bool:
        """Whether the party handles criminal offence data under the general regime."""
        return party.key in self._handle_offences

    def _by_party(self, rows: Iterable[AnyRow]) -> dict[str, tuple[AnyRow, ...]]:
        """Rows for each party: those that name it, and those that name nobody."""
        for_all: list[AnyRow] = []
        named: dict[str, list[AnyRow]] = defaultdict(list)
        for row in rows:
            if not row.parties:
                for_all.append(row)
            for key in row.parties:
                named[key].append(row)
        return {party.key: (*for_all, *named.get(party.key, ())) for party in self.case.document.parties}
