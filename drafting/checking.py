"""What the checks say of a draft, gathered for readers: by rule, with the place where each finding is put right."""

import datetime as dt
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agreements import ownership
from agreements import services as agreements
from drafting import progress
from drafting.outline import Outline, OutlineSection, Question
from drafting.progress import Home
from dsaformat import parts
from dsaformat.document import AgreementDocument
from dsaformat.values import Row
from foundation.verdicts import Finding, Severity
from lawfulbasis import services as law
from lawfulbasis.catalogue import Catalogue
from lawfulbasis.rules import Facts, registry

_KNOWN: OrderedDict[tuple[str, dt.date, Facts], tuple[Catalogue, tuple[Finding, ...]]] = OrderedDict()
"""Findings by fingerprint, day and facts: all that they depend on beside the law.

A document never changes; when the law does, its catalogue is another object.
"""
_AT_MOST = 128


def findings(
    document: AgreementDocument,
    *,
    digest: str,
    on: dt.date,
    facts: Facts | None = None,
    catalogue: Catalogue | None = None,
) -> tuple[Finding, ...]:
    """Every finding about the document with that fingerprint on that day, as far as `facts` are known."""
    catalogue, known = catalogue or law.catalogue(), facts or Facts()
    key = (digest, on, known)
    held = _KNOWN.get(key)
    if held is not None and held[0] is catalogue:
        return held[1]
    found = agreements.check(document=document, on=on, facts=known)
    if digest and not any(crashed(finding) for finding in found):
        _KNOWN[key] = (catalogue, found)
        while len(_KNOWN) > _AT_MOST:
            _KNOWN.popitem(last=False)
    return found


def crashed(finding: Finding) -> bool:
    """Whether the rule itself failed: it has shown nothing, and may well run the next time."""
    return not finding.reference


def counts(found: Iterable[Finding]) -> dict[str, int]:
    """How many findings of each severity nobody has answered."""
    tally = {severity.value: 0 for severity in Severity}
    for finding in found:
        tally[finding.severity.value] += not finding.waived
    return tally


@dataclass(frozen=True, slots=True)
class Placed:
    """One finding, whom it is about, and the question where it is put right."""

    finding: Finding
    party: str
    """The party's key; empty when it is about all of them."""
    section: OutlineSection | None
    question: Question | None

    @property
    def home(self) -> Home | None:
        return (self.section, self.question) if self.section is not None else None


def placed(document: AgreementDocument, outline: Outline, found: Iterable[Finding]) -> tuple[Placed, ...]:
    homes, owners = progress.Homes(outline, document), Owners(document)

    def one(finding: Finding) -> Placed:
        section, question = homes.of(finding.path) or (None, None)
        return Placed(finding, owners.of(finding.path), section, question)

    return tuple(map(one, found))


class Owners:
    """Which party each place of one document belongs to: its own row, or a row that names it alone."""

    def __init__(self, document: AgreementDocument) -> None:
        self._document = document
        self._rows: dict[str, dict[str, str]] = {}

    def of(self, path: str) -> str:
        part, _, rest = path.partition("/")
        key = rest.partition("/")[0]
        if not key or part == "parties":
            return key
        if part not in self._rows:
            held = getattr(self._document, part, ())
            rows = held if isinstance(held, tuple) else ()
            self._rows[part] = {row.key: row_owner(part, row) for row in rows if isinstance(row, Row)}
        return self._rows[part].get(key, "")


def row_owner(part: str, row: Row) -> str:
    """The key of the one party that the row belongs to; empty when it is the lead's."""
    return ownership.owner(part, {name: getattr(row, name) for name in _WHOSE if name in type(row).model_fields})


_WHOSE = ("key", "supplier", "party", "parties")


@dataclass(frozen=True, slots=True)
class Group:
    """What one rule found, wherever it did."""

    rule: str
    title: str
    severity: Severity
    reference: str
    waivable: bool
    members: tuple[Placed, ...]

    @property
    def parties(self) -> int:
        return len({member.party for member in self.members if member.party})

    @property
    def where(self) -> str:
        """How often it was found, in words: 31 parties."""
        if self.parties > 1 and self.parties == len(self.members):
            return f"{self.parties} parties"
        return f"{len(self.members)} places" if len(self.members) > 1 else "1 place"


def grouped(members: Iterable[Placed], first: frozenset[str] = frozenset()) -> tuple[Group, ...]:
    """By rule, in the order given. Findings of the parties in `first` come before the others' in each rule."""
    by_rule: dict[str, list[Placed]] = {}
    for member in members:
        by_rule.setdefault(member.finding.rule, []).append(member)
    groups = [_group(rule, rows, first) for rule, rows in by_rule.items()]
    return tuple(sorted(groups, key=lambda group: not any(member.party in first for member in group.members)))


def _group(rule: str, members: list[Placed], first: frozenset[str]) -> Group:
    wording = registry.wordings().get(rule)
    finding = members[0].finding
    ordered = tuple(sorted(members, key=lambda member: member.party not in first))
    title = wording.title if wording else finding.message
    return Group(rule, title, finding.severity, finding.reference, finding.waivable, ordered)


@dataclass(frozen=True, slots=True)
class Answered:
    """A reason that stands in the document, and whether any finding still needs it."""

    waiver: parts.Waiver
    needed: bool


def answered(document: AgreementDocument, found: Iterable[Finding]) -> Iterator[Answered]:
    fired = [(finding.rule, finding.path) for finding in found if finding.waivable]
    for waiver in document.waivers:
        needed = any(rule == waiver.rule and waiver.path in ("", path) for rule, path in fired)
        yield Answered(waiver, needed)
