"""The checks as people read about them: what each looks at, and what it says. Pure; the words are data."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from foundation.verdicts import Severity
from lawfulbasis.rules import RULES
from lawfulbasis.rules.registry import WORDING, Wording, wordings

GROUPS: dict[str, str] = {
    "parties": "Parties and their roles",
    "art6": "Lawful basis",
    "special_category": "Special category data",
    "criminal_offence": "Criminal offence data",
    "law_enforcement": "Law enforcement",
    "serious_violence": "Serious Violence Duty",
    "confidentiality": "Duty of confidentiality",
    "digital_economy_act": "Digital Economy Act",
    "dpia": "Impact assessment",
    "data": "The data",
    "rights": "Rights of people",
    "security_and_transfers": "Security and transfers",
    "retention_and_lifecycle": "Retention and review",
    "text": "The words themselves",
}
"""Every group with its name, in the order in which people meet them."""

SEVERITIES: dict[Severity, str] = {
    Severity.PROBLEM: "Problem",
    Severity.WARNING: "Warning",
    Severity.INFORMATION: "For information",
}

_COLOURS = {Severity.PROBLEM: "red", Severity.WARNING: "amber", Severity.INFORMATION: "blue"}


@dataclass(frozen=True, slots=True)
class Check:
    wording: Wording
    group: str
    looks_at: str
    fires: str
    """An agreement about which it speaks, in a sentence."""
    silent: str
    """One that it is content with."""
    note: str
    codes: tuple[str, ...]
    """Entries of the catalogue that it asks about by name."""
    message: str
    """What it says, with the gaps named: [the party]."""

    @property
    def id(self) -> str:
        return self.wording.id

    @property
    def severity(self) -> str:
        return SEVERITIES[self.wording.severity]

    @property
    def colour(self) -> str:
        return _COLOURS[self.wording.severity]

    @property
    def runs(self) -> bool:
        """False while only people can make this check."""
        return self.id in RULES


@lru_cache(maxsize=1)
def checks() -> Mapping[str, Check]:
    """Every check by id, in the order of the groups."""
    raw = _file()
    found = {entry["id"]: _check(entry, raw["gaps"]) for entry in raw["rules"]}
    order = list(GROUPS)
    return dict(sorted(found.items(), key=lambda item: (order.index(item[1].group), item[0])))


def stages() -> Mapping[str, str]:
    """When each stage is, in words."""
    return {str(key): str(value) for key, value in _file()["stages"].items()}


def concerning(code: str) -> tuple[Check, ...]:
    """The checks that ask about an entry of the catalogue by name."""
    return tuple(check for check in checks().values() if code in check.codes)


def beginning(day: dt.date) -> tuple[Check, ...]:
    """The checks that begin on that day."""
    return tuple(check for check in checks().values() if check.wording.applies_from == day)


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    raw: dict[str, Any] = yaml.load(WORDING.read_bytes(), Loader=yaml.CSafeLoader)
    return raw


def _check(entry: dict[str, Any], gaps: dict[str, str]) -> Check:
    wording = wordings()[entry["id"]]
    return Check(
        wording=wording,
        group=entry["group"],
        looks_at=entry["looks_at"],
        fires=entry["fail_example"],
        silent=entry["pass_example"],
        note=entry.get("note", ""),
        codes=tuple(entry.get("catalogue_codes", ())),
        message=wording.message.format_map({name: f"[{words}]" for name, words in gaps.items()}),
    )
