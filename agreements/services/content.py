"""Writing the document that is being drafted: whatever somebody changed, in as few rows as it touches."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from agreements import assembly, intake, policies, searching
from agreements.assembly import Place, Text
from agreements.models import Agreement, CodeUse, Party, Piece
from dsaformat import canonical, editing, reading
from dsaformat.document import AgreementDocument
from foundation.verdicts import Refused
from parties.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User

Edit = Callable[[AgreementDocument], AgreementDocument]


class Conflict(Exception):
    """Somebody else wrote the same answer since it was read. `document` is what stands now."""

    def __init__(self, document: AgreementDocument) -> None:
        super().__init__("Somebody else changed this while you were working.")
        self.document = document


@transaction.atomic
def change(
    *,
    agreement: Agreement,
    edit: Edit,
    by: "User | None",
    at: dt.datetime,
    path: str = "",
    names: tuple[str, ...] = (),
    based_on: str = "",
) -> AgreementDocument:
    """Apply the edit to the document as it stands now, and keep what it changed.

    `path`, `names` and `based_on` say which fields the writer had read, and their digest: raises `Conflict` when
    they hold something else by now. Whether the person may is asked of every piece that the edit really touched.
    """
    agreement = locked(agreement)
    before = assembly.assemble(agreement)
    wanted = _edited(before, edit)
    if based_on and based_on != editing.digest(editing.found(before, path), names):
        raise Conflict(before)
    if wanted != before:
        policies.can_write(by, agreement, assembly.apart(before), assembly.apart(wanted)).enforce()
        store(agreement, wanted, by=by, at=at)
    return wanted


def _edited(document: AgreementDocument, edit: Edit) -> AgreementDocument:
    try:
        return edit(document)
    except reading.DocumentError as error:
        raise Refused([_sentence(path, reason) for path, reason in error.problems]) from error


def _sentence(path: str, reason: str) -> str:
    return f"{path or 'The document'} {reason}."


def store(agreement: Agreement, document: AgreementDocument, *, by: "User | None", at: dt.datetime) -> None:
    """Make the rows say what the document says. The caller holds the lock and has asked the policy."""
    rows = {row.key: row.organisation for row in agreement.parties.select_related("organisation")}
    places = intake.places(document, rows)
    agreement.lead = intake.lead(document, places, agreement.lead)
    for name, value in assembly.columns(document)._asdict().items():
        setattr(agreement, name, value)
    agreement.working_digest = canonical.fingerprint(document)
    agreement.search_text = searching.search_text(document)
    agreement.revision += 1
    agreement.save()
    _place(agreement, places)
    _write(agreement, assembly.apart(document), by=by, at=at)
    _index(agreement, document)


def locked(agreement: Agreement) -> Agreement:
    row: Agreement = Agreement.objects.select_for_update(of=("self",)).select_related("lead").get(pk=agreement.pk)
    return row


def _write(agreement: Agreement, wanted: dict[Place, Text], *, by: "User | None", at: dt.datetime) -> None:
    held = {Place(piece.part, piece.key): piece for piece in agreement.pieces.all()}
    for place in held.keys() - wanted.keys():
        held[place].changed_at, held[place].changed_by = at, by
        held[place].delete()
    new: list[Piece] = []
    for place, text in wanted.items():
        piece = held.get(place)
        if piece is None:
            new.append(Piece(agreement=agreement, **place._asdict(), **text._asdict(), changed_at=at, changed_by=by))
        elif (piece.position, piece.value) != text:
            piece.position, piece.value, piece.changed_at, piece.changed_by = *text, at, by
            piece.save()
    bulk_create_with_history(new, Piece, default_user=by, default_date=at)


def _index(agreement: Agreement, document: AgreementDocument) -> None:
    wanted = {(use.code, use.path): use for use in assembly.uses(document)}
    held = {(row.code, row.path): row for row in agreement.code_uses.all()}
    stale = [row.pk for key, row in held.items() if key not in wanted or row.party_key != wanted[key].party_key]
    CodeUse.objects.filter(pk__in=stale).delete()
    new = [use for key, use in wanted.items() if key not in held or held[key].pk in stale]
    CodeUse.objects.bulk_create(CodeUse(agreement=agreement, **use._asdict()) for use in new)


def _place(agreement: Agreement, places: dict[str, Organisation]) -> None:
    """Party rows as the document has them: rows of parties that left go, the others keep their history."""
    rows = {party.key: party for party in agreement.parties.all()}
    for key in rows.keys() - places.keys():
        rows[key].delete()
    for position, (key, organisation) in enumerate(places.items()):
        row = rows.get(key) or Party(agreement=agreement, key=key)
        if row.pk is None or (row.position, row.organisation_id) != (position, organisation.pk):
            row.position, row.organisation = position, organisation
            row.save()
