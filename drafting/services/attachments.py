"""Files beside a draft: kept under a random name, with their fingerprint, and named in the document."""

import datetime as dt
import hashlib
import secrets
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Sum

from agreements import assembly
from agreements import policies as agreement_policies
from agreements import services as agreements
from agreements.models import Agreement
from drafting import policies_starting as policies
from drafting.attached import File
from drafting.choices_starting import AttachmentKind, Audience
from drafting.models import Attachment
from dsaformat import editing
from dsaformat.document import AgreementDocument
from foundation.verdicts import Refused
from parties.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User

QUOTA = 200 * 1024 * 1024
"""What the files of one agreement may take together."""
FULL = "The files of this agreement take 200MB already. Remove one before you add another."


@transaction.atomic
def attach(
    *,
    agreement: Agreement,
    organisation: Organisation,
    file: File,
    kind: AttachmentKind,
    title: str,
    description: str,
    audience: Audience,
    by: "User",
    at: dt.datetime,
) -> Attachment:
    """Keep a file. One that every party may open is listed in the agreement at once when the lead's officer brings it.

    A rolled-back transaction leaves at most a file that nothing names.
    """
    locked = Agreement.objects.select_for_update(of=("self",)).select_related("lead").get(pk=agreement.pk)
    policies.can_attach(by, locked, organisation).enforce()
    if _taken(locked) + len(file.data) > QUOTA:
        raise Refused([FULL])
    digest = hashlib.sha256(file.data).hexdigest()
    rows = Attachment.objects.filter(agreement=locked, organisation=organisation, removed_at=None)
    same = rows.filter(sha256=digest, audience=audience, title=title).first()
    if same is not None:
        found: Attachment = same
        return found  # the same page sent twice
    row = Attachment(
        token=secrets.token_hex(16),
        agreement=locked,
        organisation=organisation,
        kind=kind,
        title=title,
        description=description,
        audience=audience,
        name=file.name,
        media_type=file.media_type,
        size=len(file.data),
        sha256=digest,
        uploaded_at=at,
        uploaded_by=by,
    )
    default_storage.save(row.path, ContentFile(file.data))
    row.save(force_insert=True)
    if audience == Audience.PARTIES and agreement_policies.can_revise(by, locked):
        _list(row, by, at)
    return row


@transaction.atomic
def list_in_agreement(*, attachment: Attachment, by: "User", at: dt.datetime) -> Attachment:
    """Name a file that is there in the agreement's own text, with its fingerprint."""
    row = _locked(attachment)
    policies.can_list_attachment(by, row, listed(row.agreement)).enforce()
    _list(row, by, at)
    return row


@transaction.atomic
def remove(*, attachment: Attachment, by: "User", at: dt.datetime) -> Attachment:
    """Nobody can open it any more, and the agreement names it no longer. That it was here stays in the history."""
    row = _locked(attachment)
    if row.removed_at is not None:
        return row
    policies.can_remove_attachment(by, row).enforce()
    if row.key:
        key = row.key
        agreements.change(agreement=row.agreement, edit=lambda document: _without(document, key), by=by, at=at)
    row.key, row.removed_at, row.removed_by = "", at, by
    row.save()
    return row


def listed(agreement: Agreement) -> frozenset[str]:
    """Keys of the files that the agreement's text names: somebody may have changed that part by other means."""
    return frozenset(row.key for row in assembly.assemble(agreement).attachments)


def _list(row: Attachment, by: "User", at: dt.datetime) -> None:
    keys: list[str] = []

    def edit(document: AgreementDocument) -> AgreementDocument:
        key = editing.new_key((held.key for held in document.attachments), row.title)
        keys.append(key)
        values = {
            "key": key,
            "kind": AttachmentKind(row.kind).label,
            "title": row.title,
            "file_name": row.name,
            "sha256": row.sha256,
            "on": row.uploaded_at.date().isoformat(),
            "description": row.description,
        }
        return editing.add(document, "attachments", {name: value for name, value in values.items() if value})

    agreements.change(agreement=row.agreement, edit=edit, by=by, at=at)
    row.key = keys[-1]
    row.save()


def _without(document: AgreementDocument, key: str) -> AgreementDocument:
    """Somebody may have taken the row out of the text before."""
    path = f"attachments/{key}"
    return editing.without(document, path) if editing.found(document, path) is not None else document


def _taken(agreement: Agreement) -> int:
    sizes = Attachment.objects.filter(agreement=agreement, removed_at=None).aggregate(all=Sum("size"))
    return int(sizes["all"] or 0)


def _locked(attachment: Attachment) -> Attachment:
    rows = Attachment.objects.select_for_update(of=("self",)).select_related("agreement__lead", "organisation")
    row: Attachment = rows.get(pk=attachment.pk)
    return row
