"""How data moves, where it stays, who may use it and pass it on."""

from typing import Annotated

from dsaformat.choices import Channel, MayShare, Measure, Vetting
from dsaformat.values import (
    Chosen,
    Code,
    DatasetKeys,
    Day,
    Flag,
    FromLaw,
    Line,
    Part,
    PartyKey,
    PartyKeys,
    RequiredLine,
    Row,
    Text,
    blank,
    many,
    maybe,
    must,
    no,
)


class Flow(Row):
    sender: PartyKey = must("From")
    recipients: PartyKeys = must("To")
    via: PartyKeys = many("Through", "Processors that handle the data on its way.")
    datasets: DatasetKeys = many("Data")
    what: Line = blank("What", "In words, where it is not simply the datasets, such as matched results.")
    channel: Channel | None = maybe("By which way")
    method: Line = blank("How, in words")
    format: Line = blank("Format")
    frequency: Line = blank("How often")
    transformation: Line = blank("What is done to it first")
    encrypted: Flag | None = maybe("Encrypted")
    encryption: Line = blank("Encryption, in words")
    outside_uk: Flag = no("Leaves the United Kingdom")
    note: Text = blank("Note")


class Storage(Row):
    party: PartyKey = must("Held by")
    datasets: DatasetKeys = many("Data", "None named means everything it holds.")
    system: Line = blank("System or place")
    location: Line = blank("Where it is")
    country: Line = blank("Country")
    support_from: Line = blank("Where support comes from")
    provider: Line = blank("Provider")
    certification: Line = blank("Certification")
    text: Text = blank("How it is kept")


class AccessRole(Row):
    parties: PartyKeys = many("At", "Nobody named means every party.")
    role: RequiredLine = must("Role")
    datasets: DatasetKeys = many("Data", "None named means all of it.")
    purpose: Text = blank("What for")
    vetting: Chosen[Vetting] = many("Vetting")


class SecurityMeasure(Row):
    parties: PartyKeys = many("Whose", "Nobody named means every party.")
    measure: Measure = must("Kind of measure")
    standard: Line = blank("Standard")
    text: Text = blank("What is done")


class Prohibition(Row):
    text: Text = must("What nobody may do", min_length=1)
    instead: Text = blank("What to do instead")


class SharingRule(Row):
    """What may be done with shared data beyond the parties or beyond the purpose, and who must say yes first."""

    act: RequiredLine = must("What somebody may want to do")
    to: Line = blank("With whom")
    parties: PartyKeys = many("Who", "Nobody named means every party.")
    datasets: DatasetKeys = many("Data", "None named means all of it.")
    may: MayShare = must("May it be done")
    condition: Text = blank("On which condition")
    permission_from: Text = blank("Whose permission", "The parties concerned, or a body that may give it for them.")
    proxy: Line = blank("Who may give it for them")
    conceal: Text = blank("What must be concealed")
    exception: Text = blank("Except when")
    evidence: Text = blank("How it is shown")


class Transfer(Row):
    party: PartyKey = must("Party")
    recipient: Line = blank("Recipient")
    country: RequiredLine = must("Country")
    datasets: DatasetKeys = many("Data", "None named means all of it.")
    mechanism: Annotated[Code, FromLaw(("transfer_mechanism",))] | None = maybe("Safeguard")
    part_3: Flag = no("For law enforcement")
    assessed_on: Day | None = maybe("Data protection test made on")
    assessment: Line = blank("Where the test is recorded")
    certified: Flag | None = maybe("The recipient’s certification was checked")
    text: Text = blank("Note")


class Abroad(Part):
    outside_uk: Flag | None = maybe("Data is handled outside the United Kingdom")
    text: Text = blank("Note")


class Handling(Part):
    """What the other rows leave to words."""

    storage: Text = blank("Storage")
    access: Text = blank("Access")
    security: Text = blank("Security")
    flows: Text = blank("How data moves")
    sharing: Text = blank("Sharing the data further")


class Quality(Part):
    text: Text = blank("How quality is checked")
    standards: Text = blank("Formats and standards")
    matching: Text = blank("How the accuracy of matching is checked")
    responsible: Text = blank("Who is responsible")
    corrections: Text = blank("How the others hear of mistakes")
    distinctions: Text = blank("How facts are kept apart from opinions, and kinds of people from each other")
