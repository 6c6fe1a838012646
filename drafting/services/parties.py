"""Who the parties are, and what several of them say at once."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects

from agreements import intake, succession_text
from agreements import services as agreements
from agreements.models import Agreement
from drafting import batches, progress, together
from drafting.outline import Question
from drafting.services import starting
from dsaformat import editing, parts
from dsaformat.document import AgreementDocument
from foundation import text
from foundation.verdicts import Refused
from parties.models import Collective, Organisation

if TYPE_CHECKING:
    from accounts.models import User

CHANGED = "Somebody else changed this while you were working. Look at it as it stands now, then try again."
_KEPT = ("dspt", "ico_exempt")
"""What the directory does not know of an organisation."""


def from_directory(organisation: Organisation, roles: Sequence[str], **more: Any) -> dict[str, Any]:
    values = starting.party(organisation, roles=list(roles)) | more
    del values["key"]
    return values | {"_words": organisation.slug}


def all_from_directory(organisations: Iterable[Organisation], roles: Sequence[str]) -> list[dict[str, Any]]:
    """Each of them, with one question to the directory about whom to turn to."""
    found = list(organisations)
    prefetch_related_objects(found, "contacts")
    return [from_directory(organisation, roles) for organisation in found]


def by_hand(snapshot: Mapping[str, Any], roles: Sequence[str], **more: Any) -> dict[str, Any]:
    kept = {name: value for name, value in snapshot.items() if value not in ("", None)}
    return {"organisation": kept, "roles": list(roles), "_words": str(kept["name"])} | more


def of_class(collective: Collective, on: dt.date, roles: Sequence[str]) -> dict[str, Any]:
    """The whole group as one party, with who belonged to it on the day."""
    members = [
        {"key": row.slug[:60].strip("-"), "name": row.legal_name, "slug": row.slug}
        for row in collective.members_on(on)[:500]
    ]
    words = collective.description or f"The members of {collective.name}."
    more = {"whole_class": True, "membership": words, "members": members}
    return by_hand({"name": collective.name}, roles, **more)


def add(
    *, agreement: Agreement, parties: Sequence[Mapping[str, Any]], by: "User", at: dt.datetime
) -> AgreementDocument:
    """More parties, all or none. Refuses whoever is a party already, by name."""

    def edit(document: AgreementDocument) -> AgreementDocument:
        taken = names_of(document)
        for values in parties:
            snapshot = values["organisation"]
            own = {snapshot.get("slug") or text.folded(snapshot["name"]), text.folded(snapshot["name"])}
            if taken & own:
                raise Refused([already(snapshot.get("name", ""))])
            taken = taken | own
        return batches.added(document, "parties", parties)

    return agreements.change(agreement=agreement, edit=edit, by=by, at=at)


def names_of(document: AgreementDocument, other_than: str = "") -> frozenset[str]:
    """What the parties answer to: addresses in the directory, and names as people compare them."""
    snapshots = [party.organisation for party in document.parties if party.key != other_than]
    return frozenset(name for one in snapshots for name in (one.slug, text.folded(one.name)) if name)


def already(name: str) -> str:
    return f"{name} is already a party"


def set_roles(
    *,
    agreement: Agreement,
    keys: Collection[str],
    roles: Sequence[str],
    processor_for: Sequence[str],
    by: "User",
    at: dt.datetime,
) -> AgreementDocument:
    """The same roles for each of those parties; none of them works for itself."""

    def edit(document: AgreementDocument) -> AgreementDocument:
        present = [key for key in together.document_keys(document) if key in set(keys)]
        values = {
            f"parties/{key}": {
                "roles": list(roles) or None,
                "processor_for": [one for one in processor_for if one != key] or None,
            }
            for key in present
        }
        return batches.put(document, values)

    return agreements.change(agreement=agreement, edit=edit, by=by, at=at)


def snapshot(organisation: Organisation, held: parts.OrganisationSnapshot | None = None) -> dict[str, Any]:
    """What the directory says of it today, beside what only the agreement knew of the same body."""
    fresh: dict[str, Any] = intake.snapshot(organisation)
    if held is not None:
        fresh = {name: getattr(held, name) for name in _KEPT if getattr(held, name)} | fresh
    return fresh


def refresh(
    *, agreement: Agreement, key: str, organisation: Organisation, by: "User", at: dt.datetime
) -> AgreementDocument:
    """Bring what the agreement says of an organisation to what the directory says today."""

    def edit(document: AgreementDocument) -> AgreementDocument:
        held = editing.found(document, f"parties/{key}")
        if not isinstance(held, parts.Party):
            raise Refused([CHANGED])
        return editing.put(document, f"parties/{key}", {"organisation": snapshot(organisation, held.organisation)})

    return agreements.change(agreement=agreement, edit=edit, by=by, at=at)


def replace(
    *, agreement: Agreement, key: str, organisation: Organisation, by: "User", at: dt.datetime
) -> AgreementDocument:
    """Another organisation in the place of a party, with everything that was said of it.

    Where the other is a party already, as after a merger, what was said of both is said of it.
    """

    def edit(document: AgreementDocument) -> AgreementDocument:
        if editing.found(document, f"parties/{key}") is None:
            raise Refused([CHANGED])
        same = next((one.key for one in document.parties if one.organisation.slug == organisation.slug), None)
        if same == key:
            raise Refused([already(organisation.legal_name)])
        if same is not None:
            return succession_text.joined(document, key, same)
        return editing.put(document, f"parties/{key}", {"organisation": snapshot(organisation)})

    return agreements.change(agreement=agreement, edit=edit, by=by, at=at)


def remove(*, agreement: Agreement, key: str, by: "User", at: dt.datetime) -> AgreementDocument:
    """Take a party out, with whatever stands or falls with it. The one that keeps the agreement cannot leave it so."""

    def edit(document: AgreementDocument) -> AgreementDocument:
        row = (
            agreement.parties.filter(key=key, organisation_id=agreement.lead_id).select_related("organisation").first()
        )
        if row is not None:
            raise Refused([f"{row.organisation.name} leads the agreement. Make another party its owner first"])
        return editing.without(document, f"parties/{key}")

    return agreements.change(agreement=agreement, edit=edit, by=by, at=at)


def say_for(
    *,
    agreement: Agreement,
    question: Question,
    rows: Sequence[Mapping[str, Any]],
    keys: Sequence[str],
    by: "User",
    at: dt.datetime,
) -> AgreementDocument:
    """The same rows for each of those parties, or the same values of a part. What stands already is not doubled."""
    field = together.names_party(question)

    def edit(document: AgreementDocument) -> AgreementDocument:
        if field == "*":
            return batches.put(document, {question.path.replace("*", key): _stated(rows[0]) for key in keys})
        if field == "parties":
            return _named_together(document, question.path, rows, keys)
        return _one_for_each(document, question.path, rows, keys)

    return agreements.change(agreement=agreement, edit=edit, by=by, at=at)


def _stated(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None and name != "_words"}


def _one_for_each(
    document: AgreementDocument, path: str, rows: Sequence[Mapping[str, Any]], keys: Sequence[str]
) -> AgreementDocument:
    wanted = [dict(row) | {"party": key, "_words": f"{key} {row.get('_words', '')}"} for row in rows for key in keys]
    grown = batches.added(document, path, wanted)
    held = {(row.party, together.content(row)) for row in getattr(document, path)}
    known = {row.key for row in getattr(document, path)}
    doubled = [
        row.key for row in getattr(grown, path) if row.key not in known and (row.party, together.content(row)) in held
    ]
    return batches.without(grown, path, doubled) if doubled else grown


def _named_together(
    document: AgreementDocument, path: str, rows: Sequence[Mapping[str, Any]], keys: Sequence[str]
) -> AgreementDocument:
    """A row that says the same already comes to name these parties too."""
    everybody = set(keys) == set(together.document_keys(document))
    grown = batches.added(document, path, [dict(row) | {"parties": None} for row in rows])
    known = {_said(row): row for row in getattr(document, path)}
    doubled, joined = [], {}
    held = {row.key for row in getattr(document, path)}
    for row in (row for row in getattr(grown, path) if row.key not in held):
        twin = known.get(_said(row))
        if twin is not None:
            doubled.append(row.key)
        target = twin or row
        all_of_them = everybody or (twin is not None and not twin.parties)
        names = None if all_of_them else sorted({*keys, *(twin.parties if twin else ())})
        joined[f"{path}/{target.key}"] = {"parties": names}
    grown = batches.put(grown, joined)
    return batches.without(grown, path, doubled) if doubled else grown


def _said(row: Any) -> str:
    return editing.digest(row, (name for name in type(row).model_fields if name not in {"key", "parties"}))


def change_for(
    *,
    agreement: Agreement,
    question: Question,
    names: Sequence[str],
    values: Mapping[str, Any] | None,
    keys: Collection[str],
    based_on: str,
    by: "User",
    at: dt.datetime,
) -> AgreementDocument:
    """Change, or with no values take out, what each of those parties says in the same words.

    Whoever is left out keeps what it says. Refuses when one of them has come to say something else meanwhile.
    """

    def edit(document: AgreementDocument) -> AgreementDocument:
        found = _rows_of(document, question, names, based_on, keys)
        if set(found) != set(keys):
            raise Refused([CHANGED])
        paths = [path for each in found.values() for path in each]
        if values is not None:
            return batches.put(document, dict.fromkeys(paths, values))
        return batches.without(document, question.path, [path.rpartition("/")[2] for path in paths])

    return agreements.change(agreement=agreement, edit=edit, by=by, at=at)


def _rows_of(
    document: AgreementDocument, question: Question, names: Sequence[str], based_on: str, keys: Collection[str]
) -> dict[str, list[str]]:
    """Paths of the rows that say what was read, by party."""
    found: dict[str, list[str]] = {}
    if question.kind == "each":
        for one, part in progress.each(document, question):
            if one.key in keys and editing.digest(part, names) == based_on:
                found.setdefault(one.key, []).append(question.path.replace("*", one.key))
        return found
    for row in progress.rows(document, question):
        owner = getattr(row, "party", "")
        if owner in keys and editing.digest(row, names) == based_on:
            found.setdefault(owner, []).append(f"{question.path}/{row.key}")
    return found


def add_pasted(
    *, agreement: Agreement, path: str, rows: Sequence[Mapping[str, Any]], by: "User", at: dt.datetime
) -> AgreementDocument:
    """Rows of a pasted table, all or none. A list inside every party (`parties/*/contacts`) takes them by `_party`."""

    def edit(document: AgreementDocument) -> AgreementDocument:
        if "*" not in path:
            return batches.added(document, path, rows)
        lists: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            own = {name: value for name, value in row.items() if name != "_party"}
            lists.setdefault(path.replace("*", str(row["_party"])), []).append(own)
        return batches.added_to_each(document, lists)

    return agreements.change(agreement=agreement, edit=edit, by=by, at=at)
