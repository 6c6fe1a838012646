"""What several rules ask of a document."""

from collections.abc import Iterator

from dsaformat.choices import Role
from dsaformat.document import AgreementDocument
from dsaformat.parts import BasisRow, Dataset, Party

CONTROLLERS = frozenset({Role.CONTROLLER, Role.JOINT_CONTROLLER, Role.CONTROLLER_IN_COMMON})
PART_3 = frozenset({"law_enforcement", "dpa2018_part3_s35", "dpa2018_sch8"})
"""A party that relies on these for everything acts under Part 3 of the Act, and Article 6 is not for it."""


def is_controller(party: Party) -> bool:
    """Whoever is not only a processor, a supplier to one, or an observer decides for itself what data is for."""
    return bool(CONTROLLERS.intersection(party.roles)) or (
        bool({Role.SUPPLIER, Role.RECIPIENT}.intersection(party.roles)) and Role.PROCESSOR not in party.roles
    )


def basis_of(document: AgreementDocument, party: Party) -> tuple[BasisRow, ...]:
    return tuple(row for row in document.lawful_basis if row.party == party.key)


def acts_under_part_3_only(document: AgreementDocument, party: Party) -> bool:
    rows = basis_of(document, party)
    return bool(rows) and all(row.regime in PART_3 for row in rows)


def receives(document: AgreementDocument, dataset: Dataset) -> frozenset[str]:
    """Keys of the parties that come to hold the dataset: those it names, and where flows carry it.

    When neither says anything, every other party that handles data may.
    """
    named = set(dataset.recipients)
    for flow in document.flows:
        if dataset.key in flow.datasets:
            named.update(flow.recipients)
    if not named:
        named = {party.key for party in document.parties if party.roles != (Role.OBSERVER,)}
    return frozenset(named - {dataset.supplier})


def handled_by(document: AgreementDocument, party: Party) -> Iterator[Dataset]:
    """Datasets that the party supplies or receives."""
    for dataset in document.datasets:
        if dataset.supplier == party.key or party.key in receives(document, dataset):
            yield dataset


def types_in(dataset: Dataset) -> frozenset[str]:
    """What the law calls the data: the dataset's categories and its items' types."""
    return frozenset(dataset.categories).union(*(item.types for item in dataset.items if not item.excluded))
