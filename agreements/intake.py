"""Which organisations of the directory the parties of a document are."""

from dsaformat import parts
from dsaformat.document import AgreementDocument
from foundation.verdicts import Refused
from parties.models import Organisation
from parties.services import organisations as directory


def places(document: AgreementDocument) -> dict[str, Organisation]:
    """Party key to organisation, in the document's order. Refuses with one reason for each that cannot be placed."""
    found: dict[str, Organisation] = {}
    reasons: list[str] = []
    keys: dict[int, str] = {}
    for index, party in enumerate(document.parties):
        organisation = known(party.organisation)
        if organisation is None:
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
    return placed[owner] if owner is not None else next(iter(placed.values()))


def known(snapshot: parts.OrganisationSnapshot) -> Organisation | None:
    """By its address in the directory, else by its name, else by its registration with the regulator."""
    if snapshot.slug and (found := Organisation.objects.filter(slug=snapshot.slug).first()):
        return found
    if found := directory.named(snapshot.name):
        return found
    if snapshot.ico_reference:
        matches = list(Organisation.objects.filter(ico_reference__iexact=snapshot.ico_reference)[:2])
        return matches[0] if len(matches) == 1 else None
    return None
