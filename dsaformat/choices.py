"""The fixed vocabularies of a document. Vocabularies that the law defines live in its catalogue instead."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A code with the words people see. The code goes into files, the label onto pages."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Kind(Labelled):
    AGREEMENT = "agreement", "Data sharing agreement"
    PROTOCOL = "protocol", "Information sharing protocol"
    ANNEX = "annex", "Annex"
    MEMORANDUM = "memorandum", "Memorandum of understanding"
    ARRANGEMENT = "arrangement", "Joint controller arrangement"


class Role(Labelled):
    CONTROLLER = "controller", "Controller"
    JOINT_CONTROLLER = "joint_controller", "Joint controller"
    # A term of the 1998 Act. Old agreements say it, so a document can; a rule says what is wrong with it.
    CONTROLLER_IN_COMMON = "controller_in_common", "Controller in common"
    PROCESSOR = "processor", "Processor"
    SUPPLIER = "supplier", "Supplies data"
    RECIPIENT = "recipient", "Receives data"
    OBSERVER = "observer", "Observer"


class ContactRole(Labelled):
    GENERAL = "general", "General contact"
    INFORMATION_GOVERNANCE = "information_governance", "Information governance"
    DATA_PROTECTION_OFFICER = "data_protection_officer", "Data protection officer"
    CALDICOTT_GUARDIAN = "caldicott_guardian", "Caldicott Guardian"
    SENIOR_RISK_OWNER = "senior_risk_owner", "Senior information risk owner"
    INFORMATION_SECURITY = "information_security", "Information security"
    DATA_EXPERT = "data_expert", "Data expert"
    LEGAL = "legal", "Legal"
    INCIDENTS = "incidents", "Incidents"
    COMPLAINTS = "complaints", "Complaints"


class Identifiability(Labelled):
    IDENTIFIABLE = "identifiable", "Identifiable"
    PSEUDONYMISED = "pseudonymised", "Pseudonymised"
    ANONYMISED = "anonymised", "Anonymised"
    AGGREGATED = "aggregated", "Aggregated"
    NOT_ABOUT_PEOPLE = "not_about_people", "Not about people"

    @property
    def personal(self) -> bool:
        """Whether the law treats such data as personal: whoever holds the key can still tell who is who."""
        return self in {Identifiability.IDENTIFIABLE, Identifiability.PSEUDONYMISED}


class ValueKind(Labelled):
    IDENTIFIER = "identifier", "Identifier"
    TEXT = "text", "Text"
    CODE = "code", "Code"
    YES_NO = "yes_no", "Yes or no"
    NUMBER = "number", "Number"
    PERCENTAGE = "percentage", "Per cent"
    MONEY = "money", "Pounds"
    DATE = "date", "Date"
    SCORE = "score", "Score"


class Unit(Labelled):
    HOURS = "hours", "hours"
    DAYS = "days", "days"
    WORKING_DAYS = "working_days", "working days"
    WEEKS = "weeks", "weeks"
    MONTHS = "months", "months"
    YEARS = "years", "years"


class Block(Labelled):
    """The structured parts of a document that a section can show in place of prose."""

    PARTIES = "parties", "Parties"
    PURPOSES = "purposes", "Purposes"
    LAWFUL_BASIS = "lawful_basis", "Lawful basis"
    DATA = "data", "Data shared"
    FLOWS = "flows", "How data moves"
    RETENTION = "retention", "Retention"
    DATES = "dates", "Dates and review"
    DUTIES = "duties", "Duties of the parties"


class SignatureRoute(Labelled):
    PORTAL = "portal", "Signs in the portal"
    PAPER = "paper", "Signs on paper"
    ELSEWHERE = "elsewhere", "Signed elsewhere"
