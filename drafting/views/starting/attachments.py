"""The files of an agreement: the list, bringing one, opening it, listing it in the text, taking it away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import access
from accounts.roles import OrgPermission
from agreements.models import Agreement
from agreements.views import shared
from drafting import policies
from drafting import policies_starting as starting
from drafting.choices_starting import AttachmentKind, Audience
from drafting.forms.attachments import AttachForm
from drafting.models import Attachment
from drafting.services import attachments as services
from foundation import doors
from foundation.paging import page_of
from foundation.templatetags.ui import uk_date
from parties.models import Organisation

SIZE = 50
_HEAD = ("File", "Kind", "Who may open it", "Brought by", "In the text", "Change")


@require_safe
@login_required
def attachments(request: HttpRequest, reference: str) -> HttpResponse:
    agreement, person = shared.find(request, reference), shared.person(request)
    rows = Attachment.objects.readable_by(person, agreement).select_related(
        "organisation", "uploaded_by", "agreement__lead"
    )
    page = page_of(rows, request.GET.get("page"), SIZE)
    listed = services.listed(agreement)
    context = shared.frame(
        request,
        agreement,
        "drafting:attachments",
        page=page,
        head=_HEAD,
        rows=[_cells(request, row, listed) for row in page],
        may_attach=bool(policies.can_fill_in(person, agreement)),
        listable=[row for row in page if starting.can_list_attachment(person, row, listed)],
    )
    return render(request, "drafting/attachments/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def attach(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.find(request, reference)
    verdict = policies.can_fill_in(shared.person(request), agreement)
    own = _own(request, agreement) if verdict else []
    data = (request.POST, request.FILES) if request.method == "POST" and own else ()
    form = AttachForm(*data, own=own)
    if form.is_valid() and doors.attempt(form, lambda: _attached(request, agreement, form)) is not None:
        messages.success(request, f"“{form.cleaned_data['title']}” is attached.")
        return redirect("drafting:attachments", reference)
    again = bool(form.errors) and "file" not in form.errors
    context = shared.frame(request, agreement, "drafting:attachments", form=form, verdict=verdict, again=again)
    return render(request, "drafting/attachments/add.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def attachment(request: HttpRequest, reference: str, token: str) -> HttpResponseBase:
    """The file, to be saved and never to be shown by the browser as part of this site."""
    row = _find(request, reference, token)
    if not default_storage.exists(row.path):
        raise Http404(token)
    response = FileResponse(
        default_storage.open(row.path), as_attachment=True, filename=row.name, content_type=row.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def list_attachment(request: HttpRequest, reference: str, token: str) -> HttpResponse:
    row, by = _find(request, reference, token), shared.person(request)
    doors.perform(
        request,
        lambda: services.list_in_agreement(attachment=row, by=by, at=shared.now()),
        f"The agreement now lists “{row.title}”.",
    )
    return redirect("drafting:attachments", reference)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove_attachment(request: HttpRequest, reference: str, token: str) -> HttpResponse:
    row, by = _find(request, reference, token), shared.person(request)
    verdict = starting.can_remove_attachment(by, row)
    if request.method == "POST":
        doors.perform(
            request,
            lambda: services.remove(attachment=row, by=by, at=shared.now()),
            f"“{row.title}” is removed. That it was here stays in the history.",
        )
        return redirect("drafting:attachments", reference)
    context = shared.frame(request, row.agreement, "drafting:attachments", row=row, verdict=verdict)
    return render(request, "drafting/attachments/remove.html", context)


def _find(request: HttpRequest, reference: str, token: str) -> Attachment:
    agreement = shared.find(request, reference)
    rows = Attachment.objects.readable_by(request.user, agreement)
    row: Attachment = get_object_or_404(rows.select_related("agreement__lead", "organisation"), token=token)
    return row


def _own(request: HttpRequest, agreement: Agreement) -> list[Organisation]:
    """The parties for which the person may bring files, the lead first."""
    ids = access.organisation_ids(shared.person(request), OrgPermission.DRAFT)
    rows = [row.organisation for row in agreement.parties.select_related("organisation") if row.organisation_id in ids]
    return sorted(rows, key=lambda row: row.pk != agreement.lead_id)


def _attached(request: HttpRequest, agreement: Agreement, form: AttachForm) -> Attachment:
    found = form.cleaned_data
    return services.attach(
        agreement=agreement,
        organisation=form.organisation,
        file=found["file"],
        kind=AttachmentKind(found["kind"]),
        title=found["title"],
        description=found["description"],
        audience=Audience(found["audience"]),
        by=shared.person(request),
        at=shared.now(),
    )


def _cells(request: HttpRequest, row: Attachment, listed: frozenset[str]) -> list[Any]:
    title = {"text": row.title, "href": row.get_absolute_url(), "hint": f"{row.name}, {filesizeformat(row.size)}"}
    who = Audience(row.audience).label if row.audience == Audience.PARTIES else f"{row.organisation.name} only"
    remove: Any = ""
    if starting.can_remove_attachment(shared.person(request), row):
        href = reverse("drafting:remove_attachment", args=[row.agreement.reference, row.token])
        remove = {"text": "Remove", "href": href, "hidden": row.title}
    brought = {"text": row.organisation.name, "hint": f"{row.uploaded_by}, {uk_date(row.uploaded_at)}"}
    return [title, row.get_kind_display(), who, brought, "Yes" if row.key in listed else "No", remove]
