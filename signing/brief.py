"""What an agreement commits one party to, on one page made from the document alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dsaformat.document import AgreementDocument
from dsaformat.parts import BasisRow, Dataset, Flow, Obligation, Period, RetentionRule, ReviewEvery, ReviewOn, Term
from foundation.templatetags.ui import uk_date

MOST = 4
LONGEST = 160


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the document says, and what must be noticed about it."""

    says: str
    mark: str = ""
    """A deadline or a caution, to be shown strongly."""


@dataclass(frozen=True, slots=True)
class Card:
    """One question that a signatory has, answered by the document. Empty where it says nothing of it."""

    key: str
    title: str
    lines: tuple[Line, ...]
    more: int = 0
    """How many lines are left out: a signatory reads this on a telephone."""

    def __bool__(self) -> bool:
        return bool(self.lines)


def cards(document: AgreementDocument, party: str, bodies: Iterable[str] = ()) -> list[Card]:
    """For the party and everybody else that the same signature binds; only what the document says."""
    own = frozenset({party, *bodies})
    found = (
        _card("why", "What it is for", (Line(purpose.title) for purpose in document.purposes)),
        _card("give", "You give", _given(document, own)),
        _card("get", "You get", _received(document, own)),
        _card("duties", "You must", _duties(document, own), most=6),
        _card("keep", "How long you keep it", _kept(document, own)),
        _card("law", "The law you rely on", _law(document, own)),
        _card("dates", "How long it lasts", _lasts(document.term)),
    )
    return [card for card in found if card]


def partners(document: AgreementDocument, own: Iterable[str]) -> list[str]:
    ours = frozenset(own)
    return [other.name for other in document.parties if other.key not in ours]


def _card(key: str, title: str, lines: Iterable[Line], most: int = MOST) -> Card:
    listed = tuple(dict.fromkeys(lines))
    if len(listed) <= most + 1:
        return Card(key, title, listed)
    return Card(key, title, listed[:most], len(listed) - most)


def _given(document: AgreementDocument, own: frozenset[str]) -> Iterator[Line]:
    for data in document.datasets:
        if data.supplier in own:
            yield Line(_titled(data, "to", _names(document, _receivers(document, data) - own)), _caution(data))
    for flow in _in_words(document):
        if flow.sender in own:
            yield Line(f"{flow.what}, to {_some(_names(document, frozenset(flow.recipients) - own))}")


def _received(document: AgreementDocument, own: frozenset[str]) -> Iterator[Line]:
    for data in document.datasets:
        if data.supplier not in own and own & _receivers(document, data):
            yield Line(_titled(data, "from", [document.party(data.supplier).name]), _caution(data))
    for flow in _in_words(document):
        if flow.sender not in own and own & set(flow.recipients):
            yield Line(f"{flow.what}, from {document.party(flow.sender).name}")


def _in_words(document: AgreementDocument) -> Iterator[Flow]:
    """Flows that say what they carry in words and name no dataset, such as results that are sent back."""
    return (flow for flow in document.flows if flow.what and not flow.datasets and flow.sender and flow.recipients)


def _receivers(document: AgreementDocument, data: Dataset) -> frozenset[str]:
    """Whoever is named; nobody named means wherever the flows carry it."""
    if data.recipients:
        return frozenset(data.recipients)
    return frozenset(key for flow in document.flows if data.key in flow.datasets for key in flow.recipients)


def _titled(data: Dataset, word: str, names: list[str]) -> str:
    often = f", {_lowered(data.frequency)}" if data.frequency else ""
    return f"{data.title}{often}, {word} {_some(names)}" if names else f"{data.title}{often}"


def _some(names: list[str]) -> str:
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    return f"{', '.join(names[:2])}{more}"


def _caution(data: Dataset) -> str:
    codes = {*data.categories, *(code for item in data.items for code in item.types)}
    if codes & {"cat_special_category", "cat_sensitive", "cat_criminal_offence"}:
        return "sensitive"
    return data.identifiability.label.lower() if data.identifiability and not data.identifiability.personal else ""


def _duties(document: AgreementDocument, own: frozenset[str]) -> Iterator[Line]:
    """Those with a deadline first: they are what an organisation can fail at."""
    duties = [one for one in document.obligations if not one.parties or own & set(one.parties)]
    for one in sorted(duties, key=lambda duty: not (duty.at_once or duty.within or duty.every)):
        yield Line(_short(_after(one)), _due(one))
    incidents = document.incidents
    if incidents.at_once or incidents.tell_parties:
        yield Line("Tell the other parties when something goes wrong", _within(incidents.tell_parties) or "at once")
    if incidents.regulator:
        yield Line("Tell the regulator of a breach that it must know of", _within(incidents.regulator))
    if document.complaints.acknowledge:
        yield Line("Acknowledge complaints", _within(document.complaints.acknowledge))
    for responsibility in document.joint.responsibilities:
        if own & set(responsibility.parties):
            yield Line(_short(responsibility.duty))
    for party in document.parties:
        if party.key in own:
            for text in party.duties:
                yield Line(_short(text))


def _after(duty: Obligation) -> str:
    return f"{duty.text.rstrip('.')} (after {_lowered(duty.trigger)})" if duty.trigger else duty.text


def _due(duty: Obligation) -> str:
    if duty.at_once:
        return "at once"
    return _within(duty.within) or (f"every {duty.every}" if duty.every else "")


def _within(period: Period | None) -> str:
    return f"within {period}" if period else ""


def _kept(document: AgreementDocument, own: frozenset[str]) -> Iterator[Line]:
    for rule in document.retention:
        if rule.party in own and (said := _limit(rule)):
            titles = ", ".join(document.dataset(key).title for key in rule.datasets[:2]) or "All data"
            more = f" and {len(rule.datasets) - 2} more" if len(rule.datasets) > 2 else ""
            yield Line(f"{titles}{more}", said)


def _limit(rule: RetentionRule) -> str:
    if rule.period:
        return f"{rule.period} from {rule.starts_from}" if rule.starts_from else str(rule.period)
    return f"until {rule.event}" if rule.event else _short(rule.text)


def _law(document: AgreementDocument, own: frozenset[str]) -> Iterator[Line]:
    for row in document.lawful_basis:
        if row.party in own:
            yield Line(_condition(document, row), "only if such data turns up" if row.contingent else "")


def _condition(document: AgreementDocument, row: BasisRow) -> str:
    wording = document.wording(row.condition)
    if wording is None:
        return row.condition
    return f"{wording.label} ({wording.reference})" if wording.reference else wording.label


def _lasts(term: Term) -> Iterator[Line]:
    if term.starts_on:
        yield Line("Starts", uk_date(term.starts_on))
    if term.ends_on:
        yield Line("Ends", uk_date(term.ends_on))
    elif term.ongoing:
        yield Line("Goes on until it is ended")
    match term.review:
        case ReviewOn(on=day):
            yield Line("Review", uk_date(day))
        case ReviewEvery(first_after_months=first, then_every_months=then):
            yield Line("Review", f"after {first} months, then every {then} months")
    if term.notice_to_leave:
        yield Line("You can leave with notice of", str(term.notice_to_leave))


def _names(document: AgreementDocument, keys: frozenset[str]) -> list[str]:
    return [party.name for party in document.parties if party.key in keys]


def _lowered(text: str) -> str:
    """As it stands within a sentence; a first word in capitals stays as it is."""
    first = text.split(maxsplit=1)[0] if text.split() else ""
    return text[:1].lower() + text[1:] if first[1:] == first[1:].lower() else text


def _short(text: str) -> str:
    """The first sentence or so: the full text is one link away."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: line.rfind(" ", 0, LONGEST)] + " …"
