"""What the pages of templates stand on: which versions a person sees, and who may change one."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agreements.views import shared
from drafting import policies, reworking
from drafting.choices import TemplateState
from drafting.models import Template
from drafting.outline import Outline, OutlineSection
from foundation import frontdoor
from foundation.verdicts import Verdict

STATE_COLOURS = {TemplateState.DRAFT: "blue", TemplateState.RETIRED: "grey"}
_ASIDE = frozenset({"csrfmiddlewaretoken", "based_on", "resolve"})


def find(request: HttpRequest, code: str, number: int) -> Template:
    rows = Template.objects.visible_to(shared.person(request)).select_related("changed_by")
    return get_object_or_404(rows, code=code, version=number)


def versions(request: HttpRequest, code: str) -> list[Template]:
    """The versions of a template that the person sees, newest first."""
    rows = Template.objects.visible_to(shared.person(request)).filter(code=code).select_related("changed_by")
    return list(rows.order_by("-version"))


def current(rows: list[Template]) -> Template:
    """The version in use, else the newest."""
    return next((row for row in rows if row.state == TemplateState.PUBLISHED), rows[0])


def link(name: str, row: Template, *parts: str) -> str:
    return reverse(f"drafting:template_{name}", args=[row.code, row.version, *parts])


def can_write(request: HttpRequest, row: Template) -> Verdict:
    """Change this version now."""
    return policies.can_edit_templates(shared.person(request)) & Verdict.unless(
        row.is_draft, "A version that is in use no longer changes. Begin the next version instead."
    )


def refusal(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    return render(request, "errors/403.html", {"reason": " ".join(verdict.reasons)}, status=403)


View = Callable[..., HttpResponse]


def for_operators(view: View) -> View:
    """A page of the people who run the portal; the others are told so."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @login_required
    @wraps(view)
    def inner(request: HttpRequest, **parts: Any) -> HttpResponse:
        verdict = policies.can_edit_templates(shared.person(request))
        if not verdict and "code" in parts and not versions(request, parts["code"]):
            raise Http404
        return view(request, **parts) if verdict else refusal(request, verdict)

    return frontdoor.tells_repeated(inner)


def for_editors(view: View) -> View:
    """A page on which a version is changed; the view gets the version itself.

    What is sent to a version that was published meanwhile still reaches the view: the service refuses it beside the
    text, which would be lost otherwise.
    """

    @require_http_methods(["GET", "HEAD", "POST"])
    @login_required
    @wraps(view)
    def inner(request: HttpRequest, code: str, number: int, **parts: Any) -> HttpResponse:
        may = policies.can_edit_templates(shared.person(request))
        row = Template.objects.filter(code=code, version=number).first()
        if row is None and may and request.method == "POST":
            return lost(request)
        row = find(request, code, number)
        verdict = may if request.method == "POST" else can_write(request, row)
        return view(request, row, **parts) if verdict else refusal(request, verdict)

    return frontdoor.tells_repeated(inner)


def lost(request: HttpRequest) -> HttpResponse:
    """What somebody typed for something that is gone: shown, so that they can copy it."""
    typed = [{"key": name, "value": value} for name, value in sent(request) if value]
    return render(request, "drafting/templates/gone.html", {"typed": typed}, status=409)


def sent(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What was typed, name by name."""
    for name, values in request.POST.lists():
        if name not in _ASIDE:
            yield from ((name, str(value)) for value in values)


def data(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def frame(request: HttpRequest, row: Template, **more: Any) -> dict[str, Any]:
    """What every page of one version shows."""
    crumbs = [
        {"text": "Agreement templates", "href": reverse("drafting:templates")},
        {"text": row.title, "href": reverse("drafting:template", args=[row.code])},
    ]
    return {
        "template": row,
        "outline": row.outline,
        "crumbs": crumbs,
        "state_colour": STATE_COLOURS.get(TemplateState(row.state), ""),
        "section_head": ["Number", "Section", "What there is to do", "Needed"],
        "may_write": can_write(request, row),
        "is_operator": shared.person(request).is_operator,
    } | more


def section(row: Template, key: str) -> OutlineSection | None:
    return row.outline.section(key)


def plain(row: Template) -> reworking.Values:
    return reworking.plain(row.outline)


def by_group(row: Template) -> Iterator[dict[str, Any]]:
    """The sections of each group, as rows of a table."""
    whole: Outline = row.outline
    for group in whole.groups:
        members = [one for one in whole.sections if one.group == group.key]
        yield {"group": group, "rows": [_row(row, one) for one in members], "caption": f"{group.title}: sections"}


def _row(row: Template, one: OutlineSection) -> list[Any]:
    return [
        one.number or "None",
        {"text": one.heading, "href": link("section", row, one.key)},
        one.task,
        needed(one),
    ]


def needed(one: OutlineSection) -> str:
    if one.opens_when:
        return "Sometimes"
    return "Can be left out" if one.optional else "Always"
