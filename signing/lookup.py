"""What the portal says about an agreement to somebody who types a reference or a fingerprint.

A fingerprint cannot be guessed: whoever has one holds the text or the file. A reference can be counted through, so by
itself it opens nothing to those who do not see the agreement anyway: the answer is the one for a reference that does
not exist.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreements import changing
from agreements.choices import CLOSED, COMPLETE
from agreements.models import Version
from signing import sealing
from signing.models import SealedFile, Sealing, Signature

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

_REFERENCE = re.compile(r"[A-Z]{2,10}-\d{4}-\d{1,8}(-\d{1,3})?")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Known:
    """A sealed text of ours. Which file carries which signatures, only the file itself can show."""

    version: Version
    by_file: bool
    """The fingerprint is that of a file, not of the text."""
    signatures: int
    is_complete: bool
    is_current: bool
    newest: int
    """The number of the newest version, also of an edition that took this one's place."""
    replaced_by: str = ""
    """The reference of that edition; empty while none did."""


def is_fingerprint(words: str) -> bool:
    return bool(_DIGEST.fullmatch(_digest(words)))


def is_reference(words: str) -> bool:
    return bool(_REFERENCE.fullmatch(_reference(words)))


def by_fingerprint(words: str) -> Known | None:
    """Of the text, as the cover of the PDF prints it, or of any state of a signed file."""
    digest = _digest(words)
    state = SealedFile.objects.select_related("version__agreement").filter(sha256=digest).first()
    if state is not None:
        return _known(state.version, by_file=True)
    sealed = SealedFile.objects.order_by().values("version")
    texts = Version.objects.select_related("agreement").filter(fingerprint=digest, pk__in=sealed)
    version = texts.order_by("-pk").first()
    return _known(version, by_file=False) if version else None


def by_reference(words: str, user: "User | AnonymousUser") -> Known | None:
    """The newest sealed version that the person may see."""
    sealed = SealedFile.objects.order_by().values("version")
    seen = Version.objects.visible_to(user).select_related("agreement")
    version = seen.filter(agreement__reference=_reference(words), pk__in=sealed).order_by("-number").first()
    return _known(version, by_file=False) if version else None


def _known(version: Version, *, by_file: bool) -> Known:
    given = Signature.objects.filter(version=version, retraction=None).count()
    last = changing.newest_edition(version.agreement)
    newest = last.versions.order_by("-number").values_list("number", flat=True).first()
    by = "" if last.pk == version.agreement_id else last.reference
    made = Sealing.objects.filter(version=version).first()
    complete = version.agreement.status in COMPLETE or (made is not None and made.final)
    current = newest == version.number and version.agreement.status not in CLOSED
    whole = made is not None and not sealing.missing(made).exists()
    return Known(version, by_file, given, complete and whole, current, newest or version.number, by)


def _digest(words: str) -> str:
    return re.sub(r"[\s:–-]", "", words).lower()


def _reference(words: str) -> str:
    return re.sub(r"[‐‑–—]", "-", words.strip()).upper()
