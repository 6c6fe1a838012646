"""The registration reference that the regulator gives to those who pay the data protection fee. Pure."""

import re

# C-2: Z and seven more, the last of which may be a check letter (Z699129X), and the newer ZA, ZB ... with six or seven.
_USUAL = re.compile(r"Z[0-9]{6}[0-9A-Z]?|Z[A-Z][0-9]{6,7}")

ODD = "ICO registration number is usually a Z or ZA followed by 6 or 7 numbers – check it is correct"


def tidy(reference: str) -> str:
    """As printed on the certificate: capitals, no spaces."""
    return re.sub(r"\s+", "", reference).upper()


def oddity(reference: str) -> str:
    """What looks odd about the reference; empty when nothing does. Never a reason to refuse it."""
    return "" if not reference or _USUAL.fullmatch(tidy(reference)) else ODD
