"""What the words themselves give away: gaps nobody filled in, sentences nobody can read, numbers printed twice."""

import re
from collections.abc import Iterator

from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule
from lawfulbasis.rules.words import quoted, sentences

_IN_BRACKETS = re.compile(
    r"\[\s*(?:describe|delete|insert|enter|add|state|name|list|suggestions?|tbc|tbd|specify|your|xx|organisation|party|date"
    r"|please|optional|choose|select|complete|amend|to be)\b[^\]]{0,200}\](?!\()"
    r"|<\s*(?:insert|enter|add|name of|describe|specify|date|organisation)\b[^<>]{0,80}>",
    re.IGNORECASE,
)
# Capitals matter here: xx may be a name in a file, and Todo is a surname.
_MARKS = re.compile(r"\b(?:XX+|TBC|TBD|TODO|T\.B\.C\.)(?!\w)|_{4,}|\?{3,}|\bDD/MM/YY(?:YY)?\b")
_LOWER_MARKS = re.compile(
    r"\b(?:dd/mm/yy(?:yy)?|xx/xx(?:/\w+)?|lorem ipsum|click (?:or tap )?here to enter text|choose an item)\b"
    r"|\(\s*to be (?:added|completed|confirmed|decided|inserted)\s*\)",
    re.IGNORECASE,
)
_WHOLE_ANSWER = re.compile(
    r"[\W_]*(?:to be (?:added|completed|confirmed|decided|determined|inserted|supplied)|as above|see template"
    r"|(?:please )?describe\b[^.]{0,200}|please (?:enter|insert|list|specify|state)\b[^.]{0,200})[\W_]*",
    re.IGNORECASE,
)
_MAY_COMMAND = ("/question", "/heading", "/fixed", "/duties", "/act")
_COMMANDS = ("obligations/", "checklists/", "prohibitions/", "responsibilities/", "definitions/", "versions/")
"""Where “Describe the case to the duty officer” is what people are told to do."""

_SIGNS = (
    *("[", "<", "xx", "tbc", "tbd", "t.b.c", "todo", "____", "???", "dd/mm/yy", "lorem ipsum", "to enter text"),
    *("choose an item", "to be ", "as above", "see template", "describe", "please "),
)
"""Asked first, in small letters: texts without any of them are not searched."""

_LONGEST = 40
_FOR_EVERYBODY = frozenset({"identity/public_title", "joint/essence", "publication/text"})


@rule("TX-01")
def placeholder_left(case: Case) -> Iterator[Hit]:
    for path, text in case.holding(_SIGNS):
        found = _IN_BRACKETS.search(text) or _MARKS.search(text) or _LOWER_MARKS.search(text)
        if found is None and not path.startswith(_COMMANDS) and not any(part in path for part in _MAY_COMMAND):
            found = _WHOLE_ANSWER.fullmatch(text)
        if found:
            yield hit(path, words=quoted(found.group(), 60))


@rule("TX-07")
def clause_number_printed_twice(case: Case) -> Iterator[Hit]:
    """A-14. The rows keep their own keys, so that nothing breaks; readers are told which clause is meant."""
    first: dict[str, str] = {}
    for section in case.document.sections:
        number = section.number.strip().rstrip(".").casefold()
        if number and number in first:
            yield hit(f"sections/{section.key}/number", words=number, name=first[number], other=section.heading)
        elif number:
            first[number] = section.heading


@rule("TX-14")
def sentence_too_long(case: Case) -> Iterator[Hit]:
    for path, text in case.texts:
        if path not in _FOR_EVERYBODY and not (path.startswith("purposes/") and path.endswith(("/text", "/question"))):
            continue
        longest = max(sentences(text), key=_length)
        if _length(longest) > _LONGEST:
            yield hit(path, words=quoted(longest, 60))


def _length(sentence: str) -> int:
    return len(sentence.split())
