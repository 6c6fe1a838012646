"""How long data stays, and when the agreement itself is looked at again."""

import re
from collections.abc import Iterator

from lawfulbasis.rules.questions import receives
from lawfulbasis.rules.registry import Case, Hit, hit, rule

_VAGUE = re.compile(
    r"(?:as long as|no longer than|for as long as)(?: \w+){0,3} (?:necessary|needed|required)"
    r"|in (?:line|accordance) with (?:\w+[’']?\s+){0,4}polic",
    re.IGNORECASE,
)


@rule("RL-01")
def retention_missing(case: Case) -> Iterator[Hit]:
    covered = {(rule.party, key) for rule in case.document.retention for key in rule.datasets}
    covers_all = {rule.party for rule in case.document.retention if not rule.datasets}
    for dataset in case.document.datasets:
        for key in sorted(receives(case.document, dataset)):
            if key not in covers_all and (key, dataset.key) not in covered:
                name = case.document.party(key).name
                yield hit(f"retention/{key}/{dataset.key}", party=name, dataset=dataset.title)


@rule("RL-02")
def vague_retention(case: Case) -> Iterator[Hit]:
    for row in case.document.retention:
        if not row.states_a_limit and (not row.text or _VAGUE.search(row.text)):
            yield hit(f"retention/{row.key}")


@rule("RL-07")
def review_date_missing(case: Case) -> Iterator[Hit]:
    if case.document.term.review is None:
        yield hit("term/review")
