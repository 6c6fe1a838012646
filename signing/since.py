"""What has changed since an organisation last signed this agreement, or the one that this one replaces."""

from dataclasses import dataclass

from django.db.models import Q

from agreements import changing
from agreements.models import Version
from dsaformat.choices import Link
from dsaformat.document import AgreementDocument
from signing import again
from signing.models import Signature

_FOLLOWS = frozenset({Link.SUPERSEDES, Link.VARIES, Link.PILOT_OF})
_ABOVE = frozenset({Link.PARENT, Link.ANNEX_OF})
"""What hangs under another agreement has other words from the start: there is nothing to compare."""
MOST = 5


@dataclass(frozen=True, slots=True)
class Since:
    """``sentences`` are the first few of ``count``; what another agreement says is told only where it was replaced."""

    signature: Signature
    is_same: bool
    """An earlier version of the same agreement, in this edition or one that it replaces."""
    sentences: tuple[str, ...] = ()
    count: int = 0

    @property
    def more(self) -> int:
        return self.count - len(self.sentences)


def last_signed(version: Version, document: AgreementDocument, organisation_id: int, party: str) -> Since | None:
    """Compared with what the organisation signed last; None for one that signs such a thing for the first time."""
    editions = again.editions(version.agreement)
    links = {row.reference: row.link for row in document.related if row.reference}
    wanted = [reference for reference, link in links.items() if link in _FOLLOWS | _ABOVE]
    signatures = (
        Signature.objects.filter(organisation=organisation_id)
        .filter(Q(version__agreement__in=editions) | Q(version__agreement__reference__in=wanted))
        .exclude(version=version)
        .select_related("version__agreement")
    )
    found = sorted(signatures, key=lambda row: (row.version.agreement_id not in editions, -row.number))
    if not found:
        return None
    before = found[0]
    if before.version.agreement_id in editions:
        return _compared(before, document, party, is_same=True)
    if links[before.version.agreement.reference] in _FOLLOWS:
        return _compared(before, document, party, is_same=False)
    return Since(before, is_same=False)


def between(older: Version, newer: Version) -> tuple[str, ...]:
    """The first few differences between two versions, in sentences."""
    return tuple(change.sentence for change in changing.between(older.document, newer.document))[:MOST]


def _compared(signature: Signature, document: AgreementDocument, party: str, *, is_same: bool) -> Since:
    """What concerns the party stands first."""
    changes = list(changing.between(signature.version.document, document))
    changes.sort(key=lambda change: bool(change.parties) and party not in change.parties)
    return Since(signature, is_same, tuple(change.sentence for change in changes[:MOST]), len(changes))
