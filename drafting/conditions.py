"""When a section is needed: named questions to a document. Pure."""

from collections.abc import Callable

from dsaformat.choices import Identifiability, Regime, Role
from dsaformat.document import AgreementDocument

Condition = Callable[[AgreementDocument], bool]


def personal_data(document: AgreementDocument) -> bool:
    """Personal data is shared, or nobody has said yet what is shared."""
    return not document.datasets or document.has_personal_data


def special_category_data(document: AgreementDocument) -> bool:
    return any(code.startswith("sc_") or code == "cat_special_category" for code in document.codes)


def criminal_offence_data(document: AgreementDocument) -> bool:
    return any(code in {"cat_criminal_offence", "ds_offenders", "ds_x_convicted"} for code in document.codes)


def law_enforcement(document: AgreementDocument) -> bool:
    """A competent authority is among the parties, or data is shared under Part 3."""
    return any(
        party.law_enforcement.competent or party.organisation.competent_authority for party in document.parties
    ) or any(Regime.PART_3 in dataset.regimes for dataset in document.datasets)


def police(document: AgreementDocument) -> bool:
    return any(party.organisation.kind == "police" for party in document.parties)


def joint_controllers(document: AgreementDocument) -> bool:
    return sum(Role.JOINT_CONTROLLER in party.roles for party in document.parties) > 1


def processors(document: AgreementDocument) -> bool:
    return any(Role.PROCESSOR in party.roles for party in document.parties)


def pseudonymised_data(document: AgreementDocument) -> bool:
    return any(dataset.identifiability is Identifiability.PSEUDONYMISED for dataset in document.datasets)


def serious_violence_authorities(document: AgreementDocument) -> bool:
    """Bodies that the duty can concern are among the parties."""
    kinds = {"police", "local_authority", "fire", "probation", "icb"}
    return document.serious_violence.applies is True or any(
        party.organisation.kind in kinds for party in document.parties
    )


def several_parties(document: AgreementDocument) -> bool:
    return len(document.parties) > 2


CONDITIONS: dict[str, Condition] = {
    condition.__name__: condition
    for condition in (
        personal_data,
        special_category_data,
        criminal_offence_data,
        law_enforcement,
        police,
        joint_controllers,
        processors,
        pseudonymised_data,
        serious_violence_authorities,
        several_parties,
    )
}

LABELS: dict[str, str] = {
    "personal_data": "personal data is shared",
    "special_category_data": "special category data is shared",
    "criminal_offence_data": "data about criminal offences is shared",
    "law_enforcement": "a competent authority is a party, or data is shared for law enforcement",
    "police": "a police force is a party",
    "joint_controllers": "parties are joint controllers",
    "processors": "a processor is a party",
    "pseudonymised_data": "pseudonymised data is shared",
    "serious_violence_authorities": "the Serious Violence Duty can concern a party",
    "several_parties": "there are more than two parties",
}
"""Each completes “Needed when …”."""


def holds(names: tuple[str, ...], document: AgreementDocument) -> bool:
    """Whether one of the named conditions holds; none named always holds."""
    return not names or any(CONDITIONS[name](document) for name in names)
