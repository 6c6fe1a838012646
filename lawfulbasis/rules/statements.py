"""What the words say of the data, beside the data itself."""

import re
from collections.abc import Iterator

from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule

_DATA = {
    "special": r"(?:special[- ]category|sensitive)(?: personal)? (?:data|information)",
    "offences": r"(?:criminal[- ](?:offences?|convictions?)|criminal)(?: and \w+)? (?:data|information)",
}
_SPEAKS_OF = {
    "special": (
        "special category",
        "special-category",
        "sensitive personal",
        "sensitive data",
        "sensitive information",
    ),
    "offences": ("criminal offence", "criminal conviction", "criminal data", "criminal information", "criminal and"),
}
_DENIED = re.compile(r"\b(?:no|not|nor|never|neither|without)\b[^.;]*$", re.IGNORECASE)
_SHARED = (
    r"(?:expected|anticipated|shared|included|collected|processed|involved|disclosed|exchanged|contained|required)"
)
_ENDS = (
    r"(?:\s+(?:under|as part of|by|in|within|for) (?:this|the) (?:agreement|arrangement|DSA|pilot|programme|project"
    r"|protocol|sharing))?\s*(?:[.;]|$)"
)
_UNTRUE = {
    kind: re.compile(
        rf"\bno {data}(?: (?:is|are|will be|should be))?(?: expected to be)?(?: {_SHARED})?{_ENDS}"
        rf"|\b{data} (?:is|are|will|should) (?:not|never) (?:be )?(?:expected to be )?{_SHARED}{_ENDS}"
        rf"|\bnot (?:anticipated|expected|intended|planned) that (?:any )?{data} (?:will|would|should) be "
        rf"{_SHARED}{_ENDS}"
        r"|\b(?:do|does|will|shall) not (?:include|share|contain|involve|collect|process|disclose) (?:any )?"
        rf"{data}{_ENDS}"
        rf"|\b{data}\s*[:–-]\s*(?:none|not expected|none expected){_ENDS}",
        re.IGNORECASE,
    )
    for kind, data in _DATA.items()
}
"""Plain statements only: with an “unless” or a “by email” behind it, the sentence says something else."""

_NAMED = {
    "special": re.compile(
        r"\b(?:racial|race|ethnic\w*|religio\w*|sexuality|sexual orientation|sex life|health|medical|genetic|biometric"
        r"|trade union\w*|political)(?: or \w+| and \w+)? (?:data|information|details|records?)\b[\w\s,]{0,30}"
        r"\b(?:may|will|can|is|are) (?:also )?(?:be )?(?:shared|included|disclosed|exchanged)\b",
        re.IGNORECASE,
    ),
    "offences": re.compile(
        r"\b(?:convictions?|cautions?|offences?|offending)(?: data| information| history| details)?\b[\w\s,]{0,30}"
        r"\b(?:may|will|can|is|are) (?:also )?(?:be )?(?:shared|included|disclosed|exchanged)\b",
        re.IGNORECASE,
    ),
}


@rule("SC-21")
def statement_conflicts_with_the_data(case: Case) -> Iterator[Hit]:
    for kind, words in _SPEAKS_OF.items():
        for path, sentences in case.saying(*words):
            if any(_UNTRUE[kind].search(" ".join(sentence.split())) for sentence in sentences):
                place = _place(case, kind, path)
                if place:
                    yield hit(path, place=place)


def _place(case: Case, kind: str, path: str) -> str:
    """The data that holds it after all, or words that name it; words about one dataset speak of that dataset."""
    holds = case.special_types if kind == "special" else case.has_offence_data
    top, _, rest = path.partition("/")
    own = rest.partition("/")[0] if top == "datasets" else ""
    for dataset in case.document.datasets:
        if own in {"", dataset.key} and holds(dataset):
            return f"“{dataset.title}”"
    if own:
        return ""
    return "the text elsewhere" if any(_names(kind, text) for _, text in case.texts) else ""


def _names(kind: str, text: str) -> bool:
    """Says that such data may be shared, in whatever words."""
    return any(
        not _DENIED.search(text[max(0, match.start() - 40) : match.start()]) for match in _NAMED[kind].finditer(text)
    )
