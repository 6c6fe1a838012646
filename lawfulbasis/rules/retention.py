"""How long data stays, how it is deleted, and what becomes of it when sharing ends."""

import re
from collections.abc import Iterator
from functools import cache

from dsaformat.choices import Block, EndAction, Unit
from dsaformat.parts import Dataset, EndRule, Party, Period, RetentionRule
from lawfulbasis.rules import lacking
from lawfulbasis.rules.answers import is_answered
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule

_VAGUE = re.compile(
    r"(?:as long as|no longer than|for as long as)(?: \w+){0,3} (?:necessary|needed|required)"
    r"|(?:in (?:line|accordance) with|according to|as set out in|under) (?:\w+[’']?s?[’']?\s+){0,5}(?:polic|schedule)",
    re.IGNORECASE,
)
_VAGUE_EVENT = re.compile(r"[\W_]*(?:when |until |it is )*no longer (?:necessary|needed|required)[\W_]*", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|after|since|following|once|begin|start|of (?:closure|birth))", re.IGNORECASE)
_DELETES = re.compile(r"delet|destr|shred|eras|purg|overwrit|wip(?:e|ing)|dispos|anonymis", re.IGNORECASE)
_LONG = 7
_A_YEAR = {Unit.YEARS: 1.0, Unit.MONTHS: 12.0, Unit.WEEKS: 52.18, Unit.DAYS: 365.25}


@rule("RL-01")
def retention_missing(case: Case) -> Iterator[Hit]:
    covered = {(row.party, key) for row in case.document.retention for key in row.datasets}
    covers_all = {row.party for row in case.document.retention if not row.datasets}
    for party, received in _received(case).values():
        missing = [data for data in received if party.key not in covers_all and (party.key, data.key) not in covered]
        if len(missing) == len(received) > 1:
            yield hit(f"retention/{party.key}", party=party.name, dataset="the data it receives")
            continue
        for dataset in missing:
            yield hit(f"retention/{party.key}/{dataset.key}", party=party.name, dataset=dataset.title)


@rule("RL-02")
def vague_retention(case: Case) -> Iterator[Hit]:
    for row in case.document.retention:
        if row.period is not None or (row.event and not _VAGUE_EVENT.fullmatch(row.event)):
            continue
        if not row.text or _VAGUE.search(row.text):
            yield hit(f"retention/{row.key}", party=case.name(row.party))


@rule("RL-03")
def retention_without_start(case: Case) -> Iterator[Hit]:
    for row in case.document.retention:
        if row.period and not (row.starts_from or row.event or _FROM.search(row.text)):
            yield hit(f"retention/{row.key}/starts_from", party=case.name(row.party))


@rule("RL-04")
def deletion_method_missing(case: Case) -> Iterator[Hit]:
    for row in case.document.retention:
        if not (row.handling or row.method or row.evidence or _DELETES.search(row.text)):
            yield hit(f"retention/{row.key}/method", party=case.name(row.party))


@rule("RL-05")
def end_of_sharing_not_covered(case: Case) -> Iterator[Hit]:
    if is_answered(case.sections.written(Block.END_OF_SHARING)):
        return
    covered = {(row.party, key) for row in case.document.end_of_sharing for key in row.datasets}
    covers_all = {row.party for row in case.document.end_of_sharing if not row.datasets}
    received = _received(case)
    without = [
        party
        for party, datasets in received.values()
        if party.key not in covers_all and any((party.key, dataset.key) not in covered for dataset in datasets)
    ]
    yield from lacking.among([party for party, _ in received.values()], without, "end_of_sharing")


@rule("RL-06")
def kept_without_basis(case: Case) -> Iterator[Hit]:
    for row in case.document.end_of_sharing:
        if row.action is not EndAction.KEEP or is_answered(row.basis) or is_answered(row.how):
            continue
        if _keeps_personal_data(case, row) and not _kept_for_a_reason(case, row):
            yield hit(f"end_of_sharing/{row.key}/basis", party=case.name(row.party))


@rule("TX-08")
def kept_long_without_reason(case: Case) -> Iterator[Hit]:
    for row in case.document.retention:
        if row.period is None or _years(row.period) <= _LONG or row.reason or row.text:
            continue
        if not row.datasets or any(case.is_personal(case.datasets[key]) for key in row.datasets):
            yield hit(f"retention/{row.key}/reason", party=case.name(row.party), words=str(row.period))


@rule("TX-09")
def two_periods_for_the_same_data(case: Case) -> Iterator[Hit]:
    """Only rows that nothing else tells apart: a different start or a note may mean different cases."""
    first: dict[tuple[str, str, str, str], RetentionRule] = {}
    for row in case.document.retention:
        if row.period is None or row.text:
            continue
        for key in row.datasets or ("",):
            alike = first.setdefault((row.party, key, row.starts_from.casefold(), row.event.casefold()), row)
            if alike.period is not None and _years(alike.period) != _years(row.period):
                words = f"{alike.period} and {row.period}"
                yield hit(f"retention/{row.key}/period", party=case.name(row.party), words=words)
                break


def _received(case: Case) -> dict[str, tuple[Party, list[Dataset]]]:
    """Parties that receive personal data, by key, with what they receive."""
    found: dict[str, tuple[Party, list[Dataset]]] = {}
    for dataset in case.personal_datasets:
        for key in sorted(case.receivers(dataset)):
            found.setdefault(key, (case.parties[key], []))[1].append(dataset)
    return found


def _keeps_personal_data(case: Case, row: EndRule) -> bool:
    keys = row.datasets or tuple(dataset.key for dataset in case.handled(case.parties[row.party]))
    return any(case.is_personal(case.datasets[key]) for key in keys)


def _kept_for_a_reason(case: Case, row: EndRule) -> bool:
    return any(rule.party == row.party and is_answered(rule.reason) for rule in case.document.retention)


@cache
def _years(period: Period) -> float:
    """Roughly; hours and working days are never years."""
    return period.number / _A_YEAR[period.unit] if period.unit in _A_YEAR else 0.0
