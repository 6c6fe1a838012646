"""The oldest mistake about pseudonyms: that they take data out of the law."""

import re
from collections.abc import Iterator

from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule

_PSEUDONYMS = re.compile(r"pseudonym", re.IGNORECASE)
_NOT_PERSONAL = re.compile(
    r"\b(?:(?:is|are|be|being|becomes?|remains?)\s+(?:\w+ly\s+|then\s+|thus\s+)?(?:not|no longer|never)"
    r"|isn[’']t|aren[’']t)"
    r"\s+(?:to be\s+)?(?:(?:defined|regarded|treated|classed|classified|considered|seen|counted)\s+(?:as\s+)?)?"
    r"(?:be\s+)?personal data\b"
    r"|\b(?:do|does|will|would)\s+not\s+(?:constitute|count as|amount to|contain|include)\s+(?:any\s+)?personal data\b"
    r"|\bceases? to be personal data\b"
    r"|\b(?:not|no longer)\s+subject to\s+(?:the\s+)?(?:UK\s+)?"
    r"(?:GDPR|data protection (?:law|act)|subject access|section 7)\b"
    r"|\b(?:subject access(?: requests?| rights?)?|(?:data[- ]subject|individual|access) rights?)"
    r"\s+(?:do|does|will|would)\s+not\s+apply\b",
    re.IGNORECASE,
)
_QUALIFIED = re.compile(
    # In a recipient's hands it can be so; Article 11 can be so; and some sentences warn against the mistake.
    r"\bhands\b|\bArticle 11\b|(?:cannot|can[’']t|unable to|position to)\s+(?:be\s+)?(?:re-?)?identif"
    r"|\b(?:wrong|mistake|mistaken|incorrect|myth|unless)\b|\bnot mean\b"
    r"|\b(?:never|not)\s+(?:be\s+)?(?:said|treated|thought|claimed)\b(?!\s+as\s+personal)",
    re.IGNORECASE,
)


_TAKES_UP = re.compile(r"(?:it|this|that|these|they|such|the data|the result)\b", re.IGNORECASE)


@rule("DT-01")
def pseudonymised_called_not_personal(case: Case) -> Iterator[Hit]:
    own = tuple(f"datasets/{dataset.key}/" for dataset in case.pseudonymised())
    for path, sentences in case.saying("personal data", "subject to", "not apply"):
        if not path.endswith("/not_personal") and _claims(sentences, path.startswith(own)):
            yield hit(path)


def _claims(sentences: tuple[str, ...], of_such_data: bool) -> bool:
    """The sentence itself speaks of pseudonyms, or takes up what the one before said of them."""
    before = ""
    for sentence in sentences:
        named = _PSEUDONYMS.search(sentence) or (_TAKES_UP.match(sentence) and _PSEUDONYMS.search(before))
        if (of_such_data or named) and _NOT_PERSONAL.search(sentence) and not _QUALIFIED.search(sentence):
            return True
        before = sentence
    return False
