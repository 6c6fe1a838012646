"""Which organisations of the directory the parties of a document are.

A party need not be there: a class of bodies, a processor, or a body that nobody has added yet has no place. Its people
see nothing and sign nothing here until it has one.
"""

from collections.abc import Mapping
from typing import Any

from dsaformat import parts
from dsaformat.document import AgreementDocument
from foundation import text
from foundation.verdicts import Refused
from parties.choices import Kind, Nation
from parties.facts import NewFacts
from parties.models import Organisation

NO_PLACE = "The agreement needs at least one party that is in the directory, whose officers keep it."


def places(document: AgreementDocument, held: Mapping[str, Organisation] | None = None) -> dict[str, Organisation]:
    """Party key to organisation, in the document's order. Refuses with a reason for each body that stands twice.

    `held` are places that are known already; those parties are not looked up again while their address says the same.
    """
    known = dict(held or {})
    fresh = [party for party in document.parties if not _stays(party, known.get(party.key))]
    found = _looked_up([party.organisation for party in fresh if not party.whole_class])
    chosen: dict[str, Organisation] = {}
    taken: dict[int, str] = {}
    reasons: list[str] = []
    for index, party in enumerate(document.parties):
        organisation = known.get(party.key) if _stays(party, known.get(party.key)) else found.get(party.organisation)
        if organisation is None or party.whole_class:
            continue
        if organisation.pk in taken:
            reasons.append(f"parties.{index}: {party.name} is already a party, as “{taken[organisation.pk]}”.")
        else:
            chosen[party.key], taken[organisation.pk] = organisation, party.key
    if reasons:
        raise Refused(reasons)
    return chosen


def _stays(party: parts.Party, organisation: Organisation | None) -> bool:
    if organisation is None:
        return False
    snapshot = party.organisation
    return snapshot.slug == organisation.slug or (not snapshot.slug and snapshot.name == organisation.legal_name)


def lead(document: AgreementDocument, placed: dict[str, Organisation], now: Organisation | None = None) -> Organisation:
    """The owner that the document names; otherwise who leads now, or its first party with a place."""
    owner = document.identity.owner
    if owner is not None and owner in placed:
        return placed[owner]
    if owner is not None:
        raise Refused(["identity.owner: The owner must be an organisation in the directory."])
    if not placed:
        raise Refused([f"parties: {NO_PLACE}"])
    return now if now in placed.values() and now is not None else next(iter(placed.values()))


def without_place(document: AgreementDocument, placed: Mapping[str, Organisation]) -> tuple[parts.Party, ...]:
    """Parties that are single bodies and that the directory does not know."""
    return tuple(party for party in document.parties if party.key not in placed and not party.whole_class)


def facts(snapshot: parts.OrganisationSnapshot) -> NewFacts:
    """What the document says of a body, as the directory keeps it; its kind is a guess where nobody said."""
    return NewFacts(
        legal_name=snapshot.name,
        short_name=snapshot.short_name,
        kind=snapshot.kind if snapshot.kind in Kind.values else Kind.UNINCORPORATED,
        nation=snapshot.nation if snapshot.nation in Nation.values else Nation.UK,
        address=snapshot.address,
        phone=snapshot.phone[:40],
        ico_reference=snapshot.ico_reference[:40],
        is_public_authority=bool(snapshot.public_authority),
    )


def snapshot(organisation: Organisation) -> dict[str, Any]:
    """What the directory says of the body itself, as a text keeps it."""
    said = {
        "name": organisation.legal_name,
        "short_name": organisation.short_name,
        "slug": organisation.slug,
        "kind": organisation.kind,
        "nation": organisation.nation,
        "address": organisation.address,
        "phone": organisation.phone,
        "email": organisation.email,
        "ico_reference": organisation.ico_reference,
        "ico_expires_on": organisation.ico_expires_on.isoformat() if organisation.ico_expires_on else None,
        "public_authority": organisation.is_public_authority,
        "competent_authority": _competence(organisation),
    }
    return {name: value for name, value in said.items() if value not in ("", None)}


def _competence(organisation: Organisation) -> str:
    if not organisation.is_competent_authority:
        return ""
    return organisation.competent_authority_paragraph or "Competent authority"


def _looked_up(
    snapshots: list[parts.OrganisationSnapshot],
) -> dict[parts.OrganisationSnapshot, Organisation]:
    """By address in the directory, else by name, else by registration with the regulator: three queries for all."""
    found: dict[parts.OrganisationSnapshot, Organisation] = {}
    if not snapshots:
        return found
    slugs = {snapshot.slug for snapshot in snapshots if snapshot.slug}
    by_slug = {row.slug: row for row in Organisation.objects.filter(slug__in=slugs)} if slugs else {}
    likenesses = {text.skeleton(snapshot.name)[:400] for snapshot in snapshots}
    by_name = {text.folded(row.legal_name): row for row in Organisation.objects.filter(name_skeleton__in=likenesses)}
    numbers = {snapshot.ico_reference.upper() for snapshot in snapshots if snapshot.ico_reference}
    by_number: dict[str, list[Organisation]] = {}
    for row in Organisation.objects.filter(ico_reference__in=numbers) if numbers else ():
        by_number.setdefault(row.ico_reference, []).append(row)
    for snapshot in snapshots:
        same_number = by_number.get(snapshot.ico_reference.upper(), [])
        organisation = (
            by_slug.get(snapshot.slug)
            or by_name.get(text.folded(snapshot.name))
            or (same_number[0] if len(same_number) == 1 else None)
        )
        if organisation is not None:
            found[snapshot] = organisation
    return found
