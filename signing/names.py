"""What a party is called where it signs."""

from agreements.models import Party, Version


def is_named(version: Version, party: str) -> bool:
    """Whether the text itself names the party; one that joins later is not in it."""
    return any(named.key == party for named in version.document.parties)


def of_party(version: Version, party: str) -> str:
    """As the frozen text has it, which never changes; of a party that joins, as the directory has it."""
    if is_named(version, party):
        return version.document.party(party).name
    joining: Party = version.agreement.parties.select_related("organisation").get(key=party)
    return joining.organisation.legal_name
