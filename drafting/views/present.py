"""Who else has a section or a question open, and who changed it last. The first is forgotten within two minutes."""

import datetime as dt
import hashlib
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.models import User
from agreements.models import Agreement, Piece
from agreements.views import shared
from drafting import presence
from drafting.outline import OutlineSection, Question
from drafting.presence import Seen
from drafting.views.desk import Desk
from foundation.templatetags.ui import uk_datetime

_LONGEST = 63


@require_GET
@never_cache
@login_required
def open_now(request: HttpRequest, reference: str, section: str) -> JsonResponse:
    """Asked once a minute by a page that is open. Reads the agreement's row and nothing of its text."""
    agreement = shared.find(request, reference)
    question = request.GET.get("question", "")[:_LONGEST]
    others = note(agreement, section[:_LONGEST], question, shared.person(request), timezone.now())
    return JsonResponse({"words": presence.sentence(others, question)})


def note(agreement: Agreement, section: str, question: str, me: User, now: dt.datetime) -> dict[int, Seen]:
    """Remember that this person has it open; answers who else has.

    Two who come in the same instant may miss each other until the next minute: this informs, it decides nothing.
    """
    key = f"open:{agreement.pk}:{hashlib.sha256(section.encode()).hexdigest()[:32]}"
    held = {pk: Seen(*seen) for pk, seen in (cache.get(key) or {}).items()}
    others = {pk: seen for pk, seen in presence.still(held, now.timestamp()).items() if pk != me.pk}
    mine = Seen(str(me), now.timestamp(), question)
    cache.set(
        key,
        {pk: tuple(seen) for pk, seen in (others | {me.pk: mine}).items()},
        presence.PRESENT_FOR.total_seconds(),
    )
    return others


def shown(here: Desk, section: OutlineSection, question: Question | None = None) -> dict[str, Any]:
    """What a page of the section or question says of others, and where it asks again."""
    now, key = timezone.now(), question.key if question else ""
    others = note(here.agreement, section.key, key, here.person, now)
    ask = here.link("present", section.key) + (f"?question={key}" if key else "")
    return {
        "present": {"words": presence.sentence(others, key), "ask": ask, "last": _last(here, section, question, now)}
    }


def _last(here: Desk, section: OutlineSection, question: Question | None, now: dt.datetime) -> str:
    """Last changed by whom, and when; blank where nothing is written yet."""
    tables = {one.path.partition("/")[0] for one in ([question] if question else section.asked) if one.path}
    pieces = Piece.objects.filter(agreement=here.agreement)
    # A party's rows are one piece: who changed it need not have changed what is asked here.
    found = pieces.filter(part__in=tables - {"sections", "parties"})
    if question is None or question.kind == "answer":
        found |= pieces.filter(part="sections", key=section.key)
    piece = found.select_related("changed_by").order_by("-changed_at", "-pk").first()
    if piece is None:
        return ""
    by = "you" if piece.changed_by_id == here.person.pk else str(piece.changed_by or "the people who run this portal")
    when = presence.ago(piece.changed_at, now)
    return f"Last changed by {by} {when or f'on {uk_datetime(piece.changed_at)}'}."
