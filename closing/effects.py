"""What a party's leaving, or the end, does to what an agreement says. Values in, values out."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dsaformat.choices import Role
from dsaformat.document import AgreementDocument
from dsaformat.parts import Dataset, EndRule, Flow, Period, RetentionRule
from foundation.workdays import Calendar
from reviews.schedule import after

MOST = 20
"""So many lines of one kind stand on a page; the text has them all."""
_DUTIES = "Duties that no other party has would be left undone."


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing to know before it is done."""

    title: str
    lines: tuple[str, ...]
    nothing: str
    """What to say when there are no lines."""
    warning: str = ""
    """What others lose by it, when there are lines; empty where they lose nothing."""

    @property
    def shown(self) -> tuple[str, ...]:
        more = len(self.lines) - MOST
        return (*self.lines[:MOST], f"{more} more, which the text names") if more > 1 else self.lines


@dataclass(frozen=True, slots=True)
class Held:
    """What one party keeps of the data, and what it does with it when sharing ends."""

    party: str
    keeps: tuple[str, ...]
    then: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        return (*self.keeps, *(f"{line} (when sharing ends)" for line in self.then))


def notice_ends(period: Period | None, given_on: dt.date, calendar: Calendar) -> dt.date | None:
    """The first day on which a party may be gone by the text; None when that is further off than any date.

    Where the text says nothing of notice, it may go the same day.
    """
    return given_on if period is None else after(given_on, period, calendar)


def of_leaving(document: AgreementDocument, key: str) -> tuple[Effect, ...]:
    """By the text as it stands, for the party with that key."""
    names = _names(document)
    return (
        _only_source(document, key),
        Effect("Data it sends", _flows(document, names, lambda flow: flow.sender == key), "It sends no data."),
        Effect(
            "Data it receives", _flows(document, names, lambda flow: key in flow.recipients), "It receives no data."
        ),
        Effect("Data it holds", _held(document, key).keeps, "The text has no retention row for it."),
        Effect(
            "What it does with the data when its sharing ends",
            _held(document, key).then,
            "The text does not say. Agree with the others what happens to the data.",
        ),
        Effect("Who processes data for whom", _processors(document, key, names), "No processor depends on it."),
        Effect("The law that it relies on", _law(document, key), "The text has no lawful-basis row for it."),
        Effect("Duties", _duties(document, key, names), "The text gives it no duty of its own.", _DUTIES),
        Effect("Signatures", _signatures(document, key, names), "No other signature depends on it."),
    )


def of_end(document: AgreementDocument) -> tuple[Held, ...]:
    """Party by party, in the order of the text; parties that hold nothing by it are left out."""
    rows = (_held(document, party.key) for party in document.parties)
    return tuple(row for row in rows if row.keeps or row.then)


def remaining(document: AgreementDocument, gone: Iterable[str]) -> int:
    """How many parties are left that are bound in their own right."""
    aside, left = {Role.PROCESSOR, Role.OBSERVER}, set(gone)
    return sum(
        party.key not in left and (not party.roles or not aside.issuperset(party.roles)) for party in document.parties
    )


def _names(document: AgreementDocument) -> dict[str, str]:
    return {party.key: party.name for party in document.parties}


def _listed(words: Iterable[str]) -> str:
    found = list(dict.fromkeys(words))
    if len(found) > 4:
        found = [*found[:3], f"{len(found) - 3} others"]
    return " and ".join(filter(None, (", ".join(found[:-1]), found[-1]))) if found else ""


def _titles(document: AgreementDocument, keys: Iterable[str], otherwise: str) -> str:
    return _listed(document.dataset(key).title for key in keys) or otherwise


def _flows(document: AgreementDocument, names: dict[str, str], wanted: Callable[[Flow], bool]) -> tuple[str, ...]:
    return tuple(_flow(document, names, flow) for flow in document.flows if wanted(flow))


def _flow(document: AgreementDocument, names: dict[str, str], flow: Flow) -> str:
    what = flow.what or _titles(document, flow.datasets, "Data")
    through = f", through {_listed(names[one] for one in flow.via)}" if flow.via else ""
    often = f" ({flow.frequency})" if flow.frequency else ""
    return f"{what}: from {names[flow.sender]} to {_listed(names[one] for one in flow.recipients)}{through}{often}"


def _only_source(document: AgreementDocument, key: str) -> Effect:
    return Effect(
        "Data that nobody else supplies",
        tuple(_without(document, one) for one in document.datasets if one.supplier == key),
        "It supplies no data, so nobody loses a source.",
        "Data that nobody else supplies would no longer be shared.",
    )


def _without(document: AgreementDocument, dataset: Dataset) -> str:
    names = _names(document)
    carried = [one for flow in document.flows if dataset.key in flow.datasets for one in flow.recipients]
    others = [names[one] for one in (*dataset.recipients, *carried) if one != dataset.supplier]
    return f"{dataset.title}: {_listed(others)} would no longer get it" if others else dataset.title


def _held(document: AgreementDocument, key: str) -> Held:
    name = _names(document).get(key, key)
    keeps = tuple(_kept(document, row) for row in document.retention if row.party == key)
    then = tuple(_then(document, row) for row in document.end_of_sharing if row.party == key)
    return Held(name, keeps, then)


def _kept(document: AgreementDocument, row: RetentionRule) -> str:
    limit = f"for {row.period}" if row.period else f"until {row.event}" if row.event else "for no stated time"
    since = f", counted from {row.starts_from}" if row.period and row.starts_from else ""
    return f"{_titles(document, row.datasets, 'Everything it holds')}: kept {limit}{since}"


def _then(document: AgreementDocument, row: EndRule) -> str:
    within = f" within {row.within}" if row.within else ""
    basis = f", because: {row.basis}" if row.basis else ""
    what = _titles(document, row.datasets, "Everything it holds")
    return f"{what}: {row.action.label.lower()}{within}{basis}"


def _processors(document: AgreementDocument, key: str, names: dict[str, str]) -> tuple[str, ...]:
    found = []
    for party in document.parties:
        if party.key == key and party.processor_for:
            found.append(f"It processes data for {_listed(names[one] for one in party.processor_for)}")
        elif key in party.processor_for:
            alone = len(party.processor_for) == 1
            found.append(f"{party.name} processes data for it{' and for nobody else' if alone else ''}")
    return tuple(found)


def _law(document: AgreementDocument, key: str) -> tuple[str, ...]:
    purposes = {purpose.key: purpose.title for purpose in document.purposes}
    found = []
    for row in document.lawful_basis:
        if row.party == key:
            wording = document.wording(row.condition)
            purpose = f", for {purposes[row.purpose]}" if row.purpose else ""
            found.append(f"{wording.label if wording else row.condition}{purpose}")
    return tuple(dict.fromkeys(found))


def _duties(document: AgreementDocument, key: str, names: dict[str, str]) -> tuple[str, ...]:
    found = []
    for one in document.joint.responsibilities:
        if one.parties == (key,):
            found.append(f"Of the joint controllers it alone: {one.duty}")
    for duty in document.obligations:
        if duty.parties == (key,):
            found.append(f"It alone must: {_short(duty.text)}")
        elif key in duty.to:
            found.append(
                f"Towards it, {_listed(names[one] for one in duty.parties) or 'everybody'}: {_short(duty.text)}"
            )
    return tuple(found)


def _signatures(document: AgreementDocument, key: str, names: dict[str, str]) -> tuple[str, ...]:
    found = []
    if key in document.term.into_force.named:
        found.append("It is one of those who must have signed for the agreement to be in force")
    for wanted in document.signatures:
        others = [names[one] for one in wanted.for_parties if one != key]
        if wanted.party == key and others:
            found.append(f"It signs for {_listed(others)}, too: what it signed binds them as before")
        elif key in wanted.for_parties and wanted.party != key:
            found.append(f"{names[wanted.party]} signed for it")
    return tuple(found)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 160 else f"{line[:159].rstrip()}…"
