"""Who of several parties lacks something: said once where all of them do."""

from collections.abc import Iterator, Sequence

from dsaformat.parts import Party
from lawfulbasis.rules.registry import Hit, hit


def among(parties: Sequence[Party], lacking: Sequence[Party], place: str, **words: str) -> Iterator[Hit]:
    """One hit for each party that lacks it, at `place/<its key>`; a single one at `place` where all of several do."""
    if len(lacking) > 1 and len(lacking) == len(parties):
        yield hit(place, party="each party", **words)
        return
    for party in lacking:
        yield hit(f"{place}/{party.key}", party=party.name, **words)
