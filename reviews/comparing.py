"""What changed between the text that somebody read and the text as it is now."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max

from agreements import assembly
from agreements.models import Agreement, Piece
from dsaformat import canonical, diff, redline
from dsaformat.document import AgreementDocument
from lawfulbasis import services as law

_LONG = 60
"""Shorter texts are said whole, before and after."""


@dataclass(frozen=True, slots=True)
class Told:
    sentence: str
    runs: tuple[redline.Run, ...]
    """A long text as one text with what came and what went; empty where the sentence says it all."""


def changes(before: AgreementDocument, after: AgreementDocument, *, on: dt.date) -> list[Told]:
    """In sentences, with the law called by its labels as on that day."""
    catalogue = law.catalogue()
    codes = {*before.codes, *after.codes}
    labels = {code: found.label for code in codes if (found := catalogue.on(code, on)) is not None}
    return [Told(change.sentence, _runs(change)) for change in diff.changes(before, after, labels=labels)]


def _runs(change: diff.Change) -> tuple[redline.Run, ...]:
    before, after = change.before, change.after
    if change.kind is not diff.Kind.CHANGED or not isinstance(before, str) or not isinstance(after, str):
        return ()
    return redline.redline(before, after) if max(len(before), len(after)) > _LONG else ()


def text_shown(agreement: Agreement, digest: str, at: dt.datetime) -> AgreementDocument | None:
    """The text with that digest as it stood at the instant; None when it was another one then."""
    rows = Piece.history.filter(agreement_id=agreement.pk).order_by()
    last = rows.filter(changed_at__lte=at).values("part", "key").annotate(last=Max("history_id")).values("last")
    held = [row for row in Piece.history.filter(history_id__in=last).order_by() if row.history_type != "-"]
    document = assembly.together(held) if held else None
    return document if document is not None and canonical.fingerprint(document) == digest else None
