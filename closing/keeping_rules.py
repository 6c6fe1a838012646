"""What agreements say of how long each party keeps data, read from their rows: many agreements in a few queries."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from agreements import assembly
from agreements.choices import COMPLETE, Status
from agreements.models import Party, Piece, Variation
from closing import disposal
from closing.models import Countdown
from dsaformat.parts import RetentionRule
from parties.models import Organisation

_KEEPS = sorted({*COMPLETE, Status.SUPERSEDED, Status.ENDED})


@dataclass(frozen=True, slots=True)
class Rule:
    """One retention rule of one party, and how often it is counted now."""

    rule: RetentionRule
    data: str
    times: int

    @property
    def key(self) -> str:
        return self.rule.key

    @property
    def words(self) -> str:
        return disposal.kept(self.rule)

    @property
    def can_be_counted(self) -> bool:
        return self.rule.period is not None or self.rule.reviewed_every is not None

    @property
    def counted(self) -> str:
        if self.times:
            return "1 set of data is counted" if self.times == 1 else f"{self.times} sets of data are counted"
        if self.can_be_counted:
            return "Not counted yet"
        return "No day is known: look whether it has happened" if self.rule.event else "Nothing to count"

    def facts(self) -> list[dict[str, Any]]:
        """What else the text says of it."""
        pairs = [
            ("Deleted automatically or by hand", self.rule.handling.label if self.rule.handling else ""),
            ("How it is deleted", self.rule.method),
            ("How that is shown", self.rule.evidence),
            ("Why so long", self.rule.reason),
        ]
        return [{"key": name, "value": value} for name, value in pairs if value]


def places_of(organisation: Organisation) -> "QuerySet[Party]":
    """Where the organisation keeps data under an agreement that is signed, or was, by title.

    Of several editions, the last one that it is in.
    """
    rows = Party.objects.filter(organisation=organisation, agreement__status__in=_KEEPS)
    newer = Variation.objects.filter(
        replaces=OuterRef("agreement"),
        agreement__parties__organisation=organisation,
        agreement__status__in=_KEEPS,
        closed_at__isnull=False,
    )
    rows = rows.exclude(Q(agreement__status=Status.SUPERSEDED) & Exists(newer))
    found: QuerySet[Party] = rows.select_related("agreement", "organisation").order_by("agreement__title", "pk")
    return found


def of_parties(places: Iterable[Party]) -> dict[int, list[Rule]]:
    """By the key of the party's row. Three queries, whatever the number of agreements."""
    places = list(places)
    agreements = {place.agreement_id for place in places}
    pieces = Piece.objects.filter(agreement__in=agreements)
    titles: dict[int, dict[str, str]] = defaultdict(dict)
    for agreement, text in pieces.filter(part="datasets").order_by("position").values_list("agreement", "value"):
        value = json.loads(text)
        titles[agreement][value["key"]] = value["title"]
    rules: dict[tuple[int, str], list[RetentionRule]] = defaultdict(list)
    wanted = {(place.agreement_id, place.key) for place in places}
    for piece in pieces.filter(part="retention").order_by("key"):
        value = assembly.read(piece)
        if (piece.agreement_id, value["party"]) in wanted:
            rules[piece.agreement_id, value["party"]].append(RetentionRule.model_validate(value))
    times = _times(places)
    return {
        place.pk: [
            Rule(rule, _data(rule, titles[place.agreement_id]), times.get((place.pk, rule.key), 0))
            for rule in rules[place.agreement_id, place.key]
        ]
        for place in places
    }


def _times(places: list[Party]) -> dict[tuple[int, str], int]:
    keys = {(place.agreement_id, place.organisation_id): place.pk for place in places}
    rows = (
        Countdown.objects.filter(agreement__in={place.agreement_id for place in places}, closed_at=None)
        .order_by()
        .values_list("agreement", "organisation", "rule_key")
        .annotate(times=Count("pk"))
    )
    return {(keys[of, who], key): times for of, who, key, times in rows if (of, who) in keys}


def _data(rule: RetentionRule, titles: dict[str, str]) -> str:
    return "; ".join(title for key, title in titles.items() if key in rule.datasets) or disposal.EVERYTHING
