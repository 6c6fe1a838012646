"""What individuals can expect, and what happens when things go wrong."""

from typing import Annotated

from pydantic import Field

from dsaformat.choices import Applies, Confirmation, Publication
from dsaformat.parts.period import Period
from dsaformat.values import (
    Code,
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


class RightRow(Row):
    right: Annotated[Code, FromLaw(("uk_gdpr_right",))] = must("Right")
    parties: PartyKeys = many("For", "Nobody named means every party.")
    kind_of_party: Line = blank("Or for a kind of party")
    applies: Applies | None = maybe("Does it apply")
    how: Text = blank("How it is met, or why it does not apply")
    passing_on: Text = blank("How the other parties are told")
    evidence: Line = blank("Procedure")


class PrivacyNotice(Row):
    parties: PartyKeys = many("Whose", "Nobody named means every party.")
    url: Line = blank("Address")
    how: Text = blank("How people are told")
    exemption: Text = blank("Why people are not told, and where that is recorded")


class Complaints(Part):
    text: Text = blank("How people can complain")
    jointly: Flag | None = maybe("One party answers for the others")
    lead: PartyKey | None = maybe("Which party")
    acknowledge: Period | None = maybe("Acknowledged within")


class Incidents(Part):
    text: Text = blank("What happens when something goes wrong")
    assessment: Text = blank("How a breach is assessed")
    lead: Text = blank("Who leads")
    tell_parties: Period | None = maybe("The other parties are told within")
    at_once: Flag = no("The other parties are told at once")
    regulator: Period | None = maybe("The regulator is told within")
    decides: Text = blank("Who decides whether the regulator is told")
    individuals: Text = blank("When the people concerned are told")
    mistaken_data: Text = blank("What happens with data received by mistake")
    costs: Text = blank("Who bears the cost of helping")
    discipline: Text = blank("Discipline and offences")
    lessons: Text = blank("Lessons learned")


class FreedomOfInformation(Part):
    text: Text = blank("How requests are handled")
    decides: Text = blank("Who decides")
    consult: Period | None = maybe("Requests for help are made and handled within")
    answer: Period | None = maybe("Data is exchanged within")
    permission: Text = blank("Whose view or permission is asked first")


class PublicationPlan(Part):
    decision: Publication | None = maybe("Is this agreement published")
    where: Line = blank("Where")
    on: Day | None = maybe("Publish on")
    text: Text = blank("What is published, and what is left out")


class ScenarioPair(Part):
    subject: RequiredLine = must("About whom")
    data: Text = blank("Data")


class Scenario(Row):
    title: RequiredLine = must("Situation")
    pairs: tuple[ScenarioPair, ...] = many("Who and what", limit=50)
    means: Text = blank("How it is shared")
    recipients: Text = blank("With whom")
    exclusions: Text = blank("Not with, or not when")
    notes: Text = blank("Notes")


class CheckItem(Row):
    question: RequiredLine = must("Question")
    answer: Confirmation | None = maybe("Answer")
    party: PartyKey | None = maybe("Which party")
    note: Text = blank("Note")


class Checklist(Row):
    title: RequiredLine = must("Checklist")
    text: Text = blank("When it is used")
    items: tuple[CheckItem, ...] = many("Questions", limit=200)


class Definition(Row):
    term: RequiredLine = must("Term")
    meaning: Text = must("Meaning", min_length=1)


class Attachment(Row):
    kind: Line = blank("Kind", "Such as impact assessment, security plan or diagram.")
    title: RequiredLine = must("Title")
    file_name: Line = blank("File")
    url: Line = blank("Address")
    sha256: str = Field("", title="Fingerprint of the file", pattern=r"^([0-9a-f]{64})?$")
    on: Day | None = maybe("Date")
    public: Flag | None = maybe("Published")
    description: Text = blank("What it shows", "For readers who cannot open the file.")
