"""What each party must account for when sharing ends, read from the document alone. Values in, values out."""

from dataclasses import dataclass

from django.db import models

from dsaformat.choices import EndAction
from dsaformat.document import AgreementDocument
from dsaformat.parts import EndRule, RetentionRule

EVERYTHING = "Everything it holds"
THE_REST = "Everything else it holds"
RECEIVED = "Everything it received"
RECEIVED_TOO = "Anything else it received"


class Fate(models.TextChoices):
    """What became of data."""

    DELETED = "deleted", "Deleted"
    RETURNED = "returned", "Returned"
    ANONYMISED = "anonymised", "Made anonymous"
    ARCHIVED = "archived", "Archived"
    KEPT = "kept", "Kept, on a lawful basis"
    UNKNOWN = "unknown", "Not known"
    """Said of a party that has nobody here any more, by whoever leads the agreement; never by a party of itself."""


OWN = tuple(fate for fate in Fate if fate is not Fate.UNKNOWN)
"""What a party can say of its own data."""


PLANNED: dict[EndAction, Fate] = {
    EndAction.DELETE: Fate.DELETED,
    EndAction.RETURN: Fate.RETURNED,
    EndAction.KEEP: Fate.KEPT,
    EndAction.ANONYMISE: Fate.ANONYMISED,
    EndAction.ARCHIVE: Fate.ARCHIVED,
}


@dataclass(frozen=True, slots=True)
class Held:
    """Some data of one party, and what the document says of it."""

    key: str
    """Names it among what the party holds: the rule that it comes from, or ``received``."""
    data: str
    retention: RetentionRule | None = None
    end: EndRule | None = None

    @property
    def planned(self) -> Fate | None:
        return PLANNED[self.end.action] if self.end else None

    @property
    def rule(self) -> str:
        """What the document says, in one line; empty when it says nothing."""
        return ". ".join(filter(None, [_of_the_end(self.end), kept(self.retention)]))


def held(document: AgreementDocument, party: str) -> tuple[Held, ...]:
    """One for each retention rule of the party, for each end rule beside them, and for what it received besides."""
    keeping = [rule for rule in document.retention if rule.party == party]
    ending = [rule for rule in document.end_of_sharing if rule.party == party]
    rows = [
        Held(f"retention-{rule.key}", _data(document, rule.datasets, EVERYTHING), rule, _end_of(rule, ending))
        for rule in keeping
    ]
    told = {name for rule in keeping for name in rule.datasets}
    whole = any(not rule.datasets for rule in keeping)
    rest = THE_REST if rows else EVERYTHING
    said = {row.end.key for row in rows if row.end}
    for rule in ending:
        if rule.key in said and (whole or (rule.datasets and told.issuperset(rule.datasets))):
            continue
        left = tuple(name for name in rule.datasets if name not in told) if rule.key in said else rule.datasets
        rows.append(Held(f"end-{rule.key}", _data(document, left, rest), None, rule))
        told.update(rule.datasets)
        whole = whole or not rule.datasets
    return (*rows, *_received_besides(document, party, told, whole=whole, first=not rows))


def received(document: AgreementDocument, party: str) -> tuple[set[str], bool]:
    """The datasets that it was given by name, and whether something flows to it that no dataset describes."""
    named = {one.key for one in document.datasets if party in one.recipients and one.supplier != party}
    unnamed = False
    for flow in document.flows:
        if flow.sender != party and (party in flow.recipients or party in flow.via):
            named.update(flow.datasets)
            unnamed = unnamed or not flow.datasets
    return named, unnamed


def _received_besides(
    document: AgreementDocument, party: str, told: set[str], *, whole: bool, first: bool
) -> tuple[Held, ...]:
    named, unnamed = received(document, party)
    if whole or not (named - told or unnamed):
        return ()
    if first:
        return (Held("received", RECEIVED),)
    return (Held("received", _data(document, tuple(named - told), RECEIVED_TOO)),)


def _end_of(rule: RetentionRule, ending: list[EndRule]) -> EndRule | None:
    """The rule for the end that speaks of the same data: of just that, else of more, else of everything."""
    wanted = set(rule.datasets)
    same = [one for one in ending if set(one.datasets) == wanted]
    more = [one for one in ending if wanted and wanted < set(one.datasets)]
    every = [one for one in ending if not one.datasets]
    return next(iter([*same, *more, *every]), None)


def data_of(document: AgreementDocument, rule: RetentionRule) -> str:
    """Which data a rule is about."""
    return _data(document, rule.datasets, EVERYTHING)


def _data(document: AgreementDocument, keys: tuple[str, ...], otherwise: str) -> str:
    """Titles in the order of the document."""
    wanted = set(keys)
    return "; ".join(one.title for one in document.datasets if one.key in wanted) or otherwise


def _of_the_end(rule: EndRule | None) -> str:
    if rule is None:
        return ""
    within = f" within {rule.within}" if rule.within else ""
    return ". ".join(filter(None, [f"{rule.action.label}{within} when sharing ends", rule.how.strip(" .")]))


def kept(rule: RetentionRule | None) -> str:
    """How long it is kept, in one line; empty when the rule names no limit."""
    if rule is None:
        return ""
    since = f", counted from {rule.starts_from}" if rule.starts_from else ""
    parts = [f"Kept for {rule.period}{since}" if rule.period else "", f"until {rule.event}" if rule.event else ""]
    words = " or ".join(filter(None, parts))
    looked = f"Looked at again every {rule.reviewed_every}" if rule.reviewed_every else ""
    return ". ".join(filter(None, [words[:1].upper() + words[1:], looked]))
