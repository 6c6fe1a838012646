"""Which agreements a campaign would have reviewed, and why others are left out."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from agreements import law_in_use
from agreements.models import Agreement, Piece, Variation
from dsaformat.parts import TemplateUsed
from lawfulbasis import changes as law
from lawfulbasis import checks, events
from lawfulbasis.models import Entry
from parties.models import Organisation
from reviews import querysets, schedule
from reviews.choices import CampaignKind
from reviews.models import Campaign, CampaignItem
from reviews.querysets import REVIEWED

if TYPE_CHECKING:
    from accounts.models import User

WHY_NOT = {
    "foreign": "Another organisation leads it, and only the lead can start a review.",
    "state": "It is not in force, so there is nothing to review yet.",
    "taken": "It is part of another campaign that is still open.",
    "replaced": "A text that is to replace it is being made, so what should change belongs there.",
}
"""Why an agreement is left out, in sentences for the person who looks for it."""

PERIODS = (1, 3, 6, 12)
"""Months ahead for which a lead can bring its reviews together."""
_TEMPLATE = "template"
_names: list[Callable[[], dict[str, str]]] = []


def register_template_names(answer: Callable[[], dict[str, str]]) -> None:
    """Called when the portal starts: titles of templates by code, which this floor cannot know."""
    _names[:] = [answer]


@dataclass(frozen=True, slots=True)
class Found:
    """What a reason for reviewing finds among the agreements that a person may see."""

    fitting: QuerySet[Any]
    """Those that the organisation can have reviewed, by title."""
    left_out: QuerySet[Any]
    """The others, each with `why_not`: a key of `WHY_NOT`."""


def find(person: "User", organisation: Organisation, kind: CampaignKind, subject: str, *, words: str = "") -> Found:
    """`subject` is what the campaign is about: the day of a change, a template's code, the last day of a period."""
    rows: QuerySet[Any] = _about(person, kind, subject).select_related("lead")
    if words:
        rows = rows.filter(pk__in=Agreement.objects.found_by(words).order_by().values("pk"))
    taken = CampaignItem.objects.filter(agreement=OuterRef("pk"), campaign__closed_at=None)
    taken = taken.filter(Q(review=None) | Q(review__concluded_at=None))
    replaced = Variation.objects.filter(replaces=OuterRef("pk"), closed_at=None)
    rows = rows.annotate(
        why_not=Case(
            When(~Q(lead=organisation), then=Value("foreign")),
            When(~Q(status__in=sorted(REVIEWED)), then=Value("state")),
            When(Exists(taken), then=Value("taken")),
            When(Exists(replaced), then=Value("replaced")),
            default=Value(""),
            output_field=CharField(),
        )
    )
    return Found(
        fitting=rows.filter(why_not="").order_by("title", "pk"),
        left_out=rows.exclude(why_not="").order_by("title", "pk"),
    )


def _about(person: "User", kind: CampaignKind, subject: str) -> QuerySet[Any]:
    visible: QuerySet[Any] = Agreement.objects.visible_to(person)
    match kind:
        case CampaignKind.LAW:
            return _touched(person, dt.date.fromisoformat(subject))
        case CampaignKind.TEMPLATE:
            return visible.filter(Exists(_made_from(subject)))
        case CampaignKind.PERIOD:
            day = dt.date.fromisoformat(subject)
            due = querysets.with_review_day(visible).filter(Q(due_on__lte=day) | Q(due_on=None, is_planned=True))
            return due.order_by(F("due_on").asc(nulls_first=True), "pk")
        case CampaignKind.CHOSEN:
            return visible.filter(status__in=sorted(REVIEWED))


def _touched(person: "User", day: dt.date) -> QuerySet[Any]:
    """Texts from before the day that name something that changed; all of them when only checks begin that day."""
    codes = list(Entry.objects.changed_on(day).values_list("code", flat=True))
    touched: QuerySet[Any] = law_in_use.touched(person, codes, day)
    before = touched.filter(frozen_at__lt=_beginning(day))
    return before.filter(relies=True) if codes else before


def _beginning(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=timezone.get_current_timezone())


def _made_from(code: str) -> QuerySet[Any]:
    """The piece is canonical: its keys are sorted, and nothing stands between them."""
    said = f'"code":{json.dumps(code, ensure_ascii=False)}'
    return Piece.objects.filter(agreement=OuterRef("pk"), part=_TEMPLATE, value__contains=said)


def templates(organisation: Organisation) -> list[tuple[str, str]]:
    """Codes and names of the templates from which agreements were made that the organisation leads now."""
    rows = Piece.objects.filter(part=_TEMPLATE, agreement__lead=organisation, agreement__status__in=sorted(REVIEWED))
    used = Counter(TemplateUsed(**json.loads(value)).code for value in rows.values_list("value", flat=True))
    return [(code, _counted(template_name(code), used[code])) for code in sorted(used) if code]


def template_name(code: str) -> str:
    return (_names[0]() if _names else {}).get(code, code)


def _counted(name: str, number: int) -> str:
    return f"{name} ({number} agreement{'' if number == 1 else 's'})"


def law_days(on: dt.date) -> list[tuple[str, str]]:
    """Days on which the law changed, the newest first, that have a name. Nothing has changed before it changes."""
    begun = [check.wording.applies_from for check in checks.checks().values()]
    days = (found.day for found in law.days(Entry.objects.all(), begun))
    return [(day.isoformat(), f"{events.named(day).title}, {_long(day)}") for day in days if day <= on]


def period_days(on: dt.date) -> list[tuple[str, str]]:
    ends = ((months, schedule.add_months(on, months)) for months in PERIODS)
    return [
        (day.isoformat(), f"{months} month{'' if months == 1 else 's'}, until {_long(day)}") for months, day in ends
    ]


def title(campaign_kind: CampaignKind, subject: str) -> str:
    """What to call such a campaign, unless somebody knows better words."""
    match campaign_kind:
        case CampaignKind.LAW:
            return f"{events.named(dt.date.fromisoformat(subject)).title}: what it means for our agreements"
        case CampaignKind.TEMPLATE:
            return f"Agreements made from {template_name(subject)}"
        case CampaignKind.PERIOD:
            return f"Reviews due until {_long(dt.date.fromisoformat(subject))}"
        case _:
            return ""


def about(campaign: Campaign) -> str:
    """What the campaign is about, in words."""
    kind = CampaignKind(campaign.kind)
    match kind:
        case CampaignKind.LAW:
            day = dt.date.fromisoformat(campaign.subject)
            return f"{events.named(day).title}, {_long(day)}"
        case CampaignKind.TEMPLATE:
            return template_name(campaign.subject)
        case CampaignKind.PERIOD:
            return f"Until {_long(dt.date.fromisoformat(campaign.subject))}"
        case _:
            return ""


def _long(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
