"""Any two texts of an agreement side by side: revisions, versions, its template, or a file that is not kept."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from agreements.forms import DocumentForm
from drafting import beginning, past
from drafting.forms.checking import SidesForm
from drafting.models import Template
from drafting.services import templates
from drafting.views import desk
from drafting.views.checking import history
from drafting.views.desk import Desk
from dsaformat import diff
from dsaformat.diff import Change, Subject
from dsaformat.document import AgreementDocument
from foundation import paging
from foundation.templatetags.ui import uk_datetime

_REVISIONS = 50
"""So many of the newest are offered; older ones are reached from the history."""
PER_PAGE = 50
SAID = {
    "template": "The template it began from (version {})",
    "template-now": "The template as it is now (version {})",
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def compare(request: HttpRequest, reference: str) -> HttpResponse:
    here = desk.sit_down(request, reference)
    sides = Sides(here)
    upload = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    form = SidesForm(request.GET, choices=sides.choices(request.GET), first=sides.first, second="now")
    names = (form.cleaned_data["from"], form.cleaned_data["to"])
    context: dict[str, Any] = {}
    if request.method != "POST":
        context = _compared(here, *map(sides.document, names))
        context |= {"old": sides.said(names[0]), "new": sides.said(names[1])}
    elif upload.is_valid():
        context = _compared(here, here.document, upload.document, whole=True)
        context |= {"old": sides.said("now"), "new": "The file you chose"}
    context = here.frame(form=form, upload=upload, **context)
    return render(request, "drafting/checking/compare.html", context, status=422 if upload.errors else 200)


class Sides:
    """The texts that can be compared, by the names that addresses have for them."""

    def __init__(self, here: Desk) -> None:
        self.here = here
        self._instants = past.instants(here.agreement)
        self._versions = {version.number: version for version in here.agreement.versions.order_by("-number")}
        self._templates = dict(_templates(here))
        self._labels: dict[str, str] = {}

    @property
    def first(self) -> str:
        """What one most likely wants to compare with: the last version, or the text before the last save."""
        if self._versions:
            return f"v{next(iter(self._versions))}"
        return f"r{max(len(self._instants) - 1, 1)}"

    def choices(self, asked: Any) -> list[tuple[str, str]]:
        count = len(self._instants)
        numbers = list(range(count, max(count - _REVISIONS, 0), -1))
        named = {_number(asked.get(side, "")) for side in ("from", "to")}
        numbers += sorted((number for number in named if 1 <= number <= count - _REVISIONS), reverse=True)
        offered = [("now", "The text as it is now")]
        offered += [(f"v{number}", f"Version {number}") for number in self._versions]
        offered += [(name, SAID[name].format(row.version)) for name, row in self._templates.items()]
        offered += [(f"r{one}", f"Revision {one}, {uk_datetime(self._instants[one - 1])}") for one in numbers]
        self._labels = dict(offered)
        return offered

    def said(self, name: str) -> str:
        return self._labels[name]

    def document(self, name: str) -> AgreementDocument:
        """Only for names that were offered."""
        if name == "now":
            return self.here.document
        if name in self._templates:
            return _as_template(self._templates[name], self.here.document)
        if name.startswith("v"):
            frozen: AgreementDocument = self._versions[int(name[1:])].document
            return frozen
        return past.document_at(self.here.agreement, self._instants[int(name[1:]) - 1])


def _templates(here: Desk) -> Iterator[tuple[str, Template]]:
    """The version that the agreement began from, and the one that is in use now where that is a later one."""
    began = here.template
    if began is not None:
        yield "template", began
        if (newest := templates.newer(began)) is not None:
            yield "template-now", newest


def _as_template(template: Template, here: AgreementDocument) -> AgreementDocument:
    """What the template alone would say, under this agreement's name and lead."""
    identity = here.identity.model_dump(mode="json", exclude_defaults=True)
    owner = next((party for party in here.parties if party.key == here.identity.owner), None) or here.parties[0]
    lead = owner.model_dump(mode="json", exclude_defaults=True)
    return beginning.document(template.outline, version=template.version, identity=identity, lead=lead)


def _number(name: str) -> int:
    """Of a revision; 0 for everything else."""
    digits = name.removeprefix("r") if name.startswith("r") else ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else 0


def _compared(
    here: Desk, before: AgreementDocument, after: AgreementDocument, *, whole: bool = False
) -> dict[str, Any]:
    """The changes by what they are about, and who would sign again. A file's comparison has one page."""
    found = history.changes(here, before, after)
    ordered = sorted(found, key=lambda change: list(Subject).index(change.subject))
    size = max(len(ordered), 1) if whole else PER_PAGE
    page: Page[Any] = paging.page_of(ordered, here.request.GET.get("page"), size)
    proposal = diff.proposal(found, before, after)
    return {
        "page": page,
        "groups": list(_groups(page)),
        "compared": True,
        "who": proposal.who.label,
        "reasons": [reason.sentence for reason in proposal.reasons],
    }


def _groups(page: Iterable[Change]) -> Iterator[dict[str, Any]]:
    by_subject: dict[Subject, list[Change]] = {}
    for change in page:
        by_subject.setdefault(change.subject, []).append(change)
    told = partial(map, lambda change: {"sentence": change.sentence, "runs": history.runs(change)})
    for subject, members in by_subject.items():
        yield {"title": subject.label, "changes": list(told(members))}
