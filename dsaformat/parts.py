"""The rows of an agreement: who, why, on what basis, which data, where it goes, how long it stays."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from dsaformat.choices import (
    Block,
    ContactRole,
    Identifiability,
    Kind,
    Role,
    SignatureRoute,
    Unit,
    ValueKind,
)
from dsaformat.values import (
    ROWS,
    Code,
    Codes,
    Count,
    Day,
    Flag,
    Key,
    Keys,
    Line,
    Part,
    RequiredLine,
    Row,
    Text,
)


def _unique_roles(roles: tuple[Role, ...]) -> tuple[Role, ...]:
    return tuple(sorted(set(roles)))


class Identity(Part):
    """What the agreement is called, and by whom it is kept."""

    reference: Line = ""
    """Given by the portal that keeps it; blank in a document that no portal has taken in yet."""
    other_references: tuple[RequiredLine, ...] = Field(default=(), max_length=20)
    kind: Kind = Kind.AGREEMENT
    title: RequiredLine
    public_title: Line = ""
    """A title that gives nothing away, for mail subjects and the public register."""
    version: Annotated[Count, Field(ge=1)] = 1
    """Counts frozen texts: two versions with the same words still have two fingerprints."""
    version_label: Line = ""
    owner: Key | None = None
    """The party that keeps the agreement up to date."""
    authors: tuple[RequiredLine, ...] = Field(default=(), max_length=50)
    endorsers: tuple[RequiredLine, ...] = Field(default=(), max_length=50)
    """Bodies that support the agreement without being bound by it."""
    context: Text = ""


class Contact(Part):
    role: ContactRole = ContactRole.GENERAL
    name: Line = ""
    office: Line = ""
    email: Line = ""
    phone: Line = ""


class OrganisationSnapshot(Part):
    """The organisation as it was when the text was written: it may move or merge, the agreement must not."""

    name: RequiredLine
    short_name: Line = ""
    slug: Line = ""
    """Its address in the portal's directory, when it has one."""
    kind: Line = ""
    nation: Line = ""
    address: Text = ""
    phone: Line = ""
    email: Line = ""
    ico_reference: Line = ""
    public_authority: Flag | None = None
    competent_authority: Line = ""
    """The paragraph or function that makes it a competent authority, blank when it is none."""


class Party(Row):
    organisation: OrganisationSnapshot
    roles: Annotated[tuple[Role, ...], Field(max_length=len(Role)), AfterValidator(_unique_roles)] = ()
    processor_for: Keys = ()
    contract: Line = ""
    """The written contract under which a processor acts."""
    purpose: Text = ""
    duties: tuple[Text, ...] = Field(default=(), max_length=100)
    contacts: tuple[Contact, ...] = Field(default=(), max_length=50)

    @property
    def name(self) -> str:
        return self.organisation.name


class Purpose(Row):
    title: RequiredLine
    text: Text = ""
    parties: Keys = ()
    """Who pursues it; nobody named means every party."""


class BasisRow(Row):
    """One party relies on one condition of one regime for one purpose."""

    party: Key
    regime: Code
    condition: Code
    paragraph: Line = ""
    purpose: Key | None = None
    contingent: Flag = False
    """Relied on only if such data turns up, although nobody expects it."""
    reason: Text = ""
    policy_document: Line = ""


class DataItem(Row):
    name: RequiredLine
    value_kind: ValueKind | None = None
    values: Line = ""
    """What it can be, such as the choices of a code, the bounds of a score, a window of time."""
    types: Codes = ()
    """What the law calls it: personal data types and special categories of the catalogue."""
    matching_key: Flag = False
    excluded: Flag = False
    note: Line = ""


class Dataset(Row):
    title: RequiredLine
    supplier: Key
    recipients: Keys = ()
    description: Text = ""
    identifiability: Identifiability | None = None
    key_holders: Keys = ()
    """Who could turn pseudonyms back into people."""
    categories: Codes = ()
    data_subjects: Codes = ()
    items: tuple[DataItem, ...] = Field(default=(), max_length=ROWS)
    frequency: Line = ""
    format: Line = ""
    standard: Line = ""
    exclusions: Text = ""
    quality: Text = ""


class Flow(Row):
    sender: Key
    recipients: Keys
    datasets: Keys = ()
    what: Line = ""
    """Said in words when it is not simply the datasets, such as matched results."""
    method: Line = ""
    format: Line = ""
    frequency: Line = ""
    transformation: Line = ""
    encrypted: Flag | None = None
    outside_uk: Flag = False
    note: Text = ""


class Period(Part):
    number: Annotated[Count, Field(ge=1)]
    unit: Unit

    def __str__(self) -> str:
        words = self.unit.label.removesuffix("s") if self.number == 1 else self.unit.label
        return f"{self.number} {words}"


class RetentionRule(Row):
    """How long one party keeps some datasets: a period, or until an event, from a starting point."""

    party: Key
    datasets: Keys = ()
    period: Period | None = None
    event: Line = ""
    starts_from: Line = ""
    method: Line = ""
    evidence: Line = ""
    text: Text = ""

    @property
    def states_a_limit(self) -> bool:
        return self.period is not None or bool(self.event)


class ReviewOn(Part):
    rule: Literal["fixed"]
    on: Day


class ReviewEvery(Part):
    """First after some months from the start, then again and again."""

    rule: Literal["interval"]
    first_after_months: Annotated[Count, Field(ge=1, le=240)]
    then_every_months: Annotated[Count, Field(ge=1, le=240)]


class Term(Part):
    starts_on: Day | None = None
    ends_on: Day | None = None
    ongoing: Flag = False
    review: Annotated[ReviewOn | ReviewEvery, Field(discriminator="rule")] | None = None
    review_by: Line = ""
    """Who carries the review out."""
    notice_to_leave: Period | None = None

    @model_validator(mode="after")
    def _one_end(self) -> Self:
        if self.ongoing and self.ends_on is not None:
            raise PydanticCustomError("two_ends", "is either ongoing or has an end date, not both")
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise PydanticCustomError("ends_first", "must not end before it starts")
        return self


class Section(Row):
    """A numbered part of the text. The key stays when the printed number changes, or is printed twice."""

    number: Line = ""
    heading: RequiredLine
    text: Text = ""
    block: Block | None = None
    not_needed: Text = ""
    """Why the section is left out; blank when it is not."""


class SignatureWanted(Row):
    """One signature: who gives it, and for whom."""

    party: Key
    for_parties: Keys = ()
    """Others that the same signature binds, when one person may sign for many bodies."""
    name: Line = ""
    office: Line = ""
    route: SignatureRoute = SignatureRoute.PORTAL


class LawWording(Part):
    """What an entry of the law's catalogue said when the text was frozen, so that the document explains itself."""

    code: Code
    label: RequiredLine
    reference: Line = ""
    wording_from: Day | None = None
    """The first day of the wording relied on."""
