"""Beginning a conversation about a section or a question, or suggesting other words."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements.views import shared
from drafting import askable, discussion
from drafting import policies_discussion as policies
from drafting.choices_discussion import ThreadKind
from drafting.forms.discussion import OWN, DiscussForm, SuggestForm
from drafting.models import Thread
from drafting.outline import OWN_TEXT, OutlineSection, Question
from drafting.services import discussion as services
from drafting.services.discussion import Opening
from drafting.views import desk as desks
from drafting.views.desk import Desk
from drafting.views.discussion import seat
from dsaformat import redline
from foundation import doors
from parties.models import Organisation

LINKS = 50
_LOST = "We cannot find these words in the text. Copy them exactly as they stand, or leave this blank."


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def discuss_section(request: HttpRequest, reference: str, section: str) -> HttpResponse:
    here = desks.sit_down(request, reference)
    return _discuss(request, here, here.section(section), None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def discuss(request: HttpRequest, reference: str, section: str, question: str) -> HttpResponse:
    here = desks.sit_down(request, reference)
    found = here.section(section)
    asked = found.question(question)
    if asked is None:
        raise Http404
    return _discuss(request, here, found, asked)


def _discuss(request: HttpRequest, here: Desk, section: OutlineSection, question: Question | None) -> HttpResponse:
    voices = policies.voices(here.person, here.agreement)
    form = _discuss_form(request, here, voices) if voices else None
    if request.method == "POST" and form is not None and form.is_valid():
        thread = _started(here, section, question, form)
        if thread is not None:
            return redirect(thread)
    passages = discussion.passages(here.document, section, question or OWN_TEXT, here.words.title)
    context = seat.frame(
        here,
        section=section,
        question=question,
        form=form,
        verdict=policies.can_speak(here.person, here.agreement),
        threads=_said_here(here, section, question),
        passages=[_suggestable(here, section, question, one) for one in passages[:LINKS]],
        text=discussion.quotable(here.document, section, question, here.words.title)[:20_000],
        back=here.link("question", section.key, question.key) if question else here.link("section", section.key),
    )
    failed = form is not None and form.errors
    return render(request, "drafting/discussion/start.html", context, status=422 if failed else 200)


def _discuss_form(request: HttpRequest, here: Desk, voices: list[Organisation]) -> DiscussForm:
    rows = here.agreement.parties.select_related("organisation").order_by("position")
    parties = [row.organisation for row in rows]
    others = [one for one in parties if len(voices) > 1 or one != voices[0]]
    data = request.POST if request.method == "POST" else None
    people = askable.people(here.person, here.agreement)
    return DiscussForm(data, voices=voices, people=people, parties=others, on=here.on)


def _started(here: Desk, section: OutlineSection, question: Question | None, form: DiscussForm) -> Thread | None:
    found, quote = form.cleaned_data, form.cleaned_data["quote"]
    text = discussion.quotable(here.document, section, question, here.words.title)
    quote_at = discussion.refind(text, quote, 0) if quote else 0
    if quote_at is None:
        form.add_error("quote", _LOST)
        return None
    kind = ThreadKind(found["kind"])
    said = Opening(
        kind=kind,
        organisation=form.speaker,
        section=section.key,
        question=question.key if question else "",
        text=found["text"],
        quote=quote,
        quote_at=quote_at,
        is_internal=found["visible_to"] == OWN,
        asked=form.answerer,
        person=form.named,
        expires_on=found.get("expires_on") if kind == ThreadKind.CHANGES else None,
    )
    return doors.attempt(
        form, lambda: services.start(agreement=here.agreement, said=said, by=here.person, at=shared.now())
    )


def _said_here(here: Desk, section: OutlineSection, question: Question | None) -> list[dict[str, Any]]:
    rows = seat.rows(here).open().filter(section=section.key)
    rows = rows.filter(question=question.key) if question else rows
    return [
        {"text": seat.summary(thread), "href": seat.Seat(here, thread).link("thread"), "by": thread.by}
        for thread in rows[:LINKS]
    ]


def _suggestable(
    here: Desk, section: OutlineSection, question: Question | None, passage: discussion.Passage
) -> dict[str, str]:
    key = question.key if question else OWN_TEXT.key
    return {"text": passage.label, "href": here.link("suggest", section.key, key, passage.where)}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def suggest(request: HttpRequest, reference: str, section: str, question: str, where: str) -> HttpResponse:
    place = desks.open_at(request, reference, section, question)
    here, asked = place.desk, place.question
    passage = discussion.passage(here.document, place.section, asked, here.words.title, where)
    if passage is None:
        raise Http404
    voices, verdict = policies.voices(here.person, here.agreement), policies.can_speak(here.person, here.agreement)
    data = request.POST if request.method == "POST" else None
    form = SuggestForm(data, voices=voices, passage=passage, on=here.on) if voices else None
    moved = data is not None and data.get("based_on", "") != discussion.digest(passage.text)
    if data is not None and form is not None and form.is_valid() and not moved:
        thread = _suggested(place, passage, form)
        if thread is not None:
            return redirect(thread)
    back = here.link("discuss", section, question)
    context = seat.frame(here, place=place, passage=passage, form=form, verdict=verdict, back=back)
    context |= {"based_on": discussion.digest(passage.text), "moved": moved, "runs": _runs(passage, form, moved)}
    failed = form is not None and form.errors
    return render(request, "drafting/discussion/suggest.html", context, status=409 if moved else 422 if failed else 200)


def _runs(passage: discussion.Passage, form: SuggestForm | None, moved: bool) -> tuple[redline.Run, ...]:
    """From the text as it stands now to what was typed, when the two parted meanwhile."""
    return redline.redline(passage.text, str(form["proposed"].value() or "")) if moved and form is not None else ()


def _suggested(place: desks.Place, passage: discussion.Passage, form: SuggestForm) -> Thread | None:
    found = form.cleaned_data
    said = Opening(
        kind=ThreadKind.SUGGESTION,
        organisation=form.speaker,
        section=place.section.key,
        question=place.question.key,
        text=found["text"],
        is_internal=found["visible_to"] == OWN,
        is_blocking=found["is_blocking"],
        expires_on=found.get("expires_on") if found["is_blocking"] else None,
        path=passage.path,
        field=passage.name,
        before=passage.text,
        proposed=found["proposed"],
    )
    here = place.desk
    return doors.attempt(
        form, lambda: services.start(agreement=here.agreement, said=said, by=here.person, at=shared.now())
    )
