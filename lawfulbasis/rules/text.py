"""What the words themselves give away."""

import re
from collections.abc import Iterator

from lawfulbasis.rules.registry import Case, Hit, hit, rule
from lawfulbasis.rules.words import texts

_PLACEHOLDER = re.compile(
    r"\[\s*(?:describe|delete|insert|enter|add|state|name|list|suggestion|tbc|specify|your|xx|organisation|party|date)"
    r"[^\]]{0,200}\]"
    r"|\b(?:XX+|TBC|TBD|TODO)\b"
    r"|_{4,}",
    # Capitals matter for XX and TBC; within brackets they do not.
)
_IN_BRACKETS = re.compile(_PLACEHOLDER.pattern.split("|\\b")[0], re.IGNORECASE)


@rule("TX-01")
def placeholder_left(case: Case) -> Iterator[Hit]:
    for path, text in texts(case.document):
        found = _PLACEHOLDER.search(text) or _IN_BRACKETS.search(text)
        if found:
            yield hit(path, words=found.group()[:60])
