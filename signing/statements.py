"""The sentences that a signatory ticks. Their exact words are stored with each signature."""

from agreements.models import Version

READ = "I have read version {version} of this agreement and I agree to it on behalf of {organisation}."
AUTHORITY = "I have authority to sign for {organisation}."


def of_version(version: Version, party: str) -> tuple[str, str]:
    """The sentences for one party of a frozen text, with the names that it has there: they never change."""
    return for_signing(version.number, version.document.party(party).name)


def for_signing(version: int, organisation: str) -> tuple[str, str]:
    values = {"version": version, "organisation": organisation}
    return READ.format(**values), AUTHORITY.format(**values)
