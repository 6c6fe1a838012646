"""How a rule is declared and run. Its words and its legal reference are data; the code only finds the places."""

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from dsaformat.document import AgreementDocument
from dsaformat.parts import Waiver
from foundation.verdicts import Finding, Severity
from lawfulbasis.catalogue import Catalogue
from lawfulbasis.rules.case import Case, Facts

logger = logging.getLogger(__name__)

WORDING = Path(__file__).resolve().parent.parent.parent / "fixtures" / "law" / "rules.yaml"
_SEVERITIES = {"error": Severity.PROBLEM, "warning": Severity.WARNING, "advice": Severity.INFORMATION}
_ORDER = {Severity.PROBLEM: 0, Severity.WARNING: 1, Severity.INFORMATION: 2}


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where the rule fires, with the words for the gaps in its message."""

    path: str
    words: dict[str, str]


@dataclass(frozen=True, slots=True)
class Wording:
    id: str
    title: str
    group: str
    severity: Severity
    stage: str
    message: str
    reference: str
    applies_from: dt.date | None
    waivable: bool


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    find: Callable[[Case], Iterator[Hit]]

    @property
    def wording(self) -> Wording:
        return wordings()[self.id]


RULES: dict[str, Rule] = {}


def rule(id: str) -> Callable[[Callable[[Case], Iterator[Hit]]], Callable[[Case], Iterator[Hit]]]:
    """Declare the function that finds where rule `id` fires."""

    def declare(find: Callable[[Case], Iterator[Hit]]) -> Callable[[Case], Iterator[Hit]]:
        if id in RULES:
            raise ValueError(f"rule {id} is declared twice")
        RULES[id] = Rule(id, find)
        return find

    return declare


def hit(path: str = "", **words: str) -> Hit:
    return Hit(path, words)


@lru_cache(maxsize=1)
def wordings() -> dict[str, Wording]:
    """What every rule says, by id."""
    raw = yaml.load(WORDING.read_bytes(), Loader=yaml.CSafeLoader)
    return {entry["id"]: _wording(entry) for entry in raw["rules"]}


def _wording(entry: dict[str, Any]) -> Wording:
    begins = entry.get("applies_from")
    return Wording(
        id=entry["id"],
        title=entry["title"],
        group=entry["group"],
        severity=_SEVERITIES[entry["severity"]],
        stage=entry["stage"],
        message=entry["message"],
        reference=entry["legal_reference"],
        applies_from=dt.date.fromisoformat(begins) if begins else None,
        waivable=entry["waivable_with_reason"],
    )


def check(
    document: AgreementDocument, catalogue: Catalogue, on: dt.date, facts: Facts | None = None
) -> tuple[Finding, ...]:
    """Every finding of every rule that applies on the day, the problems first. Never raises.

    A finding that somebody answered with a reason says so in `waived`.
    """
    case = Case(document, catalogue, on, facts or Facts())
    findings = [_answered(finding, document) for rule in RULES.values() for finding in _run(rule, case)]
    return tuple(sorted(findings, key=lambda finding: (_ORDER[finding.severity], finding.rule, finding.path)))


def _run(rule: Rule, case: Case) -> tuple[Finding, ...]:
    try:
        wording = rule.wording
        if wording.applies_from is not None and case.on < wording.applies_from:
            return ()
        return tuple(
            Finding(
                rule=wording.id,
                severity=wording.severity,
                message=wording.message.format_map(hit.words),
                reference=wording.reference,
                path=hit.path,
                waivable=wording.waivable,
            )
            for hit in rule.find(case)
        )
    except Exception:
        # A check that did not run has shown nothing: it counts as a problem, so that nobody freezes past it.
        logger.exception("rule %s crashed", rule.id)
        sentence = f"Check {rule.id} did not run. Tell the people who run this portal."
        return (Finding(rule.id, Severity.PROBLEM, sentence, "", ""),)


def _answered(finding: Finding, document: AgreementDocument) -> Finding:
    if not finding.waivable:
        return finding
    waiver = next((waiver for waiver in document.waivers if _answers(waiver, finding)), None)
    return replace(finding, waived=f"{waiver.reason} ({waiver.by})") if waiver else finding


def _answers(waiver: Waiver, finding: Finding) -> bool:
    """A reason without a place answers the rule wherever it fires."""
    return waiver.rule == finding.rule and waiver.path in ("", finding.path)
