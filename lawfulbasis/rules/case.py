"""What a rule looks at: a document, the law and a day, and what many rules ask of them, worked out once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from dsaformat.choices import Identifiability, Role
from dsaformat.document import AgreementDocument
from dsaformat.parts import BasisRow, Dataset, Flow, Party
from lawfulbasis.catalogue import Catalogue, Provision
from lawfulbasis.rules.care import tells_of_care
from lawfulbasis.rules.prose import Prose
from lawfulbasis.rules.reliance import Reliance
from lawfulbasis.rules.sections import Sections

CONTROLLERS = frozenset({Role.CONTROLLER, Role.JOINT_CONTROLLER, Role.CONTROLLER_IN_COMMON})
PART_3 = frozenset({"law_enforcement", "dpa2018_part3_s35", "dpa2018_sch8", "sensitive_processing_type"})
"""A party that relies on these for everything acts under Part 3 of the Act, and Article 6 is not for it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the portal knows of an agreement beside its document. A file alone comes with nothing."""

    active: bool = False
    """Sharing goes on under it."""
    signing: bool = False
    """Signatures are asked for, or given."""
    signed: frozenset[str] | None = None
    """Keys of the parties with a valid signature on this version; None when nobody knows."""
    unconfirmed: tuple[str, ...] = ()
    """Keys of the parties whose signatory's authority is not confirmed."""
    changed_since_signing: bool = False
    reviewed_on: dt.date | None = None
    changed_law: tuple[str, ...] = ()
    """Codes whose wording has changed since the last review."""


@dataclass(frozen=True)
class Case:
    document: AgreementDocument
    catalogue: Catalogue
    on: dt.date
    facts: Facts = field(default_factory=Facts)

    # Parties

    @cached_property
    def parties(self) -> dict[str, Party]:
        return {party.key: party for party in self.document.parties}

    @cached_property
    def controllers(self) -> tuple[Party, ...]:
        """Whoever is not only a processor, a supplier to one, or an observer decides for itself what data is for."""
        return tuple(party for party in self.document.parties if _is_controller(party))

    @cached_property
    def part_2_controllers(self) -> tuple[Party, ...]:
        """Controllers for whom the general regime counts, for some of what they do at least."""
        return tuple(party for party in self.controllers if not self.part_3_only(party))

    def name(self, key: str) -> str:
        return self.parties[key].name

    # The law that each party relies on

    @cached_property
    def _basis(self) -> dict[str, tuple[BasisRow, ...]]:
        found: dict[str, list[BasisRow]] = defaultdict(list)
        for row in self.document.lawful_basis:
            found[row.party].append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    def basis(self, party: Party, *regimes: str) -> tuple[BasisRow, ...]:
        """The party's rows, of those regimes only where some are named."""
        rows = self._basis.get(party.key, ())
        return tuple(row for row in rows if row.regime in regimes) if regimes else rows

    def relies_on(self, party: Party, *prefixes: str) -> tuple[BasisRow, ...]:
        """The party's rows whose condition is one of these, or starts with one of these and an underscore."""
        return tuple(row for row in self.basis(party) if _is_one_of(row.condition, prefixes))

    def part_3_only(self, party: Party) -> bool:
        return self.uses_part_3(party) and all(row.regime in PART_3 for row in self.basis(party))

    def uses_part_3(self, party: Party) -> bool:
        return any(row.regime in PART_3 for row in self.basis(party)) or bool(party.law_enforcement.purposes)

    @cached_property
    def reliance(self) -> Reliance:
        return Reliance(self)

    @cached_property
    def _provisions(self) -> dict[str, Provision | None]:
        return {}

    def provision(self, code: str) -> Provision | None:
        """The entry as in force on the day."""
        if code not in self._provisions:
            self._provisions[code] = self.catalogue.on(code, self.on)
        return self._provisions[code]

    def cited(self, code: str) -> str:
        """The entry as a reader meets it: `Insurance (DPA 2018 Sch 1 para 20)`."""
        provision = self.provision(code)
        return f"{provision.label} ({provision.reference})" if provision else self.label(code)

    def label(self, code: str) -> str:
        provision = self.provision(code)
        return provision.label if provision else code.replace("_", " ")

    def flag(self, code: str, name: str) -> object:
        """What the catalogue says of the entry; None for an entry or a flag that is not there."""
        provision = self.provision(code)
        return provision.flags.get(name) if provision else None

    # Data

    @cached_property
    def datasets(self) -> dict[str, Dataset]:
        return {dataset.key: dataset for dataset in self.document.datasets}

    @cached_property
    def _receivers(self) -> dict[str, frozenset[str]]:
        everybody = frozenset(party.key for party in self.document.parties if party.roles != (Role.OBSERVER,))
        carried: dict[str, set[str]] = defaultdict(set)
        for flow in self.document.flows:
            for key in flow.datasets:
                carried[key].update(flow.recipients, flow.via)
        return {
            dataset.key: (frozenset(carried[dataset.key].union(dataset.recipients)) or everybody) - {dataset.supplier}
            for dataset in self.document.datasets
        }

    def receivers(self, dataset: Dataset) -> frozenset[str]:
        """Keys of the parties that come to hold the dataset: those it names, and where flows carry it.

        When neither says anything, every other party that handles data may.
        """
        return self._receivers[dataset.key]

    @cached_property
    def _handled(self) -> dict[str, tuple[Dataset, ...]]:
        found: dict[str, list[Dataset]] = defaultdict(list)
        for dataset in self.document.datasets:
            for key in {dataset.supplier, *self.receivers(dataset)}:
                found[key].append(dataset)
        return {key: tuple(datasets) for key, datasets in found.items()}

    def handled(self, party: Party) -> tuple[Dataset, ...]:
        """Datasets that the party supplies or receives."""
        return self._handled.get(party.key, ())

    def supplied(self, party: Party) -> tuple[Dataset, ...]:
        return tuple(dataset for dataset in self.handled(party) if dataset.supplier == party.key)

    @cached_property
    def _codes(self) -> dict[str, frozenset[str]]:
        return {
            dataset.key: frozenset(dataset.categories).union(
                *(item.types for item in dataset.items if not item.excluded)
            )
            for dataset in self.document.datasets
        }

    def codes(self, dataset: Dataset) -> frozenset[str]:
        """What the law calls the data: the dataset's categories and its items' types."""
        return self._codes[dataset.key]

    def is_personal(self, dataset: Dataset) -> bool:
        """Data of which nobody has said who could be recognised counts as personal until somebody does."""
        if dataset.identifiability is None:
            return not (self.codes(dataset) & _NOT_PERSONAL and self.codes(dataset) <= _NOT_PERSONAL)
        return dataset.identifiability.personal

    @cached_property
    def personal_datasets(self) -> tuple[Dataset, ...]:
        return tuple(dataset for dataset in self.document.datasets if self.is_personal(dataset))

    @cached_property
    def has_personal_data(self) -> bool:
        return bool(self.personal_datasets)

    def special_types(self, dataset: Dataset) -> tuple[str, ...]:
        """Codes in the data that stand for special category data, or that the catalogue maps to it."""
        if not self.is_personal(dataset):
            return ()
        return tuple(
            code
            for code in sorted(self.codes(dataset))
            if code == "cat_special_category" or self.catalogue.regime_of(code) == "special_category_type"
        )

    def has_offence_data(self, dataset: Dataset) -> bool:
        return self.is_personal(dataset) and any(
            code == "cat_criminal_offence" or bool(self.flag(code, "implies_criminal_offence"))
            for code in self.codes(dataset)
        )

    @cached_property
    def care_data(self) -> dict[str, Dataset]:
        """Personal data about health, care or treatment, and all that is about patients, by key."""
        return {
            dataset.key: dataset
            for dataset in self.personal_datasets
            if any(tells_of_care(self.provision(code)) for code in (*self.codes(dataset), *dataset.data_subjects))
        }

    def pseudonymised(self) -> tuple[Dataset, ...]:
        wanted = Identifiability.PSEUDONYMISED
        return tuple(dataset for dataset in self.document.datasets if dataset.identifiability is wanted)

    @cached_property
    def subjects(self) -> frozenset[str]:
        """Kinds of people that any of the data is about."""
        return frozenset(code for dataset in self.document.datasets for code in dataset.data_subjects)

    @cached_property
    def holders(self) -> tuple[Party, ...]:
        """Parties that come to hold personal data."""
        personal = {dataset.key for dataset in self.personal_datasets}
        return tuple(
            party for party in self.document.parties if any(dataset.key in personal for dataset in self.handled(party))
        )

    @cached_property
    def answerable(self) -> tuple[Party, ...]:
        """Controllers that hold personal data: people can turn to them."""
        return tuple(party for party in self.holders if _is_controller(party))

    @cached_property
    def flows(self) -> dict[str, tuple[Flow, ...]]:
        """The flows that carry each dataset, by its key."""
        found: dict[str, list[Flow]] = defaultdict(list)
        for flow in self.document.flows:
            for key in flow.datasets:
                found[key].append(flow)
        return {key: tuple(flows) for key, flows in found.items()}

    # Words

    @cached_property
    def prose(self) -> Prose:
        return Prose(self.document)

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """Every text of the document with its path."""
        return self.prose.texts

    def saying(self, *words: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The sentences of every text that holds one of these small-letter words, with its path."""
        for path, text in self.holding(words):
            yield path, self.prose.sentences(text)

    def holding(self, words: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Every text that holds one of these small-letter words, with its path."""
        return self.prose.holding(words)

    @cached_property
    def sections(self) -> Sections:
        return Sections(self.document)


_NOT_PERSONAL = frozenset({"cat_anonymised_aggregate", "cat_non_personal_organisational"})


def _is_controller(party: Party) -> bool:
    return bool(CONTROLLERS.intersection(party.roles)) or (
        bool({Role.SUPPLIER, Role.RECIPIENT}.intersection(party.roles)) and Role.PROCESSOR not in party.roles
    )


def _is_one_of(code: str, prefixes: tuple[str, ...]) -> bool:
    return any(code == prefix or code.startswith(f"{prefix}_") for prefix in prefixes)
