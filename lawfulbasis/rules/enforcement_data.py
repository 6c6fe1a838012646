"""Data held for law enforcement: where it may go, and how it is kept."""

import re
from collections.abc import Iterable, Iterator

from dsaformat.choices import Channel, Measure
from dsaformat.parts import Dataset, Party
from lawfulbasis.rules import part_3, powers
from lawfulbasis.rules.answers import is_answered
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule
from lawfulbasis.rules.words import listed

_ROLES = re.compile(r"suspect|victim|witness|convict|offender|opinion", re.IGNORECASE)
_LOGS = re.compile(r"\b(?:logs?|logged|logging|audit trails?)\b", re.IGNORECASE)
_LOOKED_AT_AGAIN = re.compile(r"review|look(?:s|ed)? at again|re-?assess|reconsider|checked? again", re.IGNORECASE)
_SCHEDULE_1 = ("dpa2018_sch1_pt1", "dpa2018_sch1_pt2", "dpa2018_sch1_pt3")
_WITHOUT_A_SYSTEM = frozenset({Channel.PAPER, Channel.PHONE, Channel.IN_PERSON})


@rule("LE-10")
def other_purpose_without_legal_authority(case: Case) -> Iterator[Hit]:
    held = part_3.held(case)
    outsiders = _outsiders(case) if held else ()
    authorised = _with_a_law(case) if held else frozenset()
    for dataset in held:
        if dataset.supplier in authorised:
            continue
        receivers = case.receivers(dataset) - authorised
        names = [party.name for party in outsiders if party.key in receivers]
        if names:
            yield hit("legislation", party=listed(names), dataset=dataset.title)


@rule("LE-11")
def recipient_without_basis_of_its_own(case: Case) -> Iterator[Hit]:
    held = {dataset.key: _regimes_wanted(case, dataset) for dataset in part_3.held(case)}
    for party in case.controllers:
        if not held or part_3.is_competent(party):
            continue
        wanted = {regimes for dataset in case.handled(party) for regimes in held.get(dataset.key, ())}
        if any(not case.basis(party, *regimes) for regimes in wanted):
            yield hit(f"parties/{party.key}/lawful_basis", party=party.name)


@rule("LE-12")
def kinds_of_people_not_kept_distinct(case: Case) -> Iterator[Hit]:
    used = {
        dataset.key: dataset
        for party in part_3.actors(case)
        for dataset in case.handled(party)
        if part_3.is_used(case, party, dataset)
    }
    if len(_kinds_of_people(case, used.values())) < 2:
        return
    quality = case.document.quality
    said = (quality.text, quality.standards, *(dataset.quality for dataset in used.values()))
    if not (is_answered(quality.distinctions) or any(_ROLES.search(text) for text in said)):
        yield hit("quality/distinctions")


@rule("LE-13")
def logging_not_covered(case: Case) -> Iterator[Hit]:
    flows = case.document.flows
    if flows and all(flow.channel in _WITHOUT_A_SYSTEM for flow in flows):
        return
    if _LOGS.search(case.document.handling.security):
        return
    for party in part_3.actors(case):
        if not (is_answered(party.law_enforcement.logs) or _security_speaks_of_logs(case, party)):
            yield hit(f"parties/{party.key}/law_enforcement/logs", party=party.name)


@rule("LE-14")
def need_to_keep_not_looked_at_again(case: Case) -> Iterator[Hit]:
    used = {
        party.key: {dataset.key for dataset in case.handled(party) if part_3.is_used(case, party, dataset)}
        for party in part_3.actors(case)
    }
    for row in case.document.retention:
        covered = used.get(row.party, set()).intersection(row.datasets or used.get(row.party, set()))
        said = f"{row.text} {row.reason} {row.event}"
        if covered and row.reviewed_every is None and not _LOOKED_AT_AGAIN.search(said):
            yield hit(f"retention/{row.key}", party=case.name(row.party))


def _outsiders(case: Case) -> tuple[Party, ...]:
    """Whoever does not act for law enforcement."""
    return tuple(
        party
        for party in case.controllers
        if not part_3.acts(case, party) and not part_3.only_enforces(part_3.pursued(case, party))
    )


def _with_a_law(case: Case) -> frozenset[str]:
    """Keys of parties with a law to share or to be told, wherever it is named.

    Among the legislation, at the purpose that the data is used for again, or beside what the party relies on.
    """
    everybody = frozenset(case.parties)
    keys: set[str] = set()
    for row in case.document.legislation:
        if powers.authorises(row):
            keys |= everybody.intersection(row.parties) if row.parties else everybody
    for purpose in case.document.purposes:
        if purpose.reuse_route and powers.names_a_law(purpose.reuse_reason):
            keys |= everybody.intersection(purpose.parties) if purpose.parties else everybody
    for party in case.controllers:
        said = (party.purpose, *(f"{row.paragraph} {row.reason}" for row in case.basis(party)))
        if party.key not in keys and any(powers.names_a_law(text) for text in said):
            keys.add(party.key)
    return frozenset(keys)


def _regimes_wanted(case: Case, dataset: Dataset) -> tuple[tuple[str, ...], ...]:
    """Groups of regimes, of each of which a recipient under Part 2 needs something."""
    special = bool(case.special_types(dataset)) or part_3.names_sensitive_data(case, dataset)
    wanted: list[tuple[str, ...]] = [("uk_gdpr_art6",)]
    if special:
        wanted.append(("uk_gdpr_art9", *_SCHEDULE_1))
    if case.has_offence_data(dataset):
        wanted.append(("uk_gdpr_art10", *_SCHEDULE_1))
    return tuple(wanted)


def _kinds_of_people(case: Case, datasets: Iterable[Dataset]) -> set[str]:
    """The kinds of section 38(3), by name; one entry of the catalogue can stand for two."""
    subjects = {code for dataset in datasets for code in dataset.data_subjects}
    found = {kind for code in subjects for kind in str(case.flag(code, "s38_3_category") or "").split("/") if kind}
    if "ds_x_convicted" in subjects:  # its entry names no kind
        found.add("convicted")
    rows = {row.condition for party in part_3.actors(case) for row in case.basis(party, "law_enforcement")}
    return found | {code.removeprefix("le_category_") for code in rows if case.flag(code, "kind") == "subject_category"}


def _security_speaks_of_logs(case: Case, party: Party) -> bool:
    return any(
        (row.measure is Measure.LOGGING or _LOGS.search(row.text) is not None)
        and (not row.parties or party.key in row.parties)
        for row in case.document.security
    )
