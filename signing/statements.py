"""The sentences that a signatory ticks. Their exact words are stored with each signature."""

from agreements.models import Version
from signing import names

READ = "I have read version {version} of this agreement and I agree to it on behalf of {organisation}."
AUTHORITY = "I have authority to sign for {organisation}."
JOIN = "I have read version {version} of this agreement, and {organisation} joins it as it stands."
SEVERAL = "the {number} organisations listed here"


def of_version(version: Version, party: str, *others: str) -> tuple[str, str]:
    """The sentences for one party of a frozen text, with the name that it has there: it never changes.

    For several parties at once the list of them stands beside the sentences, and in what is kept of the act.
    """
    if others:
        return for_signing(version.number, SEVERAL.format(number=len({party, *others})))
    name = names.of_party(version, party)
    if not names.is_named(version, party):
        return JOIN.format(version=version.number, organisation=name), AUTHORITY.format(organisation=name)
    return for_signing(version.number, name)


def for_signing(version: int, organisation: str) -> tuple[str, str]:
    values = {"version": version, "organisation": organisation}
    return READ.format(**values), AUTHORITY.format(**values)
