"""Taking suggested wording into the text, or not."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from agreements import assembly
from agreements import services as agreements
from agreements.models import Agreement, Piece
from drafting import discussion, outline
from drafting import policies_discussion as policies
from drafting.choices_discussion import OUTCOMES, Outcome
from drafting.models import Thread
from drafting.services import templates, writing
from drafting.services.discussion import closing, gathering, rows
from dsaformat import editing
from dsaformat.document import AgreementDocument
from foundation.verdicts import Refused, Verdict

if TYPE_CHECKING:
    from accounts.models import User

Wanted = Sequence[tuple[Thread, str]]


class TextChanged(Exception):
    """Somebody changed the text since the suggestion was made. `current` is what stands there now."""

    def __init__(self, current: str) -> None:
        super().__init__("The text has changed since this was suggested.")
        self.current = current


@transaction.atomic
def accept(
    *, thread: Thread, by: "User", at: dt.datetime, edited: str | None = None, based_on: str | None = None
) -> Thread:
    """Put the suggested text in, or an edited one. Raises `TextChanged` when the text is no longer what was read.

    As it is, a suggestion fits only the text it was made to. With edits, `based_on` is the text that the editor saw.
    """
    thread = _ready([thread], by)[0]
    text = thread.proposed if edited is None else edited
    seen = thread.before if based_on is None else based_on
    is_same = (text, seen) == (thread.proposed, thread.before)
    current = _apply(thread.agreement, [(thread, text)], {thread.pk: seen}, by, at)
    if current is not None:
        raise TextChanged(current)
    _credit([thread], at)
    _decide(thread, Outcome.ACCEPTED if is_same else Outcome.EDITED, by=by, at=at)
    _tell([thread], by, at)
    return thread


@transaction.atomic
def accept_many(*, agreement: Agreement, threads: Sequence[Thread], by: "User", at: dt.datetime) -> list[Thread]:
    """Put several suggestions in as one revision: all of them, or none."""
    found = _ready(threads, by) if threads else []
    Verdict.unless(found, "Choose at least one suggestion to accept.").enforce()
    places = [(thread.path, thread.field) for thread in found]
    Verdict.unless(
        len(set(places)) == len(places), "Two of these change the same text. Accept one of them, then look again."
    ).enforce()
    wanted = [(thread, thread.proposed) for thread in found]
    if _apply(found[0].agreement, wanted, {thread.pk: thread.before for thread in found}, by, at) is not None:
        raise Refused(["A text has changed since one of these was suggested. Nothing was accepted: look again."])
    _credit(found, at)
    for thread in found:
        _decide(thread, Outcome.ACCEPTED, by=by, at=at)
    _tell(found, by, at)
    return found


@transaction.atomic
def decline(*, thread: Thread, reason: str, by: "User", at: dt.datetime) -> Thread:
    """Leave the text as it is. What blocks goes on blocking until its author's organisation, or time, lifts it."""
    thread = _ready([thread], by)[0]
    said = reason.strip()
    Verdict.unless(said or not thread.is_blocking, "Say why you do not accept it: it blocks the text.").enforce()
    _decide(thread, Outcome.DECLINED, by=by, at=at, reason=said)
    _tell([thread], by, at)
    return thread


def _ready(threads: Sequence[Thread], by: "User") -> list[Thread]:
    """Locked, and asked again whether this person may decide each."""
    found = rows.locked_threads(threads[0].agreement, threads)
    if len(found) != len(set(threads)):
        raise Refused(["One of these is not a suggestion on this agreement."])
    document = assembly.assemble(found[0].agreement)
    verdict = policies.can_decide(by, found[0], document)
    for thread in found[1:]:
        verdict &= policies.can_decide(by, thread, document)
    verdict.enforce()
    return found


def _apply(agreement: Agreement, wanted: Wanted, seen: dict[int, str], by: "User", at: dt.datetime) -> str | None:
    """Write the texts in one change. Where one is no longer what was seen, nothing is written and it is answered."""
    document = assembly.assemble(agreement)
    for thread, _ in wanted:
        current = discussion.text_at(document, thread.path, thread.field)
        if current != seen[thread.pk]:
            return current

    def edit(document: AgreementDocument) -> AgreementDocument:
        for thread, text in wanted:
            document = _put(document, thread, text)
        return document

    agreements.change(agreement=agreement, edit=edit, by=by, at=at)
    return None


def _put(document: AgreementDocument, thread: Thread, text: str) -> AgreementDocument:
    steps = thread.path.split("/")
    if steps[0] == "sections" and editing.found(document, thread.path) is None:
        found = _outline(document).section(steps[1])
        question = found.question(steps[-1]) if found and len(steps) > 2 else None
        if found is None:
            raise Refused(["The section that this was suggested for is no longer there."])
        document = writing.with_section(document, found)
        if question is not None:
            row = {"key": question.key, "question": question.label, "text": text}
            return editing.add(document, f"sections/{found.key}/answers", row)
    return editing.put(document, thread.path, {thread.field: text or None})


def _outline(document: AgreementDocument) -> outline.Outline:
    row = templates.in_use(document.template.code, document.template.version)
    return row.outline if row is not None else outline.of_document(document)


def _decide(thread: Thread, outcome: Outcome, *, by: "User", at: dt.datetime, reason: str = "") -> None:
    """Record it, and close the conversation unless a block is still to be lifted."""
    thread.outcome, thread.changed_at = outcome, at
    if outcome == Outcome.ACCEPTED or not thread.is_blocking:
        closing.shut(thread, by=by, at=at, because=reason)
    else:
        thread.save()
    mine = policies.voices(by, thread.agreement)
    rows.note(thread, OUTCOMES[outcome], text=reason, by=by, organisation=rows.voice(by, thread, mine), at=at)


def _tell(threads: Sequence[Thread], by: "User", at: dt.datetime) -> None:
    """Their authors hear of it with whatever else is decided within a few minutes."""
    if any(thread.by_id != by.pk for thread in threads):
        gathering.heard(agreement=threads[0].agreement, by=by, at=at)


def _credit(threads: Sequence[Thread], at: dt.datetime) -> None:
    """The history of what was written names whose words they are."""
    words: dict[int, list[str]] = {}
    pieces: dict[int, Piece] = {}
    for thread in threads:
        part, _, rest = thread.path.partition("/")
        keys = [rest.partition("/")[0], ""]
        piece = Piece.objects.filter(agreement=thread.agreement, part=part, key__in=keys, changed_at=at).first()
        if piece is not None:
            pieces[piece.pk] = piece
            words.setdefault(piece.pk, []).append(f"{thread.by}, {thread.organisation.name}")
    for key, names in words.items():
        record = pieces[key].history.first()
        if record is not None:
            record.history_change_reason = f"Suggested by {'; '.join(dict.fromkeys(names))}"
            record.save(update_fields=["history_change_reason"])
