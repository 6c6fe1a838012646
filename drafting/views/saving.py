"""Keeping what was typed: in the document, or else where its writer finds it again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from agreements.services import Conflict
from agreements.views import shared
from drafting import services
from drafting.models import Typed
from drafting.views.desk import Place
from dsaformat import editing, redline
from dsaformat.document import AgreementDocument
from dsaformat.values import Part
from foundation.verdicts import Refused

AFTER_CONFLICT = ("mine", "theirs", "edit")
_HIDDEN = frozenset({"csrfmiddlewaretoken", "based_on", "resolve", "then"})


@dataclass(frozen=True)
class Sheet:
    """One form of a draft: where it stands, what it is about, what it was based on."""

    place: Place
    path: str
    form: Any
    names: tuple[str, ...]
    part: Part | None
    save: Callable[[str], AgreementDocument]
    """Given the digest of what was read; raises `Conflict` or `Refused`."""

    @property
    def digest(self) -> str:
        return editing.digest(self.part, self.names)


def based_on(request: HttpRequest) -> str:
    return request.POST.get("based_on", "")[:64]


def typed(place: Place) -> Typed | None:
    rows = Typed.objects.filter(agreement=place.desk.agreement, person=place.desk.person)
    row: Typed | None = rows.filter(place=place.key).first()
    return row


def keep(place: Place, request: HttpRequest, reason: str) -> None:
    """What was sent, as it was sent."""
    values = {name: request.POST.getlist(name) for name in request.POST if name not in _HIDDEN}
    services.keep_typed(
        agreement=place.desk.agreement,
        place=place.key,
        values=values,
        based_on=based_on(request),
        reason=reason,
        by=place.desk.person,
        at=shared.now(),
    )


def attempt(sheet: Sheet, request: HttpRequest, after: str) -> HttpResponse | None:
    """Save a valid form. None when it was refused: the form then says why, beside what was typed."""
    place = sheet.place
    resolved = request.POST.get("resolve", "")
    if resolved == "theirs":
        services.forget_typed(agreement=place.desk.agreement, place=place.key, by=place.desk.person)
        return redirect(after)
    if resolved == "edit":
        return None
    try:
        sheet.save(based_on(request))
    except Conflict as conflict:
        keep(place, request, "Somebody else changed this at the same time.")
        return _conflict(sheet, request, conflict.document)
    except Refused as refused:
        keep(place, request, refused.reasons[0])
        for reason in refused.reasons:
            sheet.form.add_error(None, reason)
        return None
    services.forget_typed(agreement=place.desk.agreement, place=place.key, by=place.desk.person)
    return HttpResponseRedirect(after)


def _conflict(sheet: Sheet, request: HttpRequest, theirs: AgreementDocument) -> HttpResponse:
    other = editing.found(theirs, sheet.path)
    mine: Mapping[str, Any] = sheet.form.values()
    context = sheet.place.desk.frame(
        place=sheet.place,
        differences=list(_differences(sheet, other, mine)),
        typed=[(name, value) for name in request.POST if name not in _HIDDEN for value in request.POST.getlist(name)],
        based_on=editing.digest(other, sheet.names),
        changed=_who(sheet),
    )
    return render(request, "drafting/conflict.html", context, status=409)


def _differences(sheet: Sheet, other: Part | None, mine: Mapping[str, Any]) -> Any:
    words = sheet.place.desk.words
    for field in sheet.form.shapes:
        theirs = words.value(field, getattr(other, field.name)) if other is not None else ""
        own = sheet.form.data.get(field.name) or words_of(mine.get(field.name))
        if str(theirs) != str(own):
            yield {"title": field.title, "theirs": theirs, "mine": own, "runs": redline.redline(str(theirs), str(own))}


def words_of(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values())
    if isinstance(value, list):
        return "\n".join(words_of(part) for part in value)
    return {True: "Yes", False: "No", None: ""}.get(value, str(value)) if not isinstance(value, str) else value


def _who(sheet: Sheet) -> dict[str, Any]:
    """Who wrote what stands now, and when."""
    part, _, rest = sheet.path.partition("/")
    pieces = sheet.place.desk.agreement.pieces.filter(part=part, key=rest.partition("/")[0])
    piece = pieces.select_related("changed_by").first()
    return {"by": piece.changed_by if piece else None, "at": piece.changed_at if piece else None}
