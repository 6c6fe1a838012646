"""Data that leaves the United Kingdom, and what allows it."""

import re
from collections.abc import Iterator

from dsaformat.choices import Role
from dsaformat.parts import Flow, Storage, Transfer
from lawfulbasis.rules import countries
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule

_SOMEWHERE = "a place outside the United Kingdom"
_YEAR = re.compile(r"\b20\d\d\b")


@rule("ST-01")
def transfer_without_mechanism(case: Case) -> Iterator[Hit]:
    if not case.has_personal_data:
        return
    found = [*_unsafe_rows(case), *_unsafe_storage(case), *_unsafe_flows(case)]
    if not found and case.document.abroad.outside_uk and not any(map(_allows, _mechanisms(case))):
        found = [hit("transfers", party="the parties", country=_SOMEWHERE)]
    yield from found


@rule("ST-02")
def data_protection_test_not_recorded(case: Case) -> Iterator[Hit]:
    for row in case.document.transfers:
        wanted = row.mechanism and case.flag(row.mechanism, "needs") == "data_protection_test"
        if wanted and row.assessed_on is None and not _YEAR.search(row.assessment):
            country = row.country or "the country it goes to"
            yield hit(f"transfers/{row.key}/assessed_on", party=case.name(row.party), country=country)


@rule("ST-03")
def derogation_closed_to_public_authorities(case: Case) -> Iterator[Hit]:
    for row in case.document.transfers:
        closed = row.mechanism and case.flag(row.mechanism, "usable_by_public_authorities") is False
        party = case.parties[row.party]
        if closed and party.organisation.public_authority:
            yield hit(f"transfers/{row.key}/mechanism", party=party.name)


@rule("ST-04")
def wrong_transfer_regime(case: Case) -> Iterator[Hit]:
    for row in case.document.transfers:
        if row.mechanism is None:
            continue
        made_for = case.flag(row.mechanism, "processing") or "part2"
        under = "part3" if row.part_3 or case.part_3_only(case.parties[row.party]) else "part2"
        if made_for not in {under, "both"}:
            regime = "law enforcement (Part 3)" if under == "part3" else "general processing (UK GDPR)"
            yield hit(f"transfers/{row.key}/mechanism", regime=regime, party=case.name(row.party))


@rule("ST-05")
def data_bridge_not_checked(case: Case) -> Iterator[Hit]:
    for row in case.document.transfers:
        adequate = row.mechanism and case.flag(row.mechanism, "kind") == "adequacy" and not row.part_3
        if adequate and countries.is_united_states(row.country) and not row.certified:
            yield hit(f"transfers/{row.key}/certified", party=case.name(row.party))


def _unsafe_rows(case: Case) -> Iterator[Hit]:
    for row in case.document.transfers:
        country = countries.country_abroad(row.country)
        if country and not _allows(_kind(case, row)) and _is_personal(case, row.datasets):
            yield hit(f"transfers/{row.key}/mechanism", party=case.name(row.party), country=row.country)


def _unsafe_storage(case: Case) -> Iterator[Hit]:
    for row in case.document.storage:
        if not _is_personal(case, row.datasets):
            continue
        for name, country in _countries(row):
            if not any(countries.same(country, transfer.country) for transfer in _transfers(case, row.party)):
                yield hit(f"storage/{row.key}/{name}", party=case.name(row.party), country=country)


def _unsafe_flows(case: Case) -> Iterator[Hit]:
    for flow in case.document.flows:
        if flow.outside_uk and _is_personal(case, flow.datasets) and not _has_transfer(case, flow):
            yield hit(f"flows/{flow.key}/outside_uk", party=case.name(flow.sender), country=_SOMEWHERE)


def _countries(row: Storage) -> Iterator[tuple[str, str]]:
    for name, country in (
        ("country", countries.country_abroad(row.country)),
        ("location", "" if row.country else countries.place_abroad(row.location)),
        ("support_from", countries.abroad(row.support_from)),
    ):
        if country:
            yield name, country


def _has_transfer(case: Case, flow: Flow) -> bool:
    involved = (flow.sender, *flow.recipients, *flow.via)
    return any(_transfers(case, key) for key in involved)


def _transfers(case: Case, key: str) -> list[Transfer]:
    """The party’s transfers, whatever allows them: a row that nothing allows is named for itself.

    For a processor, those of the parties it works for count too.
    """
    party = case.parties[key]
    for_others = Role.PROCESSOR in party.roles
    theirs = {key, *(party.processor_for or case.parties)} if for_others else {key}
    return [row for row in case.document.transfers if row.party in theirs]


def _is_personal(case: Case, keys: tuple[str, ...]) -> bool:
    """Whether any of the data is personal; none named means any of it."""
    return not keys or any(case.is_personal(case.datasets[key]) for key in keys)


def _mechanisms(case: Case) -> list[str]:
    return [_kind(case, row) for row in case.document.transfers]


def _kind(case: Case, row: Transfer) -> str:
    return str(case.flag(row.mechanism, "kind") or "other") if row.mechanism else "none"


def _allows(kind: str) -> bool:
    """“No processing outside the UK” is a choice of the list that allows no transfer."""
    return kind != "none"
