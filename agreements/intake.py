"""Which organisations of the directory the parties of a document are."""

from dsaformat import parts
from dsaformat.choices import Role
from dsaformat.document import AgreementDocument
from foundation.verdicts import Refused
from parties.models import Organisation
from parties.services import organisations as directory

# They act for a party or look on; the agreement binds them through somebody else, and they need no account here.
_ASIDE = frozenset({Role.PROCESSOR, Role.OBSERVER})


def places(document: AgreementDocument) -> dict[str, Organisation]:
    """Party key to organisation, in the document's order. Refuses with one reason for each that cannot be placed.

    A processor or observer that is not in the directory has no place, and that is fine.
    """
    found: dict[str, Organisation] = {}
    reasons: list[str] = []
    keys: dict[int, str] = {}
    for index, party in enumerate(document.parties):
        organisation = known(party.organisation)
        if organisation is None:
            if not (party.roles and _ASIDE.issuperset(party.roles)):
                reasons.append(f"parties.{index}: {party.name} is not in the directory. Add the organisation first.")
        elif organisation.pk in keys:
            reasons.append(f"parties.{index}: {party.name} is already a party, as “{keys[organisation.pk]}”.")
        else:
            found[party.key] = organisation
            keys[organisation.pk] = party.key
    if reasons:
        raise Refused(reasons)
    return found


def lead(document: AgreementDocument, placed: dict[str, Organisation]) -> Organisation:
    """The owner that the document names; otherwise its first party."""
    if not placed:
        raise Refused(["parties: The agreement needs at least one party, whose officers keep it."])
    owner = document.identity.owner
    if owner is None:
        return next(iter(placed.values()))
    if owner not in placed:
        raise Refused(["identity.owner: The owner must be an organisation in the directory."])
    return placed[owner]


def known(snapshot: parts.OrganisationSnapshot) -> Organisation | None:
    """By its address in the directory, else by its name, else by its registration with the regulator."""
    found: Organisation | None = Organisation.objects.filter(slug=snapshot.slug).first() if snapshot.slug else None
    if found is not None:
        return found
    if (found := directory.named(snapshot.name)) is not None:
        return found
    if snapshot.ico_reference:
        matches = list(Organisation.objects.filter(ico_reference__iexact=snapshot.ico_reference)[:2])
        return matches[0] if len(matches) == 1 else None
    return None
