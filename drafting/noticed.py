"""What a check of the text alone cannot see: agreements that are nearly the same, reviews that wait, the register.

Each is for information, and is worked out from what the person may see.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count
from django.urls import reverse

from agreements import listed
from agreements.choices import CLOSED, COMPLETE
from agreements.models import Agreement, CodeUse, Party
from dsaformat.choices import Publication
from dsaformat.document import AgreementDocument
from lawfulbasis.rules import words

if TYPE_CHECKING:
    from accounts.models import User

ALIKE = 0.8
"""So much of all parties, and of all kinds of data, two agreements have in common."""

MANY = 3
"""So many reviews of one organisation that wait say something about the next one."""

_FEW = 3
_CANDIDATES = 50


@dataclass(frozen=True, slots=True)
class Noticed:
    code: str
    title: str
    message: str
    href: str = ""


def notices(*, agreement: Agreement, document: AgreementDocument, person: "User", on: dt.date) -> Iterator[Noticed]:
    """The same few queries however many parties there are."""
    organisations = frozenset(agreement.parties.order_by().values_list("organisation_id", flat=True))
    yield from _alike(agreement, organisations, person)
    yield from _waiting(organisations, person, on)
    yield _register(document)


def _alike(agreement: Agreement, organisations: frozenset[int], person: "User") -> Iterator[Noticed]:
    data = _data([agreement.pk])[agreement.pk]
    if len(organisations) < 2 or not data:
        return
    visible = Agreement.objects.visible_to(person).exclude(status__in=CLOSED).exclude(pk=agreement.pk)
    shared = Party.objects.filter(organisation__in=organisations, agreement__in=visible.values("pk")).order_by()
    counted = shared.values("agreement").annotate(count=Count("pk")).filter(count__gte=ALIKE * len(organisations))
    near = list(counted.order_by("-count", "-agreement").values_list("agreement", flat=True)[:_CANDIDATES])
    parties, kinds = _parties(near), _data(near)
    found = [key for key in near if _overlap(organisations, parties[key]) and _overlap(data, kinds[key])][:_FEW]
    rows = visible.in_bulk(found)
    for row in (rows[key] for key in found if key in rows):
        yield Noticed(
            "I01",
            "A similar agreement is there",
            f"{row.reference} “{row.title}” ({row.get_status_display().lower()}) has nearly the same parties and kinds "
            "of data. Does it already allow this sharing?",
            row.get_absolute_url(),
        )


def _overlap(mine: frozenset[object], other: frozenset[object]) -> bool:
    return len(mine & other) >= ALIKE * len(mine | other)


def _parties(keys: Iterable[int]) -> dict[int, frozenset[object]]:
    return _grouped(Party.objects.filter(agreement__in=keys).order_by().values_list("agreement", "organisation"))


def _data(keys: Iterable[int]) -> dict[int, frozenset[object]]:
    """Codes that the datasets of each agreement name: kinds of data and of people."""
    rows = CodeUse.objects.filter(agreement__in=keys, path__startswith="datasets").order_by()
    return _grouped(rows.values_list("agreement", "code").distinct())


def _grouped(pairs: Iterable[tuple[int, object]]) -> dict[int, frozenset[object]]:
    found: dict[int, set[object]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return defaultdict(frozenset, {key: frozenset(values) for key, values in found.items()})


def _waiting(organisations: frozenset[int], person: "User", on: dt.date) -> Iterator[Noticed]:
    overdue = (
        Agreement.objects.visible_to(person)
        .annotate(due_on=listed.review_day())
        .filter(status__in=COMPLETE, due_on__lt=on)
        .order_by()
    )
    rows = Party.objects.filter(organisation__in=organisations, agreement__in=overdue.values("pk")).order_by()
    counted = rows.values("organisation__legal_name").annotate(count=Count("pk")).filter(count__gte=MANY)
    names = [row["organisation__legal_name"] for row in counted.order_by("-count", "organisation__legal_name")]
    if names:
        yield Noticed(
            "I02",
            "Reviews are waiting",
            f"{words.listed(names)}: {MANY} or more agreements that you can see are past their review date. "
            "Can the review of this one be kept?",
            f"{reverse('agreements:list')}?review=overdue",
        )


def _register(document: AgreementDocument) -> Noticed:
    identity, decision = document.identity, document.publication.decision
    title = identity.public_title or identity.title
    if decision is None:
        said = f"Nobody has decided yet whether it is published. Its public title would be “{title}”."
    elif decision is Publication.WITHHOLD:
        said = "The parties have decided not to publish it."
    else:
        said = f"The parties have decided: {words.softly(decision.label)}. Its public title is “{title}”."
    return Noticed("I03", "What the public register will show", said)
