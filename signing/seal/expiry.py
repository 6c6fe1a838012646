"""When the portal's own certificates run out, and when that is worth a message."""

import datetime as dt

from cryptography import x509

from signing.seal.keys import Keyring

MARKS = (30, 14, 7, 1)
"""Days before the last one on which the operators hear of it."""


def certificates(keyring: Keyring) -> list[x509.Certificate]:
    """What seals and dates documents: each has a last day of its own."""
    sealers = [keyring.seal, keyring.own_timestamps]
    return [sealer.certificate for sealer in sealers if sealer is not None]


def days_left(certificate: x509.Certificate, on: dt.date) -> int:
    return (certificate.not_valid_after_utc.date() - on).days


def mark(days: int) -> int | None:
    """The mark that has been reached; None while there is time. A night that was missed is made up for by the next."""
    return min((each for each in MARKS if days <= each), default=None)
