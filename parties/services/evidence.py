"""Keeping evidence files: under a random name, with their fingerprint, never changed."""

import datetime as dt
import hashlib
import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import User
from parties.evidence import Content
from parties.models import EvidenceFile, Organisation


def keep(*, content: Content, organisation: Organisation, by: User, at: dt.datetime) -> EvidenceFile:
    """Store the bytes and a row about them. A rolled-back transaction leaves at most a file that nothing names."""
    evidence = EvidenceFile(
        token=secrets.token_hex(16),
        organisation=organisation,
        name=content.name,
        media_type=content.media_type,
        size=len(content.data),
        sha256=hashlib.sha256(content.data).hexdigest(),
        uploaded_at=at,
        uploaded_by=by,
    )
    default_storage.save(evidence.path, ContentFile(content.data))
    evidence.save(force_insert=True)
    return evidence
