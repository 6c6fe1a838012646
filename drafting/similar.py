"""Agreements that come near to what somebody has in mind, among those that they may see (B-2)."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from agreements.choices import CLOSED
from agreements.models import Agreement, Party, Piece
from agreements.querysets import AgreementQuerySet
from foundation import text
from parties.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User

FEW = 5
_CANDIDATES = 50
_NAMES = 40
_WORDS = 8
_SAY_LITTLE = frozenset(
    {"about", "agreement", "data", "from", "information", "into", "share", "shared", "sharing", "that", "this", "with"}
)


@dataclass(frozen=True, slots=True)
class Near:
    agreement: Agreement
    shared: tuple[str, ...]
    """Names of the other organisations that are parties to it too."""
    data: tuple[str, ...] = field(default=())
    """Titles of its datasets in which one of the words stands."""


def near(*, person: "User", names: Iterable[str], subject: str, besides: Organisation) -> list[Near]:
    """The few that share most parties and data, the nearest first. Six queries, whatever their number."""
    organisations = _named(names, besides)
    words = telling(subject)
    visible = Agreement.objects.visible_to(person).exclude(status__in=CLOSED)
    score = Counter(dict(_by_parties(visible, organisations)))
    data = _by_data(visible, words)
    for key in data:
        score[key] += 1
    for key in _by_title(visible, words):
        score[key] += 1
    best = sorted(score, key=lambda key: (-score[key], -key))[:FEW]
    rows = visible.filter(pk__in=best).select_related("lead").in_bulk()
    shared = _shared(best, organisations)
    return [Near(rows[key], tuple(shared[key]), tuple(data.get(key, ()))) for key in best if key in rows]


def telling(subject: str) -> list[str]:
    """The words that say what it is about."""
    words = (word.strip(".,;:()?!“”‘’\"'") for word in text.skeleton(subject).split())
    return [word for word in dict.fromkeys(words) if len(word) > 3 and word not in _SAY_LITTLE][:_WORDS]


def _named(names: Iterable[str], besides: Organisation) -> dict[int, str]:
    wanted = [words for name in names if (words := text.skeleton(name).split())][:_NAMES]
    if not wanted:
        return {}
    alike = (reduce(and_, (Q(search_text__contains=word) for word in words[:8])) for words in wanted)
    found = Organisation.objects.filter(reduce(or_, alike)).exclude(pk=besides.pk)[:200]
    return {row.pk: row.name for row in found}


def _by_parties(visible: AgreementQuerySet, organisations: dict[int, str]) -> list[tuple[int, int]]:
    if not organisations:
        return []
    rows = Party.objects.filter(organisation__in=organisations, agreement__in=visible).order_by()
    counted = rows.values("agreement_id").annotate(count=Count("pk")).order_by("-count", "-agreement_id")
    return [(row["agreement_id"], 2 * row["count"]) for row in counted[:_CANDIDATES]]


def _by_data(visible: AgreementQuerySet, words: list[str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    if not words:
        return found
    alike = reduce(or_, (Q(value__icontains=word) for word in words))
    rows = Piece.objects.filter(alike, part="datasets", agreement__in=visible)
    for key, value in rows.order_by("-agreement_id", "position").values_list("agreement_id", "value")[:_CANDIDATES]:
        found[key].append(str(json.loads(value).get("title", "")))
    return found


def _by_title(visible: AgreementQuerySet, words: list[str]) -> list[int]:
    if not words:
        return []
    alike = reduce(or_, (Q(search_text__contains=word) for word in words))
    rows = visible.filter(alike).order_by("-pk").values_list("pk", flat=True)
    return list(rows[:_CANDIDATES])


def _shared(keys: list[int], organisations: dict[int, str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    if keys and organisations:
        rows = Party.objects.filter(agreement__in=keys, organisation__in=organisations).order_by("position")
        for agreement, organisation in rows.values_list("agreement_id", "organisation_id"):
            found[agreement].append(organisations[organisation])
    return found
