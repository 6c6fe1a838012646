"""The whole agreement as one value, whose rows only point at rows that exist."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import AfterValidator, Field, model_validator

from dsaformat import parts
from dsaformat.choices import Role
from dsaformat.values import ROWS, Part, Row, by_key

FORMAT_VERSION = 1
PARTIES = 500


class Problem(NamedTuple):
    """What is wrong in a document, and where: `parties.2.roles.0`."""

    path: str
    reason: str


class BrokenReferences(ValueError):
    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{problem.path}: {problem.reason}" for problem in problems[:3]))
        self.problems = problems


def _by_code(wordings: tuple[parts.LawWording, ...]) -> tuple[parts.LawWording, ...]:
    return tuple(sorted(wordings, key=lambda wording: wording.code))


class AgreementDocument(Part):
    """Equal documents have equal canonical text and equal fingerprints, and the other way round."""

    format_version: Literal[1]
    identity: parts.Identity
    parties: tuple[parts.Party, ...] = Field(default=(), max_length=PARTIES)
    purposes: tuple[parts.Purpose, ...] = Field(default=(), max_length=ROWS)
    lawful_basis: Annotated[tuple[parts.BasisRow, ...], Field(max_length=20_000), AfterValidator(by_key)] = ()
    datasets: tuple[parts.Dataset, ...] = Field(default=(), max_length=ROWS)
    flows: tuple[parts.Flow, ...] = Field(default=(), max_length=ROWS)
    retention: Annotated[tuple[parts.RetentionRule, ...], Field(max_length=ROWS), AfterValidator(by_key)] = ()
    term: parts.Term = parts.Term()
    sections: tuple[parts.Section, ...] = Field(default=(), max_length=ROWS)
    signatures: tuple[parts.SignatureWanted, ...] = Field(default=(), max_length=PARTIES)
    law: Annotated[tuple[parts.LawWording, ...], Field(max_length=ROWS), AfterValidator(_by_code)] = ()
    """The wording of every code that the document names; filled in when the text is frozen."""

    @model_validator(mode="after")
    def _rows_exist(self) -> Self:
        problems = (*_repeated_keys(self), *_dangling(self))
        if problems:
            raise BrokenReferences(problems)
        return self

    def party(self, key: str) -> parts.Party:
        return next(party for party in self.parties if party.key == key)

    def dataset(self, key: str) -> parts.Dataset:
        return next(dataset for dataset in self.datasets if dataset.key == key)

    @property
    def signatories(self) -> tuple[parts.SignatureWanted, ...]:
        """Who signs: as the document says, else every party that is bound in its own right."""
        if self.signatures:
            return self.signatures
        aside = {Role.PROCESSOR, Role.OBSERVER}
        return tuple(
            parts.SignatureWanted(key=party.key, party=party.key)
            for party in self.parties
            if not party.roles or not aside.issuperset(party.roles)
        )

    @property
    def codes(self) -> frozenset[str]:
        """Every entry of the law's catalogue that the document names."""
        return frozenset(row.condition for row in self.lawful_basis).union(
            *(dataset.categories + dataset.data_subjects for dataset in self.datasets),
            *(item.types for dataset in self.datasets for item in dataset.items),
        )

    def wording(self, code: str) -> parts.LawWording | None:
        return next((wording for wording in self.law if wording.code == code), None)

    @property
    def owner(self) -> parts.Party | None:
        return self.party(self.identity.owner) if self.identity.owner else None

    @property
    def has_personal_data(self) -> bool:
        """Data whose identifiability nobody has stated counts as personal: the law is checked until it is known."""
        return any(dataset.identifiability is None or dataset.identifiability.personal for dataset in self.datasets)


def _repeated_keys(document: AgreementDocument) -> Iterator[Problem]:
    lists: list[tuple[str, Iterable[Row]]] = [
        ("parties", document.parties),
        ("purposes", document.purposes),
        ("lawful_basis", document.lawful_basis),
        ("datasets", document.datasets),
        ("flows", document.flows),
        ("retention", document.retention),
        ("sections", document.sections),
        ("signatures", document.signatures),
        *((f"datasets.{index}.items", dataset.items) for index, dataset in enumerate(document.datasets)),
    ]
    signing: set[str] = set()
    for index, wanted in enumerate(document.signatures):
        if wanted.party in signing:
            yield Problem(f"signatures.{index}.party", f'"{wanted.party}" signs twice')
        signing.add(wanted.party)
    codes: set[str] = set()
    for index, wording in enumerate(document.law):
        if wording.code in codes:
            yield Problem(f"law.{index}.code", f'"{wording.code}" is used twice')
        codes.add(wording.code)
    for path, rows in lists:
        seen: set[str] = set()
        for index, row in enumerate(rows):
            if row.key in seen:
                yield Problem(f"{path}.{index}.key", f'"{row.key}" is used twice')
            seen.add(row.key)


def _pointers(document: AgreementDocument) -> Iterator[tuple[str, str, Iterable[str]]]:
    """Every place that names a row of another list: its path, that list, the keys named."""
    if document.identity.owner is not None:
        yield "identity.owner", "parties", (document.identity.owner,)
    for index, party in enumerate(document.parties):
        yield f"parties.{index}.processor_for", "parties", party.processor_for
    for index, purpose in enumerate(document.purposes):
        yield f"purposes.{index}.parties", "parties", purpose.parties
    for index, basis in enumerate(document.lawful_basis):
        yield f"lawful_basis.{index}.party", "parties", (basis.party,)
        if basis.purpose is not None:
            yield f"lawful_basis.{index}.purpose", "purposes", (basis.purpose,)
    for index, dataset in enumerate(document.datasets):
        yield f"datasets.{index}.supplier", "parties", (dataset.supplier,)
        yield f"datasets.{index}.recipients", "parties", dataset.recipients
        yield f"datasets.{index}.key_holders", "parties", dataset.key_holders
    for index, flow in enumerate(document.flows):
        yield f"flows.{index}.sender", "parties", (flow.sender,)
        yield f"flows.{index}.recipients", "parties", flow.recipients
        yield f"flows.{index}.datasets", "datasets", flow.datasets
    for index, rule in enumerate(document.retention):
        yield f"retention.{index}.party", "parties", (rule.party,)
        yield f"retention.{index}.datasets", "datasets", rule.datasets
    for index, wanted in enumerate(document.signatures):
        yield f"signatures.{index}.party", "parties", (wanted.party,)
        yield f"signatures.{index}.for_parties", "parties", wanted.for_parties


def _dangling(document: AgreementDocument) -> Iterator[Problem]:
    known = {
        "parties": {party.key for party in document.parties},
        "purposes": {purpose.key for purpose in document.purposes},
        "datasets": {dataset.key for dataset in document.datasets},
    }
    for path, target, keys in _pointers(document):
        for key in keys:
            if key not in known[target]:
                yield Problem(path, f'names "{key}", which is not one of the {target}')
