"""Who handles data without being listed."""

import re
from collections.abc import Iterator

from dsaformat.choices import Block
from dsaformat.parts import Section
from lawfulbasis.rules.answers import is_answered
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.phrases import phrases
from lawfulbasis.rules.registry import Hit, hit, rule

_COMPANY = re.compile(
    r"\b((?:[A-Z][\w&.'’-]*\s+(?:(?:and|of|in|&)\s+)?){1,5})(Ltd|Limited|LLP|plc|PLC|CIC|Inc)\b\.?",
)
_COMPANY_SIGNS = ("Ltd", "Limited", "LLP", "plc", "PLC", "CIC", "Inc")
_LEGAL_FORM = re.compile(r"\b(?:ltd|limited|llp|plc|cic|inc|the|uk)\b\.?", re.IGNORECASE)
_OWN = re.compile(
    r"(?:\W|\b(?:an?|s|and|at|by|centres?|council|data|department|each|hosted|house|in|internal(?:ly)?|its?|itself|none|of"
    r"|on|organisation|own|part(?:y|ies|ners?)|premises?|self|servers?|services?|site|team|the|their)\b)*",
    re.IGNORECASE,
)
"""Words of which “in house” and its like are made: no organisation is named."""

_HANDLED_BY = re.compile(
    r"\b(?i:collected|distributed|(?:given|handed) out|held|hosted|kept|managed|matched|processed|published|run|sent"
    r"|stored)\b(?: \w+){0,4}? by (?P<names>(?:[Tt]he )?[A-Z][^.;:\n]{0,200})"
)
_SORT = r"(?:Councils?|Police|Constabulary|University|Trust|Board|Agency|Alliance|Association|Partnership|Institute)"
_PUBLIC_BODY = re.compile(rf"[A-Z][\w’'-]*(?: (?:of|and|the|for|[A-Z][\w’'-]*)){{0,5}}? {_SORT}\b")
_AND = re.compile(r", | and ")
_ANY = re.compile(
    r"(?:All|Any|Each|Every|Lead|Local|Member|Neighbouring|Other|Participating|Partner|Receiving|Relevant|Supplying|The)"
    rf" (?:\w+ )?{_SORT}$"
)
"""Words that name no body in particular."""

_PLACES = frozenset({"flows", "storage", "handling", "retention", "end_of_sharing", "attachments"})
_BLOCKS = frozenset({Block.FLOWS, Block.STORAGE, Block.RETENTION, Block.END_OF_SHARING, Block.ATTACHMENTS})
_HEADING = re.compile(
    r"\b(?:data flows?|storage|stored|hosting|retention|keeping (?:data|information))\b", re.IGNORECASE
)


@rule("PTY-10")
def handles_data_but_is_not_listed(case: Case) -> Iterator[Hit]:
    known = _listed(case)
    named: set[str] = set()
    for path, name in _organisations(case):
        plain = _plain(name)
        if plain and plain not in named and not _is_known(plain, known):
            named.add(plain)
            yield hit(path, organisation=name)


def _organisations(case: Case) -> Iterator[tuple[str, str]]:
    """Whoever is named as a provider, and firms that the words on handling name."""
    for row in case.document.storage:
        if is_answered(row.provider) and not _OWN.fullmatch(row.provider):
            yield f"storage/{row.key}/provider", row.provider
    sections = {section.key for section in case.document.sections if _is_about_handling(section)}
    for path, text in _worth_reading(case):
        top, _, rest = path.partition("/")
        if top in _PLACES or (top == "sections" and rest.partition("/")[0] in sections):
            yield from ((path, name) for name in _firms(text))


def _is_about_handling(section: Section) -> bool:
    return not _BLOCKS.isdisjoint(section.blocks) or _HEADING.search(section.heading) is not None


def _worth_reading(case: Case) -> Iterator[tuple[str, str]]:
    """Texts with anything in them by which a firm or a body is recognised."""
    signs = (*((sign.lower(),) for sign in _COMPANY_SIGNS), (" by ",))
    return case.prose.holding_all((*signs, *(form for phrase in phrases("handler") for form in phrase.words)))


def _firms(text: str) -> Iterator[str]:
    if any(sign in text for sign in _COMPANY_SIGNS):
        yield from (" ".join(match.group().split()) for match in _COMPANY.finditer(text))
    if " by " in text:
        yield from _public_bodies(text)
    lower = text.lower()
    for phrase in phrases("handler"):
        if any(all(word in lower for word in form) for form in phrase.words):
            yield from phrase.matches(text)


def _public_bodies(text: str) -> Iterator[str]:
    for match in _HANDLED_BY.finditer(text):
        for name in _AND.split(match["names"]):
            body = _PUBLIC_BODY.search(name)
            if body is not None and not _ANY.match(body.group()):
                yield body.group()


def _listed(case: Case) -> tuple[str, ...]:
    names: set[str] = set()
    for party in case.document.parties:
        names.update((party.organisation.name, party.organisation.short_name))
        names.update(member.name for member in party.members)
        names.update(partner.name for partner in party.local_partners)
    return tuple(plain for name in sorted(names) if (plain := _plain(name)))


def _is_known(plain: str, known: tuple[str, ...]) -> bool:
    """Listed by this name, by a longer one or by a part of it."""
    return any(f" {plain} " in f" {name} " or f" {name} " in f" {plain} " for name in known)


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", _LEGAL_FORM.sub(" ", name.casefold())))
