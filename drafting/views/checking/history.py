"""What changed in a draft, by whom and when; and what one answer said before."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from agreements.services import Conflict
from agreements.views import shared
from drafting import past, services
from drafting.forms.checking import HistoryFilter
from drafting.past import Moment, Text
from drafting.views import cards, desk, questions, saving
from drafting.views.desk import Desk, Place
from dsaformat import diff, redline
from dsaformat.diff import Change
from dsaformat.document import AgreementDocument
from dsaformat.shape import shape
from foundation import doors, paging
from foundation.templatetags.ui import uk_datetime
from foundation.verdicts import Refused

PER_PAGE = 20
SENTENCES = 10
"""So many of one save are said; the comparison says them all."""
_CHANGED_MEANWHILE = "Somebody else changed this answer a moment ago. Look at it before you bring the old one back."


@require_GET
@login_required
def history(request: HttpRequest, reference: str) -> HttpResponse:
    here = desk.sit_down(request, reference)
    people = _people(here)
    sections = [(section.key, section.task) for section in here.outline.sections]
    form = HistoryFilter(request.GET, sections=sections, people=[(str(key), name) for key, name in people.items()])
    page = _page(here, form, request.GET.get("page"))
    told = [_told(here, moment, people) for moment in past.moments(here.agreement, list(page))]
    context = here.frame(page=page, moments=told, form=form, chips=list(_chips(form, request)), clear="?")
    return render(request, "drafting/checking/history.html", context)


def _people(here: Desk) -> dict[int, str]:
    """Everybody who wrote in it."""
    ids = past.rows(here.agreement).values_list("changed_by_id", flat=True).distinct()
    return {person.pk: str(person) for person in User.objects.filter(pk__in=ids).order_by("full_name", "pk")}


def _page(here: Desk, form: HistoryFilter, asked: str | None) -> Page[Any]:
    numbers = {at: number for number, at in enumerate(past.instants(here.agreement), start=1)}
    found, chosen = past.rows(here.agreement), form.chosen()
    if section := here.outline.section(chosen.get("section", "")):
        found = past.of_section(found, section)
    if person := chosen.get("person"):
        found = found.filter(changed_by_id=int(person))
    pairs = found.values_list("changed_at", "changed_by_id").distinct().order_by("-changed_at")
    wanted = [Moment(numbers[at], at, by) for at, by in pairs]
    return paging.page_of(wanted, asked, PER_PAGE)


def _chips(form: HistoryFilter, request: HttpRequest) -> Iterator[dict[str, str]]:
    for name in form.chosen():
        rest = request.GET.copy()
        rest.pop(name, None)
        rest.pop("page", None)
        yield {"text": f"{form.labels[name]}: {form.said(name)}", "href": f"?{rest.urlencode()}"}


def _told(here: Desk, moment: Moment, people: dict[int, str]) -> dict[str, Any]:
    by = people.get(moment.by_id or 0, "The people who run this portal")
    told = {"number": moment.number, "by": by, "at": moment.at}
    if moment.before is None or moment.after is None:
        return told | {"first": True}
    found = changes(here, moment.before, moment.after)
    compare = f"{here.link('compare')}?from=r{moment.number - 1}&to=r{moment.number}"
    return told | {
        "changes": [_change(change) for change in found[:SENTENCES]],
        "others": max(len(found) - SENTENCES, 0),
        "compare": compare,
    }


def changes(here: Desk, before: AgreementDocument, after: AgreementDocument) -> tuple[Change, ...]:
    """In sentences, with the law called by its labels."""
    codes = {*before.codes, *after.codes}
    return diff.changes(before, after, labels={code: here.words.label(code) for code in codes})


def _change(change: Change) -> dict[str, Any]:
    return {"sentence": change.sentence, "runs": runs(change)}


def runs(change: Change) -> tuple[redline.Run, ...]:
    """The two texts as one, where a long text changed."""
    texts = (change.before, change.after)
    if change.kind is not diff.Kind.CHANGED or not all(isinstance(text, str) for text in texts):
        return ()
    return redline.redline(*texts) if max(map(len, texts)) > _LONG else ()


_LONG = 60


@require_GET
@login_required
def answer_history(request: HttpRequest, reference: str, section: str, question: str) -> HttpResponse:
    """Every text of one answer, each against the one before it."""
    place, sheet = _opened(request, reference, section, question)
    every = past.answers(place.desk.agreement, sheet.path, sheet.names)
    page: Page[Any] = paging.page_of(every, request.GET.get("page"), PER_PAGE)
    may_write = place.desk.may_fill_in and (sheet.part is None or cards.may_write(place.desk, sheet.path, sheet.part))
    start = page.start_index() - 1 if every else 0
    context = place.desk.frame(
        place=place,
        page=page,
        texts=[_earlier(place, sheet, every, start + index) for index in range(len(page.object_list))],
        may_write=may_write,
        based_on=sheet.digest,
        restore=place.desk.link("restore", *place.address),
    )
    return render(request, "drafting/checking/answer.html", context)


def _opened(request: HttpRequest, reference: str, section: str, question: str) -> tuple[Place, saving.Sheet]:
    place = desk.open_at(request, reference, section, question)
    if place.question.kind not in {"answer", "part"}:
        raise Http404
    return place, questions.sheet_of(place, None)


def _earlier(place: Place, sheet: saving.Sheet, every: list[Text], index: int) -> dict[str, Any]:
    text, older = every[index], every[index + 1].values if index + 1 < len(every) else {}
    fields = [
        {"title": title, "runs": redline.redline(before, after)}
        for name in sheet.names
        for title, before, after in [(_title(sheet, name), _said(older.get(name)), _said(text.values.get(name)))]
        if before != after
    ]
    return {
        "id": text.id,
        "by": str(text.row.changed_by or "The people who run this portal"),
        "at": text.row.changed_at,
        "said": uk_datetime(text.row.changed_at),
        "fields": fields,
        "current": index == 0,
    }


def _title(sheet: saving.Sheet, name: str) -> str:
    return shape(questions.model(sheet.path), name).title


def _said(value: Any) -> str:
    return saving.words_of(value)


@require_POST
@login_required
def restore(request: HttpRequest, reference: str, section: str, question: str) -> HttpResponse:
    """Bring an earlier text back: an ordinary save, which has its own place in the history."""
    place, sheet = _opened(request, reference, section, question)
    every = past.answers(place.desk.agreement, sheet.path, sheet.names)
    earlier = next((text for text in every if str(text.id) == request.POST.get("text")), None)
    if earlier is None:
        raise Http404
    if doors.perform(request, lambda: _brought_back(place, sheet, earlier, saving.based_on(request)), "It is back."):
        return redirect(place.back)
    return redirect(place.desk.link("answer_history", *place.address))


def _brought_back(place: Place, sheet: saving.Sheet, earlier: Text, read: str) -> None:
    here, at = place.desk, shared.now()
    named: dict[str, Any] = {"agreement": here.agreement, "based_on": read, "by": here.person, "at": at}
    try:
        if place.question.kind == "answer":
            text = str(earlier.values.get("text") or "")
            services.save_answer(section=place.section, question=place.question, text=text, **named)
        else:
            services.save_part(path=sheet.path, values=earlier.values, **named)
    except Conflict:
        raise Refused([_CHANGED_MEANWHILE]) from None
