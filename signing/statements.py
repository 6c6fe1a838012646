"""The sentences that a signatory ticks. Their exact words are stored with each signature."""

READ = "I have read version {version} of this agreement and I agree to it on behalf of {organisation}."
AUTHORITY = "I have authority to sign for {organisation}."


def for_signing(version: int, organisation: str) -> tuple[str, str]:
    values = {"version": version, "organisation": organisation}
    return READ.format(**values), AUTHORITY.format(**values)
