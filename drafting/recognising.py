"""Names that people paste, read as organisations of the directory. Asks the database and changes nothing."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from foundation import text
from parties.models import Organisation

NEAR = 4
"""Likely meanings that are offered for a name."""
_LOOKED_UP, _READ = 100, 2_000
_COMMON = frozenset(
    [
        "the",
        "of",
        "and",
        "for",
        "city",
        "borough",
        "county",
        "district",
        "council",
        "london",
        "royal",
        "police",
        "school",
        "university",
        "nhs",
        "trust",
        "foundation",
        "service",
        "services",
        "limited",
        "ltd",
    ]
)


@dataclass(frozen=True, slots=True)
class Named:
    """One line: who it names, or whom it may mean."""

    line: str
    organisation: Organisation | None = None
    near: tuple[Organisation, ...] = ()


def recognised(lines: Sequence[str]) -> tuple[Named, ...]:
    """Each line by legal name, short name or registration with the regulator; three queries however many there are."""
    known = _known(lines)
    unknown = [line for line in lines if known.get(text.folded(line)) is None]
    near = _near(unknown[:_LOOKED_UP])
    return tuple(Named(line, known.get(text.folded(line)), near.get(line, ())) for line in lines)


def _known(lines: Iterable[str]) -> dict[str, Organisation | None]:
    """By what was typed; None where two organisations answer to it."""
    typed = {text.folded(line): line for line in lines}
    skeletons = {text.skeleton(line)[:400] for line in typed.values()}
    numbers = {line.strip().upper().replace(" ", "") for line in typed.values()}
    rows = Organisation.objects.filter(
        Q(name_skeleton__in=skeletons) | Q(ico_reference__in=numbers) | Q(short_name__in=set(typed.values()))
    )
    found: dict[str, Organisation | None] = {}
    for row in rows:
        for name in {row.legal_name, row.short_name, row.ico_reference} - {""}:
            folded = text.folded(name)
            found[folded] = None if found.get(folded, row) != row else row
    for row in rows:
        found[text.folded(row.legal_name)] = row  # a full name is nobody else's
    return found


def _near(lines: Sequence[str]) -> dict[str, tuple[Organisation, ...]]:
    """Organisations whose names begin some word like a line does, the likeliest first."""
    beginnings = {word[:4] for line in lines for word in _words(line)[:3]}
    if not beginnings:
        return {}
    wanted = Q()
    for beginning in sorted(beginnings):
        wanted |= Q(search_text__contains=beginning)
    rows = list(Organisation.objects.filter(wanted).filter(ended_on=None).order_by("pk")[:_READ])
    names = [(text.skeleton(name), row) for row in rows for name in {row.legal_name, row.short_name} - {""}]
    return {line: _likeliest(line, names) for line in lines}


def _likeliest(line: str, names: Sequence[tuple[str, Organisation]]) -> tuple[Organisation, ...]:
    own = {word[:4] for word in _words(line)[:3]}
    likely = {name: row for name, row in names if any(beginning in name for beginning in own)}
    close = difflib.get_close_matches(text.skeleton(line), likely, n=NEAR * 2, cutoff=0.5)
    return tuple(dict.fromkeys(likely[name] for name in close))[:NEAR]


def _words(line: str) -> list[str]:
    found = [word for word in text.skeleton(line).split() if len(word) > 2 and word not in _COMMON]
    return found or text.skeleton(line).split()[:1]
