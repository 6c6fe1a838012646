"""What an agreement commits one party to, in a few lines made from the document alone."""

from collections.abc import Iterable
from typing import NamedTuple

from dsaformat.document import AgreementDocument
from dsaformat.parts import RetentionRule, ReviewEvery, ReviewOn, Term

MOST = 4


class Line(NamedTuple):
    """One row of the summary: what it is about, and what the document says."""

    about: str
    says: list[str]


def lines(document: AgreementDocument, party: str) -> list[Line]:
    """Purposes, data given and received, how long it is kept, review and leaving: only what the document says."""
    others = [other.name for other in document.parties if other.key != party]
    own_rules = [rule for rule in document.retention if rule.party == party]
    found = [
        Line("With", _some(others)),
        Line("Purposes", _some(purpose.title for purpose in document.purposes)),
        Line("Data you give", _some(data.title for data in document.datasets if data.supplier == party)),
        Line("Data you get", _some(data.title for data in document.datasets if party in data.recipients)),
        Line("How long you keep it", _some(_kept(document, rule) for rule in own_rules)),
        Line("Reviewed", _review(document.term)),
        Line("Lasts", _lasts(document.term)),
    ]
    return [line for line in found if line.says]


def _some(values: Iterable[str]) -> list[str]:
    """A signatory reads a summary on a telephone: the first few, and how many more there are."""
    listed = list(values)
    if len(listed) <= MOST + 1:
        return listed
    return [*listed[:MOST], f"and {len(listed) - MOST} more"]


def _kept(document: AgreementDocument, rule: RetentionRule) -> str:
    titles = ", ".join(document.dataset(key).title for key in rule.datasets) or "All data"
    limit = str(rule.period) if rule.period else rule.event or rule.text
    return f"{titles}: {limit}" if limit else titles


def _review(term: Term) -> list[str]:
    match term.review:
        case ReviewOn(on=day):
            return [f"On {day.day} {day:%B %Y}"]
        case ReviewEvery(first_after_months=first, then_every_months=then):
            return [f"After {first} months, then every {then} months"]
        case _:
            return []


def _lasts(term: Term) -> list[str]:
    said = []
    if term.starts_on:
        said.append(f"From {term.starts_on.day} {term.starts_on:%B %Y}")
    if term.ends_on:
        said.append(f"Until {term.ends_on.day} {term.ends_on:%B %Y}")
    elif term.ongoing:
        said.append("Until it is ended")
    if term.notice_to_leave:
        said.append(f"You can leave with {term.notice_to_leave} notice")
    return said
