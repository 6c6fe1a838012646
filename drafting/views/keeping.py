"""Keeping while somebody types: into the document when it can be, beside it when it cannot. Never a page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from agreements.services import Conflict
from drafting.views import desk, present, questions, saving
from drafting.views.desk import Place
from drafting.views.saving import Sheet
from dsaformat import editing, reading
from dsaformat.document import AgreementDocument
from foundation import frontdoor
from foundation.templatetags.ui import uk_time
from foundation.verdicts import Refused


@require_POST
@login_required
@frontdoor.tells_repeated
def keep(request: HttpRequest, reference: str, section: str, question: str) -> JsonResponse:
    """Answers what became of it: saved, kept (not in the document yet), conflict, or refused."""
    place = desk.open_at(request, reference, section, question)
    others = _others(place)
    if not place.desk.may_fill_in:
        return JsonResponse({"state": "refused", "words": " ".join(place.desk.may_fill_in.reasons)}, status=409)
    if place.question.kind not in {"answer", "part"}:
        saving.keep(place, request, "This was not saved yet.")
        return _said("kept", "", others)
    sheet = questions.sheet_of(place, request.POST)
    if not sheet.form.is_valid():
        saving.keep(place, request, "Something still has to be put right.")
        return _said("kept", saving.based_on(request), others)
    try:
        document = sheet.save(saving.based_on(request))
    except Conflict as conflict:
        if _stands(sheet, conflict.document):
            return _said("saved", editing.digest(editing.found(conflict.document, sheet.path), sheet.names), others)
        saving.keep(place, request, "Somebody else changed this at the same time.")
        return JsonResponse({"state": "conflict", "words": "Somebody else changed this. Save to compare."}, status=409)
    except Refused as refused:
        saving.keep(place, request, refused.reasons[0])
        return JsonResponse({"state": "refused", "words": refused.reasons[0]}, status=409)
    return _said("saved", editing.digest(editing.found(document, sheet.path), sheet.names), others)


def _stands(sheet: Sheet, document: AgreementDocument) -> bool:
    """Whether the document says this already: an earlier try arrived, and only its answer was lost."""
    try:
        return editing.put(document, sheet.path, sheet.form.values()) == document
    except reading.DocumentError:
        return False


def _said(state: str, digest: str, others: list[str]) -> JsonResponse:
    said = {"state": state, "based_on": digest, "words": f"Saved at {uk_time(timezone.now())}.", "others": others}
    return JsonResponse(said)


def _others(place: Place) -> list[str]:
    """Names of those who have the same page open."""
    here, key = place.desk, place.question.key
    seen = present.note(here.agreement, place.section.key, key, here.person, timezone.now())
    return sorted(one.name for one in seen.values() if one.question == key)
