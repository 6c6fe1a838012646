"""What has changed around a text since it was frozen: the law that it stands on, and what the checks say of it."""

import datetime as dt
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils import timezone

from agreements import known
from agreements import services as agreements
from agreements.models import Agreement, Version
from foundation.verdicts import Finding, Severity
from lawfulbasis import services as law
from lawfulbasis.catalogue import Catalogue
from lawfulbasis.rules import Facts, registry
from reviews import schedule

_KNOWN: OrderedDict[tuple[str, dt.date, Facts], tuple[Catalogue, tuple[Finding, ...]]] = OrderedDict()
"""Findings by fingerprint, day and facts. A version never changes; when the law does, its catalogue is another one."""
_CODES: OrderedDict[str, tuple[tuple[str, dt.date | None], ...]] = OrderedDict()
_AT_MOST = 256


@dataclass(frozen=True, slots=True)
class LawChange:
    """An entry of the law that the text names, which has other words now, or none."""

    code: str
    label: str
    reference: str
    changed_on: dt.date
    is_gone: bool
    """Not in force any more."""


@dataclass(frozen=True, slots=True)
class Group:
    """What one rule says in as many places as it does."""

    rule: str
    severity: Severity
    title: str
    reference: str
    places: int


@dataclass(frozen=True, slots=True)
class Since:
    frozen_on: dt.date
    law: tuple[LawChange, ...]
    new: tuple[Group, ...]
    """What the checks say today and did not say then."""
    gone: tuple[Group, ...]
    """What they said then and do not say today."""


def of(agreement: Agreement, version: Version, *, on: dt.date) -> Since:
    """Between the day on which the version was frozen and this one."""
    then = timezone.localdate(version.frozen_at)
    facts, catalogue = known.of(agreement, on=on), law.catalogue()
    # Of that day the same is known as today, but for what only happened since: else it would look like the text's own.
    before = _findings(version, catalogue, then, replace(facts, reviewed_on=None, changed_law=()))
    today = _findings(version, catalogue, on, facts)
    said, says = {_place(one) for one in before}, {_place(one) for one in today}
    return Since(
        then,
        law_changes(version, on=on, catalogue=catalogue),
        grouped(one for one in today if _place(one) not in said),
        grouped(one for one in before if _place(one) not in says),
    )


def law_changes(version: Version, *, on: dt.date, catalogue: Catalogue | None = None) -> tuple[LawChange, ...]:
    """By code. The words that the version quotes are compared with those of the catalogue on that day."""
    catalogue, frozen_on = catalogue or law.catalogue(), version.frozen_at.astimezone(schedule.UK).date()
    found = []
    for code, quoted in _codes(version):
        provision = catalogue.on(code, on)
        if provision is None:
            continue
        begins, ends = provision.wording_from, provision.in_force_to
        if ends is not None and frozen_on <= ends < on:
            found.append(LawChange(code, provision.label, provision.reference, ends, True))
        elif begins is not None and begins > (quoted or frozen_on):
            found.append(LawChange(code, provision.label, provision.reference, begins, False))
    return tuple(found)


def _codes(version: Version) -> tuple[tuple[str, dt.date | None], ...]:
    """The law that the version names, with the first day of the words that it quotes."""
    held = _CODES.get(version.fingerprint)
    if held is None:
        rows = version.codes.order_by("code").values_list("code", "wording_from")
        held = _CODES[version.fingerprint] = tuple(rows)
        while len(_CODES) > _AT_MOST:
            _CODES.popitem(last=False)
    return held


def _findings(version: Version, catalogue: Catalogue, on: dt.date, facts: Facts) -> tuple[Finding, ...]:
    """Worked out once for each day and what is known on it."""
    key = (version.fingerprint, on, facts)
    held = _KNOWN.get(key)
    if held is not None and held[0] is catalogue:
        return held[1]
    found = agreements.check(document=version.document, on=on, facts=facts)
    if all(finding.reference for finding in found):  # a rule that failed itself has no reference, and may run next time
        _KNOWN[key] = (catalogue, found)
        while len(_KNOWN) > _AT_MOST:
            _KNOWN.popitem(last=False)
    return found


def grouped(found: Iterable[Finding]) -> tuple[Group, ...]:
    """By rule; problems first."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in found:
        by_rule.setdefault(finding.rule, []).append(finding)
    order = list(Severity)
    return tuple(sorted(map(_group, by_rule.values()), key=lambda group: (order.index(group.severity), group.rule)))


def _group(members: list[Finding]) -> Group:
    first, wording = members[0], registry.wordings().get(members[0].rule)
    title = wording.title if wording and len(members) > 1 else first.message
    return Group(first.rule, first.severity, title, first.reference, len(members))


def _place(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.path
