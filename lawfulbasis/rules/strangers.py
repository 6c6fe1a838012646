"""Bodies to whom the words give duties although they are no party: often left over from another agreement."""

import re
from collections.abc import Iterator

from dsaformat import shape
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule

_WORD = r"[A-Z][\w’'-]+"
_BODY = (
    rf"(?:London Borough of {_WORD}(?: and {_WORD}|(?: {_WORD}){{0,2}})"
    rf"|University of {_WORD}(?: {_WORD}){{0,2}}"
    rf"|{_WORD}(?: (?:{_WORD}|and|upon|of|the)){{0,4}}? "
    r"(?:(?:Borough |City |County |District |Town |Parish )?Council|Police|Constabulary|University"
    r"|(?:NHS )?(?:Foundation )?Trust|Integrated Care Board|Fire and Rescue Service|Probation Service))"
)
_OBLIGED = re.compile(
    rf"(?:^|(?<=[.;:,] )|(?<=\n)|(?<=and )|(?<=then )|(?<=that )|(?<=The )|(?<=the ))(?P<body>{_BODY}) "
    r"(?:will|shall|must|agrees? to|undertakes? to|is responsible for|is (?:the|a) (?:data )?controller"
    r"|supplies|receives|keeps|retains|deletes|stores)\b"
)
_ABOUT_PARTIES = (
    "sections/",
    "purposes/",
    "handling/",
    "responsibilities/",
    "obligations/",
    "incidents/",
    "complaints/",
    "quality/",
    "retention/",
    "end_of_sharing/",
    "freedom_of_information/",
    "governance/",
)
_FILLERS = frozenset(
    re.findall(
        r"[a-z]+",
        "academy acute all and another any area both care city constabulary council county district each either every"
        " foundation health hospital host housing its lead local london member mental metropolitan multi national"
        " neighbouring nhs no of other our parent participating partner police primary receiving relevant royal school"
        " sending service signatory such supplying that the their this town trust university upon your borough",
    )
)
"""Words that tell no two bodies apart."""


@rule("TX-06")
def duties_for_a_stranger(case: Case) -> Iterator[Hit]:
    if any(party.whole_class for party in case.document.parties):
        return  # who belongs to the class is not all listed
    known: list[frozenset[str]] | None = None
    named: set[str] = set()
    for path, sentences in case.saying("council", "police", "constabulary", "university", "trust", "board", "service"):
        if not path.startswith(_ABOUT_PARTIES):
            continue
        for sentence in sentences:
            for match in _OBLIGED.finditer(sentence):
                name = match["body"]
                known = known if known is not None else _known(case)
                if name not in named and not _is_known(name, known):
                    named.add(name)
                    yield hit(path, name=name)


def _known(case: Case) -> list[frozenset[str]]:
    """Every name that the rows of the document give to anybody, as the words that tell it apart."""
    document = case.document
    rows = (*document.parties, *document.related, document.identity, document.governance, document.serious_violence)
    lines = [
        str(text)
        for row in rows
        for _, field, value in shape.walk(row)
        if field.form is shape.Form.LINE and field.name in _NAMING
        for text in (value if field.several else (value,))
    ]
    return [words for line in lines if (words := _telling(line))]


_NAMING = frozenset({"name", "short_name", "body", "owner_group", "facilitator", "authors", "title", "contact"})


def _is_known(name: str, known: list[frozenset[str]]) -> bool:
    """By this name, a longer or a shorter one: Hackney is Hackney Council, and Essex’s police are not Kent’s."""
    words = _telling(name)
    return not words or any(words <= other or other <= words for other in known)


def _telling(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", name.casefold())) - _FILLERS
