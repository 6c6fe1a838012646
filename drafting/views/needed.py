"""Whether a section is needed: leaving one out, and asking one that the template does not call for."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements.views import shared
from drafting import policies, progress, services
from drafting.forms.sections import NotNeededForm, WantedForm
from drafting.models import SectionMark
from drafting.outline import OutlineSection
from drafting.views import desk
from drafting.views.desk import Desk
from foundation import doors
from foundation.verdicts import Verdict


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def not_needed(request: HttpRequest, reference: str, section: str) -> HttpResponse:
    here = desk.sit_down(request, reference)
    asked = here.section(section)
    now = progress.left_out(asked, here.document)
    form = NotNeededForm(request.POST if request.method == "POST" else None, now=now)
    if request.method == "POST" and form.is_valid():
        named = _named(here, asked, form.cleaned_data["reason"])
        if doors.attempt(form, lambda: services.say_not_needed(**named)) is not None:
            return redirect(here.link("section", section))
    context = here.frame(section=asked, form=form, verdict=_may_leave_out(here, asked, now))
    return render(request, "drafting/not_needed.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask_section(request: HttpRequest, reference: str, section: str) -> HttpResponse:
    here = desk.sit_down(request, reference)
    asked = here.section(section)
    row = mark(here, section)
    form = WantedForm(request.POST if request.method == "POST" else None, now=row.wanted_because if row else "")
    if request.method == "POST" and form.is_valid():
        named = _named(here, asked, form.cleaned_data["reason"])
        if doors.attempt(form, lambda: services.want(**named)) is not None:
            return redirect(here.link("section", section))
    because = progress.uncalled(asked, here.document)
    may_mark = policies.can_mark(here.person, here.agreement)
    context = here.frame(section=asked, form=form, because=because, verdict=may_mark)
    return render(request, "drafting/ask_section.html", context, status=422 if form.errors else 200)


def _named(here: Desk, asked: OutlineSection, reason: str) -> dict[str, Any]:
    return {
        "agreement": here.agreement,
        "section": asked,
        "reason": reason,
        "by": here.person,
        "at": shared.now(),
    }


def mark(here: Desk, section: str) -> SectionMark | None:
    row: SectionMark | None = SectionMark.objects.filter(agreement=here.agreement, section=section).first()
    return row


def said(here: Desk, asked: OutlineSection, row: SectionMark | None) -> dict[str, Any]:
    """What the page of a section says of whether it is needed, and what can be done about that."""
    wanted = row.wanted_because if row else ""
    left_out, uncalled = progress.left_out(asked, here.document), progress.uncalled(asked, here.document)
    return {
        "reason": left_out or ("" if wanted else uncalled),
        "left_out": left_out,
        "uncalled": uncalled,
        "wanted": f"{progress.ASKED} {wanted}" if wanted and uncalled else "",
        "may_leave_out": _may_leave_out(here, asked, left_out),
    }


def _may_leave_out(here: Desk, asked: OutlineSection, now: str) -> Verdict:
    """What was left out once, in a file or by an earlier template, can always be asked again."""
    if now:
        return policies.can_mark(here.person, here.agreement)
    return policies.can_leave_out(here.person, here.agreement, asked)
