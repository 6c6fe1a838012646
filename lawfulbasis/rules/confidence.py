"""The duty of confidence: how it is met or set aside, and what health and care bodies add."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from dsaformat.choices import Aim, ContactRole, Identifiability, Role
from dsaformat.parts import Confidentiality, Dataset, Party, Purpose
from lawfulbasis.rules import bodies, powers
from lawfulbasis.rules.answers import is_answered
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule

_NOT_APPLICABLE = "clc_not_applicable"
_SECTION_251 = "clc_section_251"
_PUBLIC_INTEREST = "clc_overriding_public_interest"
_REQUIREMENT, _GATEWAY = "clc_legal_requirement", "clc_x_statutory_gateway"
_WITHIN_THE_OPT_OUT = (_SECTION_251, _GATEWAY)
"""Consent, a legal requirement and the public interest are outside the national data opt-out."""

_MAY_BE_MEDICAL = frozenset({Aim.OWN_CARE, Aim.MEDICAL, Aim.RESEARCH, Aim.PLANNING, Aim.EMERGENCY})
_CHILDREN = frozenset({"ds_x_children", "ds_students"})


@rule("CF-01")
def override_not_chosen(case: Case) -> Iterator[Hit]:
    for party in case.controllers:
        if any(not _rows(case, dataset) for dataset in _care_supplied(case, party)):
            yield hit(f"parties/{party.key}/confidentiality", party=party.name)


@rule("CF-02")
def not_applicable_to_care_records(case: Case) -> Iterator[Hit]:
    """Where another row speaks of the data, “not applicable” is about the rest."""
    for row in _with(case, _NOT_APPLICABLE):
        if any(len(_rows(case, dataset)) == 1 for dataset in _covered(case, row)):
            yield hit(f"confidentiality/{row.key}", party=case.name(row.party))


@rule("CF-03")
def approval_not_given(case: Case) -> Iterator[Hit]:
    for row in case.document.confidentiality:
        if not case.flag(row.override, "requires_reference"):
            continue
        if not is_answered(row.approval) or row.approval_ends_on is None or row.approval_ends_on < case.on:
            yield hit(f"confidentiality/{row.key}", party=case.name(row.party))


@rule("CF-04")
def section_251_outside_its_reach(case: Case) -> Iterator[Hit]:
    for row in _with(case, _SECTION_251):
        abroad = bodies.nation(case.parties[row.party]) in {"scotland", "northern ireland"}
        if abroad or _never(case, row, _MAY_BE_MEDICAL):
            yield hit(f"confidentiality/{row.key}", party=case.name(row.party))


@rule("CF-05")
def implied_consent_beyond_own_care(case: Case) -> Iterator[Hit]:
    for row in case.document.confidentiality:
        if not case.flag(row.override, "direct_care_only") or not _never(case, row, {Aim.OWN_CARE}):
            continue
        datasets = _covered(case, row)
        if not datasets or any(len(_rows(case, dataset)) == 1 for dataset in datasets):
            yield hit(f"confidentiality/{row.key}", party=case.name(row.party))


@rule("CF-06")
def public_interest_not_justified(case: Case) -> Iterator[Hit]:
    for row in _with(case, _PUBLIC_INTEREST):
        if not is_answered(row.justification):
            yield hit(f"confidentiality/{row.key}", party=case.name(row.party))


@rule("CF-07")
def law_not_named(case: Case) -> Iterator[Hit]:
    for row in _with(case, _REQUIREMENT, _GATEWAY):
        named = is_answered(row.provision) or powers.names_a_law(row.justification)
        if not named and not (row.override == _GATEWAY and _is_lifted(case, row.party)):
            yield hit(f"confidentiality/{row.key}", party=case.name(row.party))


@rule("CF-08")
def caldicott_guardian_missing(case: Case) -> Iterator[Hit]:
    for party in case.document.parties:
        if not (bodies.may_be_english(party) and _is_care_body(case, party)):
            continue
        contact = party.contact(ContactRole.CALDICOTT_GUARDIAN)
        if contact is None or not any(is_answered(said) for said in (contact.name, contact.office, contact.email)):
            yield hit(f"parties/{party.key}/contacts", party=party.name)


@rule("CF-09")
def opt_out_not_considered(case: Case) -> Iterator[Hit]:
    for row in _with(case, *_WITHIN_THE_OPT_OUT):
        if row.opt_out or is_answered(row.opt_out_reason) or not _beyond_own_care(case, row):
            continue
        if any(_is_patient_information(case, dataset) for dataset in _covered(case, row)):
            yield hit(f"confidentiality/{row.key}", party=case.name(row.party))


@rule("CF-10")
def deceased_not_considered(case: Case) -> Iterator[Hit]:
    subjects = {code for dataset in case.personal_datasets for code in dataset.data_subjects}
    if subjects & {"ds_patients", "ds_x_deceased"} and not is_answered(case.document.people.deceased):
        yield hit("people/deceased")


@rule("CF-11")
def toolkit_status_missing(case: Case) -> Iterator[Hit]:
    for party in case.document.parties:
        if party.roles == (Role.OBSERVER,) or not bodies.may_be_english(party):
            continue
        if is_answered(party.organisation.dspt):
            continue
        if any(_is_nhs_data(case, dataset) for dataset in case.handled(party)):
            yield hit(f"parties/{party.key}/organisation/dspt", party=party.name)


def _with(case: Case, *overrides: str) -> Iterator[Confidentiality]:
    return (row for row in case.document.confidentiality if row.override in overrides)


def _rows(case: Case, dataset: Dataset) -> tuple[Confidentiality, ...]:
    """What is said of confidence for the dataset; a row that names no data speaks of all that its party supplies."""
    return tuple(
        row
        for row in case.document.confidentiality
        if row.party == dataset.supplier and (not row.datasets or dataset.key in row.datasets)
    )


def _care_supplied(case: Case, party: Party) -> Iterator[Dataset]:
    return (dataset for dataset in case.care_data.values() if dataset.supplier == party.key)


def _covered(case: Case, row: Confidentiality) -> tuple[Dataset, ...]:
    """Data about care of which the row speaks."""
    return tuple(
        dataset
        for dataset in case.care_data.values()
        if dataset.supplier == row.party and (not row.datasets or dataset.key in row.datasets)
    )


def _purposes(case: Case, row: Confidentiality) -> tuple[Purpose, ...]:
    """What the data of the row may serve: purposes of its supplier, of whoever receives it, and of everybody."""
    keys = {row.party}.union(*(case.receivers(dataset) for dataset in _covered(case, row)))
    return tuple(row for row in case.document.purposes if not row.parties or keys.intersection(row.parties))


def _never(case: Case, row: Confidentiality, aims: AbstractSet[Aim]) -> bool:
    """It is said of every purpose what kind it is, and none is of these."""
    purposes = _purposes(case, row)
    told = all(purpose.aims and Aim.OTHER not in purpose.aims for purpose in purposes)
    return bool(purposes) and told and not any(aims & set(purpose.aims) for purpose in purposes)


def _beyond_own_care(case: Case, row: Confidentiality) -> bool:
    """Section 251 support is seldom for anything else; of the rest, only where a purpose says so."""
    purposes = _purposes(case, row)
    if row.override == _SECTION_251:
        return not purposes or any(Aim.OWN_CARE not in purpose.aims for purpose in purposes)
    return any(purpose.aims and Aim.OWN_CARE not in purpose.aims for purpose in purposes)


def _is_lifted(case: Case, key: str) -> bool:
    return any(
        row.code is not None
        and bool(case.flag(row.code, "confidentiality_lifted"))
        and (not row.parties or key in row.parties)
        for row in case.document.legislation
    )


def _is_care_body(case: Case, party: Party) -> bool:
    """Of the health service or of adult social care, and with such data here."""
    if bodies.provides_care(party):
        return any(dataset.key in case.care_data for dataset in case.handled(party))
    return bodies.kind(party) == "local_authority" and any(
        "pd_social_care" in case.codes(dataset) and not _is_about_children_alone(dataset)
        for dataset in _care_supplied(case, party)
    )


def _is_about_children_alone(dataset: Dataset) -> bool:
    return bool(dataset.data_subjects) and _CHILDREN.issuperset(dataset.data_subjects)


def _is_patient_information(case: Case, dataset: Dataset) -> bool:
    """From health or adult social care in England, and not pseudonymised: then the opt-out asks nothing."""
    supplier = case.parties[dataset.supplier]
    named = dataset.identifiability is not Identifiability.PSEUDONYMISED
    return named and bodies.may_be_english(supplier) and _is_care_body(case, supplier)


def _is_nhs_data(case: Case, dataset: Dataset) -> bool:
    if dataset.key not in case.care_data:
        return False
    of_patients = "ds_patients" in dataset.data_subjects or "pd_nhs_number" in case.codes(dataset)
    return of_patients or bodies.is_nhs(case.parties[dataset.supplier])
