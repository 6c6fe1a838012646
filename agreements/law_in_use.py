"""Which law agreements rely on: what the floor of the law asks of this one, and what people ask when it changes."""

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from agreements.choices import CLOSED
from agreements.models import Agreement, CodeUse, Version, VersionCode
from lawfulbasis import places

if TYPE_CHECKING:
    from accounts.models import User


def quoted(codes: Collection[str]) -> set[places.Quoted]:
    """Wordings of these codes that a frozen text carries."""
    return set(VersionCode.objects.filter(code__in=codes).order_by().values_list("code", "wording_from").distinct())


def register() -> None:
    """Called once when the portal starts."""
    places.register_in_use(quoted)
    places.add_entry_link(places.Link("Agreements that rely on this", _relying_on))
    places.add_change_link(places.Link("Agreements that this change touches", _touched_by))


def touched(user: "User", codes: Collection[str], day: dt.date) -> QuerySet[Agreement]:
    """Agreements the person may see that name one of the codes, or whose text was frozen before the day.

    Those that are over are left out. `relies` and `frozen_at` say why each is here; those that rely come first.
    """
    uses = CodeUse.objects.filter(agreement=OuterRef("pk"), code__in=codes)
    frozen = Version.objects.filter(agreement=OuterRef("pk")).order_by("-number").values("frozen_at")[:1]
    begins = dt.datetime.combine(day, dt.time.min, tzinfo=timezone.get_current_timezone())
    rows: QuerySet[Agreement] = Agreement.objects.visible_to(user).exclude(status__in=CLOSED)
    rows = rows.annotate(relies=Exists(uses), frozen_at=Subquery(frozen))
    return rows.filter(Q(relies=True) | Q(frozen_at__lt=begins)).order_by("-relies", "title", "pk")


def used_by(agreements: Collection[Agreement], codes: Collection[str]) -> dict[int, list[str]]:
    """The codes that each of these agreements names, by its key."""
    found: dict[int, list[str]] = {agreement.pk: [] for agreement in agreements}
    rows = CodeUse.objects.filter(agreement__in=found, code__in=codes).order_by("agreement_id", "code")
    for key, code in rows.values_list("agreement_id", "code").distinct():
        found[key].append(code)
    return found


def _relying_on(code: str) -> str:
    return f"{reverse('agreements:list')}?relies_on={code}"


def _touched_by(day: str) -> str:
    return reverse("agreements:law_change", args=[day])
