"""How the pages of checks, history and comparison say what they show."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from agreements.typesetting import where
from agreements.typesetting.shown import Flows
from agreements.typesetting.words import Words
from drafting import progress
from drafting.outline import OutlineSection
from drafting.progress import Home
from drafting.views.desk import Desk
from dsaformat.document import AgreementDocument
from foundation.verdicts import Finding
from lawfulbasis.rules import registry
from lawfulbasis.rules.registry import Wording

FEW = 3
"""So many findings of one rule stand on a page; more have a page of their own."""


def long(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def finding(here: Desk, found: Finding, home: Home | None) -> dict[str, Any]:
    """One finding as the component of findings takes it, with the way to where it is put right."""
    return {
        "rule": found.rule,
        "severity": found.severity.value,
        "message": found.message,
        "reference": found.reference,
        "href": way_in(here, home),
        "waived": found.waived,
    }


def of_section(here: Desk, found: Iterable[Finding], section: OutlineSection) -> list[dict[str, Any]]:
    """What nobody has answered in one section; of each rule a few, so that no page is a wall of one sentence."""
    told: list[dict[str, Any]] = []
    seen: Counter[str] = Counter()
    homes = progress.Homes(here.outline, here.document)
    for one in found:
        if one.waived or seen[one.rule] == FEW:
            continue
        home = homes.of(one.path)
        if home is not None and home[0].key == section.key:
            seen[one.rule] += 1
            told.append(finding(here, one, home))
    return told


def way_in(here: Desk, home: Home | None) -> str:
    if home is None:
        return ""
    section, question = home
    return here.link("section", section.key) if question is None else here.link("question", section.key, question.key)


def may_reason(here: Desk, on: dt.date, waivable: bool) -> bool:
    """Reasons answer what the checks say today; the lead gives them, for everybody signs them."""
    return waivable and here.leads and on == here.on


def known_rules() -> Mapping[str, Wording]:
    return registry.wordings()


def rule_page(rule: str) -> str:
    return reverse("lawfulbasis:check", args=[rule])


def flows(document: AgreementDocument) -> Flows | None:
    """The map of data flows with its list; None where nothing flows."""
    return next((part for part in where.flows(Words(document)) if isinstance(part, Flows)), None)
