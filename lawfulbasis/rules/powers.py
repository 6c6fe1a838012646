"""Powers and duties to share: which are named, and which parties rely on them."""

import re
from collections.abc import Set as AbstractSet

from dsaformat.choices import LawKind
from dsaformat.parts import Legislation, Party
from lawfulbasis.rules.case import Case

_DATA_PROTECTION = re.compile(
    r"data protection act(?: (?:1998|2018))?|\bDPA(?: ?2018)?\b|(?:UK |EU )?GDPR|general data protection regulation"
    r"|data \(use and access\) act(?: 2025)?|human rights act(?: 1998)?|equality act(?: 2010)?"
    r"|\bs(?:ection|\.)? ?36\(4\)",
    re.IGNORECASE,
)
"""Law that says how data is handled, and gives nobody a power to share it."""

_LAW = re.compile(
    r"\b(?:act|regulations|order|rules|measure)\b(?: \(\w[\w ]*\))?,? \d{4}\b|\b[A-Z]{2,}[A-Za-z]* ?(?:19|20)\d\d\b"
    r"|\bcommon law\b|\bs(?:ections?|s)?\.? ?\d+|\bregulation \d+",
    re.IGNORECASE,
)

_TITLE = re.compile(r"\b(?:acts?|regulations|orders?|rules|measure|charter|statutes?|common law)\b", re.IGNORECASE)


def names_a_law(text: str) -> bool:
    """A law that can authorise sharing; data protection law alone does not."""
    return _LAW.search(_DATA_PROTECTION.sub("", text)) is not None


def authorises(row: Legislation) -> bool:
    if row.code is not None:
        return True
    if row.kind is not None:
        return row.kind in {LawKind.DUTY, LawKind.POWER}
    return _TITLE.search(_DATA_PROTECTION.sub("", row.title)) is not None


def relying(case: Case, codes: AbstractSet[str], listed: AbstractSet[str] = frozenset()) -> tuple[Party, ...]:
    """Controllers that rely on one of these powers: whoever is listed for it, and whom its rows name.

    Where nobody is named, every controller may, save those for whom another law is named.
    """
    rows = [row for row in case.document.legislation if row.code in codes]
    named = frozenset(listed).union(*(row.parties for row in rows))
    if named and all(row.parties for row in rows):
        return tuple(party for party in case.controllers if party.key in named)
    elsewhere = frozenset[str]().union(
        *(row.parties for row in case.document.legislation if row.code not in codes and authorises(row))
    )
    return tuple(party for party in case.controllers if party.key in named or party.key not in elsewhere)


def has_another(case: Case, party: Party, codes: AbstractSet[str]) -> bool:
    """Whether the legislation names a law for the party beside these."""
    return any(
        row.code not in codes and authorises(row) and (not row.parties or party.key in row.parties)
        for row in case.document.legislation
    )
