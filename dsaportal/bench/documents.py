"""Timing the document alone: a large agreement read, fingerprinted, compared and weighed. No database, no page."""

import copy
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dsaformat import canonical, diff, reading
from dsaformat.document import AgreementDocument

PARTIES = 33
ITEMS = 61
ROUNDS = 20

_SENTENCES = (
    "Each party checks that what it receives is what it asked for, and says so when it is not.",
    "Nobody uses the data for anything else, whoever asks.",
    "A request from an individual is answered by the party that received it, within one month.",
    "What is no longer needed is destroyed, and a record of that is kept for the next review.",
)


@dataclass(frozen=True, slots=True)
class Timing:
    name: str
    p50_ms: float
    cpu_ms: float
    """What the processor spent on it: the same whether or not others use the machine."""
    limit_ms: float

    @property
    def line(self) -> str:
        missed = "" if self.cpu_ms <= self.limit_ms else ": MISSED"
        spent = f"p50 {self.p50_ms:7.2f} ms, {self.cpu_ms:7.2f} ms of them the processor's"
        return f"{self.name:34} {spent}   limit {self.limit_ms:.0f} ms{missed}"


def timings(rounds: int = ROUNDS) -> tuple[Timing, ...]:
    before, after = reading.parse(values()), reading.parse(revised())
    text = canonical.dump(before)
    found = diff.changes(before, after)
    return (
        timing("read a document", 100, lambda: reading.load(text), rounds),
        timing("canonical text and fingerprint", 25, lambda: canonical.fingerprint(before), rounds),
        timing("compare two versions", 50, lambda: diff.changes(before, after), rounds),
        timing("who signs again", 50, lambda: diff.proposal(found, before, after), rounds),
    )


def timing(name: str, limit_ms: float, act: Callable[[], Any], rounds: int = ROUNDS) -> Timing:
    act()
    times = [_spent(act) for _ in range(rounds)]
    p50_ms, cpu_ms = (statistics.median(column) for column in zip(*times, strict=True))
    return Timing(name, p50_ms, cpu_ms, limit_ms)


def _spent(act: Callable[[], Any]) -> tuple[float, float]:
    """Milliseconds by the clock on the wall, and by the processor's."""
    started, began = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - started) * 1000, (time.process_time() - began) * 1000


def document() -> AgreementDocument:
    return reading.parse(values())


def values(parties: int = PARTIES, items: int = ITEMS) -> dict[str, Any]:
    """A document as plain values, with rows of every kind for every party."""
    keys = [f"party-{number}" for number in range(parties)]
    datasets = [_dataset(number, keys, items) for number in range(6)]
    return {
        "format_version": 1,
        "identity": {"title": "Serious violence in Exampleshire", "owner": keys[0], "context": _prose(0)},
        "parties": [_party(number) for number in range(parties)],
        "purposes": [{"key": f"aim-{n}", "title": f"Purpose {n}", "text": _prose(n)} for n in range(4)],
        "lawful_basis": [_basis(key, regime) for key in keys for regime in ("uk_gdpr_art6", "uk_gdpr_art9")],
        "datasets": datasets,
        "flows": [_flow(number, keys) for number in range(7)],
        "storage": [{"key": key, "party": key, "system": "Case system", "text": _prose(1)} for key in keys],
        "security": [{"key": f"s-{n}", "measure": "encryption", "text": _prose(n)} for n in range(10)],
        "retention": [_retention(key, dataset["key"]) for key in keys for dataset in datasets[:2]],
        "obligations": [{"key": f"o-{n}", "parties": [keys[n]], "text": _prose(n)} for n in range(min(20, parties))],
        "term": {"starts_on": "2027-01-01", "ongoing": True, "review": {"rule": "fixed", "on": "2028-01-01"}},
        "sections": [_section(number) for number in range(45)],
        "signatures": [{"key": key, "party": key, "office": "Chief executive"} for key in keys],
    }


def revised(parties: int = PARTIES, items: int = ITEMS) -> dict[str, Any]:
    """The next version: a party more, every retention period changed, words changed in a third of the text."""
    changed = copy.deepcopy(values(parties, items))
    changed["parties"].append(_party(parties))
    changed["retention"] = [rule | {"period": {"number": 6, "unit": "years"}} for rule in changed["retention"]]
    changed["datasets"][0]["items"].pop()
    changed["sections"].append(changed["sections"].pop(3))
    for section in changed["sections"][::3]:
        section["text"] = section["text"].replace("whoever asks", "not even when a court asks", 1)
    return changed


def _party(number: int) -> dict[str, Any]:
    name = f"Example Borough Council {number}"
    return {
        "key": f"party-{number}",
        "organisation": {"name": name, "slug": f"example-{number}", "ico_reference": f"Z{6_000_000 + number}"},
        "roles": ["controller", "supplier", "recipient"],
        "purpose": _SENTENCES[number % 4],
        "duties": list(_SENTENCES),
        "contacts": [{"role": "data_protection_officer", "name": f"Person {number}", "email": "dpo@example.org"}],
    }


def _dataset(number: int, keys: list[str], items: int) -> dict[str, Any]:
    mine = range(number, items, 6)
    return {
        "key": f"data-{number}",
        "title": f"Dataset {number}",
        "supplier": keys[number % len(keys)],
        "recipients": keys,
        "description": _prose(number),
        "items": [{"key": f"item-{n}", "name": f"Item {n}", "types": ["pd_name"]} for n in mine],
    }


def _basis(key: str, regime: str) -> dict[str, Any]:
    condition = {"uk_gdpr_art6": "art6_1_e_public_task", "uk_gdpr_art9": "art9_2_g_substantial_public_interest"}[regime]
    reason = _SENTENCES[0]
    return {"key": f"{key}-{regime[-4:]}", "party": key, "regime": regime, "condition": condition, "reason": reason}


def _flow(number: int, keys: list[str]) -> dict[str, Any]:
    return {"key": f"flow-{number}", "sender": keys[number % len(keys)], "recipients": keys, "datasets": ["data-0"]}


def _retention(key: str, dataset: str) -> dict[str, Any]:
    return {
        "key": f"{key}-{dataset}",
        "party": key,
        "datasets": [dataset],
        "period": {"number": 7, "unit": "years"},
        "starts_from": "the end of the case",
    }


def _section(number: int) -> dict[str, Any]:
    return {"key": f"part-{number}", "number": f"{number}", "heading": f"Part {number}", "text": _prose(number, 20)}


def _prose(number: int, sentences: int = 3) -> str:
    lines = [f"{_SENTENCES[(number + line) % 4]} ({number}.{line})" for line in range(sentences)]
    return "\n\n".join(" ".join(lines[start : start + 4]) for start in range(0, sentences, 4))
