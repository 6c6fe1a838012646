"""Answering the questions of a draft. What was typed is kept in the document, or else beside it until it can be."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from agreements import services as agreements
from agreements.models import Agreement
from drafting import policies
from drafting.models import SectionMark, Typed
from drafting.outline import OWN_TEXT, OutlineSection, Question
from dsaformat import editing
from dsaformat.document import AgreementDocument
from foundation.verdicts import Refused

if TYPE_CHECKING:
    from accounts.models import User

KEPT_FOR = dt.timedelta(days=30)


def save_part(
    *, agreement: Agreement, path: str, values: Mapping[str, Any], based_on: str, by: "User", at: dt.datetime
) -> AgreementDocument:
    """Set fields of one part or row. Raises `agreements.services.Conflict` when somebody else set them meanwhile."""
    return agreements.change(
        agreement=agreement,
        edit=lambda document: editing.put(document, path, values),
        by=by,
        at=at,
        path=path,
        names=tuple(values),
        based_on=based_on,
    )


def add_rows(
    *, agreement: Agreement, path: str, rows: Sequence[Mapping[str, Any]], by: "User", at: dt.datetime
) -> AgreementDocument:
    """Add rows at the end of a list. Each has its key, or `_words` to make one from."""

    def edit(document: AgreementDocument) -> AgreementDocument:
        for row in rows:
            document = editing.add(document, path, _keyed(document, path, row))
        return document

    return agreements.change(agreement=agreement, edit=edit, by=by, at=at)


def _keyed(document: AgreementDocument, path: str, row: Mapping[str, Any]) -> dict[str, Any]:
    owner, _, name = path.rpartition("/")
    holder = editing.found(document, owner) if owner else document
    if holder is None:
        raise Refused(["What you wanted to add this to is no longer there."])
    words = str(row.get("_words", ""))
    taken = (member.key for member in getattr(holder, name))
    values = {field: value for field, value in row.items() if field != "_words" and value is not None}
    return {"key": editing.new_key(taken, words)} | values


def remove_row(*, agreement: Agreement, path: str, by: "User", at: dt.datetime) -> AgreementDocument:
    """Take a row out, with whatever stands or falls with it."""
    return agreements.change(agreement=agreement, edit=lambda document: editing.without(document, path), by=by, at=at)


def move_row(*, agreement: Agreement, path: str, steps: int, by: "User", at: dt.datetime) -> AgreementDocument:
    return agreements.change(
        agreement=agreement, edit=lambda document: editing.move(document, path, steps), by=by, at=at
    )


def save_answer(
    *,
    agreement: Agreement,
    section: OutlineSection,
    question: Question,
    text: str,
    based_on: str,
    by: "User",
    at: dt.datetime,
) -> AgreementDocument:
    """Set the section's own text, or one of its answers; the answer is made when it is the first."""
    path = place_of(section, question)

    def edit(document: AgreementDocument) -> AgreementDocument:
        document = with_section(document, section)
        if editing.found(document, path) is None:
            row = {"key": question.key, "question": question.label, "text": text}
            return editing.add(document, f"sections/{section.key}/answers", row)
        return editing.put(document, path, {"text": text or None})

    return agreements.change(
        agreement=agreement, edit=edit, by=by, at=at, path=path, names=("text",), based_on=based_on
    )


def place_of(section: OutlineSection, question: Question) -> str:
    """The part of the document whose `text` answers a question of the kind `answer`."""
    own = f"sections/{section.key}"
    return own if question.key == OWN_TEXT.key else f"{own}/answers/{question.key}"


def with_section(document: AgreementDocument, section: OutlineSection) -> AgreementDocument:
    """The document with a place for the section's text, where it had none."""
    if editing.found(document, f"sections/{section.key}") is not None:
        return document
    row = {"key": section.key, "number": section.number, "heading": section.heading, "fixed": section.fixed}
    return editing.add(document, "sections", row | {"blocks": [block.value for block in section.blocks]})


def say_not_needed(
    *, agreement: Agreement, section: OutlineSection, reason: str, by: "User", at: dt.datetime
) -> AgreementDocument:
    """Leave the section out for a reason that readers see; with no reason, ask it again."""
    if reason.strip():
        policies.can_leave_out(by, agreement, section).enforce()

    def edit(document: AgreementDocument) -> AgreementDocument:
        document = with_section(document, section)
        return editing.put(document, f"sections/{section.key}", {"not_needed": reason.strip() or None})

    return agreements.change(agreement=agreement, edit=edit, by=by, at=at)


@transaction.atomic
def mark(*, agreement: Agreement, section: OutlineSection, completed: bool, by: "User", at: dt.datetime) -> SectionMark:
    """Say that a section is completed, or that it is not."""
    row = _marked(agreement, section, by, at)
    row.completed = completed
    row.save()
    return row


@transaction.atomic
def want(*, agreement: Agreement, section: OutlineSection, reason: str, by: "User", at: dt.datetime) -> SectionMark:
    """Have a section asked although the template does not call for it; with no reason, no longer."""
    row = _marked(agreement, section, by, at)
    row.wanted_because = reason.strip()
    row.save()
    return row


def _marked(agreement: Agreement, section: OutlineSection, by: "User", at: dt.datetime) -> SectionMark:
    policies.can_mark(by, agreement).enforce()
    row = SectionMark.objects.select_for_update().filter(agreement=agreement, section=section.key).first()
    row = row or SectionMark(agreement=agreement, section=section.key)
    row.at, row.by = at, by
    return row


def keep_typed(
    *,
    agreement: Agreement,
    place: str,
    values: Mapping[str, list[str]],
    based_on: str,
    reason: str,
    by: "User",
    at: dt.datetime,
) -> Typed:
    """Keep what somebody typed as it is, for themselves alone."""
    row, _ = Typed.objects.update_or_create(
        agreement=agreement,
        person=by,
        place=place,
        defaults={"values": dict(values), "based_on": based_on, "reason": reason[:500], "at": at},
    )
    return row


def forget_typed(*, agreement: Agreement, place: str, by: "User") -> None:
    Typed.objects.filter(agreement=agreement, person=by, place=place).delete()


def forget_old_typed(*, at: dt.datetime) -> int:
    """Throw away what nobody came back for."""
    return Typed.objects.filter(at__lt=at - KEPT_FOR).delete()[0]
