"""Who would have to sign again after changes. A proposal with its reasons: people decide."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dsaformat.choices import Labelled, Role
from dsaformat.diff import subjects
from dsaformat.diff.change import Change, Kind
from dsaformat.diff.naming import listed, lowered
from dsaformat.diff.subjects import Binds, Subject
from dsaformat.document import AgreementDocument
from dsaformat.parts import Party
from dsaformat.shape import Form


class Who(Labelled):
    EVERYONE = "everyone", "Everyone signs again"
    THESE = "these", "These sign again"
    NOBODY = "nobody", "Nobody signs again, and everyone is told"


@dataclass(frozen=True, slots=True)
class Reason:
    who: Who
    parties: tuple[str, ...]
    """Keys of those who sign again, when it is not everyone."""
    sentence: str
    paths: tuple[str, ...]
    """Of the changes that it speaks about."""


@dataclass(frozen=True, slots=True)
class Proposal:
    who: Who
    parties: tuple[str, ...]
    """Keys of those who sign again, when it is not everyone."""
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What one change asks for, and why. Changes with the same cause share a sentence."""

    who: Who
    why: str
    parties: tuple[str, ...] = ()
    own: bool = False
    """Those who sign are those whose rows they are."""


_CHANGED = {
    Subject.PARTIES: "what the parties are or promise changed",
    Subject.DATA: "the data or its use changed",
    Subject.PURPOSE: "the purpose changed",
    Subject.LAW: "the law that the agreement stands on changed",
    Subject.RETENTION: "how long everybody keeps data changed",
    Subject.SECURITY: "how data is kept safe changed",
    Subject.DATES: "the dates of the agreement changed",
    Subject.WORDING: "the wording changed",
}
_TRIVIAL = "only spaces, punctuation or capitals changed"
_ORDER = "only the order changed"


def proposal(changes: Iterable[Change], before: AgreementDocument, after: AgreementDocument) -> Proposal:
    """The changes must be those between the two documents, or some of them."""
    grouped: dict[tuple[Who, str], list[tuple[_Verdict, Change]]] = {}
    for change in changes:
        verdict = _verdict(change, before, after)
        grouped.setdefault((verdict.who, verdict.why), []).append((verdict, change))
    reasons = tuple(_reason(who, group, after) for who in Who for (of, _), group in grouped.items() if of is who)
    if not reasons:
        return Proposal(Who.NOBODY, (), (Reason(Who.NOBODY, (), "Nothing changed.", ()),))
    return _joined(reasons, after)


def _reason(who: Who, group: list[tuple[_Verdict, Change]], after: AgreementDocument) -> Reason:
    parties = tuple(sorted({key for verdict, _ in group for key in verdict.parties}))
    found = [change for _, change in group]
    verdict = replace(group[0][0], parties=parties)
    return Reason(who, parties, _sentence(verdict, found, after), tuple(change.path for change in found))


def _joined(reasons: tuple[Reason, ...], after: AgreementDocument) -> Proposal:
    these = tuple(sorted({key for reason in reasons for key in reason.parties}))
    everyone = these and set(these) >= {wanted.party for wanted in after.signatories}
    if everyone or reasons[0].who is Who.EVERYONE:
        return Proposal(Who.EVERYONE, (), reasons)
    return Proposal(reasons[0].who, these, reasons)


def _verdict(change: Change, before: AgreementDocument, after: AgreementDocument) -> _Verdict:
    if change.kind is Kind.MOVED:
        return _Verdict(Who.NOBODY, _ORDER)
    if _trivial(change):
        return _Verdict(Who.NOBODY, _TRIVIAL)
    fields = subjects.place(change.path)
    if fields == "parties":
        return _came_or_went(change, before, after)
    if fields in {"parties.organisation.name", "parties.organisation.slug", "parties.organisation.ico_reference"}:
        return _organisation(change, before, after)
    match subjects.binds(change.path):
        case Binds.EVERYONE:
            return _Verdict(Who.EVERYONE, _CHANGED[change.subject])
        case Binds.OWN:
            return _own(change, before, after)
    return _Verdict(Who.NOBODY, "")


def _own(change: Change, before: AgreementDocument, after: AgreementDocument) -> _Verdict:
    signers = _signers(change.parties, before, after)
    if not signers:
        return _Verdict(Who.EVERYONE, _CHANGED[change.subject])
    first, *rest = subjects.trail(change.path)
    title = rest[0].title if first.name == "parties" else first.title
    if set(change.parties) == set(signers):
        return _Verdict(Who.THESE, f"own rows changed: {lowered(title)}", signers, own=True)
    here = {party.key: party.name for party in (*before.parties, *after.parties)}
    names = [name for key, name in here.items() if key in change.parties]
    return _Verdict(Who.THESE, f"rows of {listed(names)} changed: {lowered(title)}", signers)


def _signers(parties: tuple[str, ...], before: AgreementDocument, after: AgreementDocument) -> tuple[str, ...]:
    """Those whose signatures bind the parties; for a processor that does not sign, those it works for."""
    works_for = {party.key: party.processor_for for party in (*before.parties, *after.parties)}
    bound = {key for wanted in after.signatories for key in (wanted.party, *wanted.for_parties)}
    keys = {signer for key in parties for signer in ((key,) if key in bound else works_for[key])}
    return tuple(sorted(wanted.party for wanted in after.signatories if keys & {wanted.party, *wanted.for_parties}))


def _came_or_went(change: Change, before: AgreementDocument, after: AgreementDocument) -> _Verdict:
    key = change.path.rpartition("/")[2]
    came = change.kind is Kind.ADDED
    document = after if came else before
    party = document.party(key)
    verb = "joins" if came else "leaves"
    if _gives_or_takes(document, party):
        return _Verdict(Who.EVERYONE, f"{party.name} {verb}, and supplies or receives data")
    if signers := _signers((key, *party.processor_for), before, after):
        return _Verdict(Who.THESE, f"{party.name} {verb}, and neither supplies nor receives data itself", signers)
    return _Verdict(Who.NOBODY, f"{party.name} {verb}, and neither supplies nor receives data")


def _gives_or_takes(document: AgreementDocument, party: Party) -> bool:
    """Roles that nobody has stated count as taking part."""
    if not set(party.roles) or not {Role.PROCESSOR, Role.OBSERVER}.issuperset(party.roles):
        return True
    ends = [(dataset.supplier, *dataset.recipients) for dataset in document.datasets]
    return any(party.key in keys for keys in (*ends, *((flow.sender, *flow.recipients) for flow in document.flows)))


def _organisation(change: Change, before: AgreementDocument, after: AgreementDocument) -> _Verdict:
    """A name may change while the organisation stays: its place in the directory or its ICO number shows that."""
    key = change.path.split("/")[1]
    old, new = before.party(key).organisation, after.party(key).organisation
    same = any((old.slug and old.slug == new.slug, old.ico_reference and old.ico_reference == new.ico_reference))
    if old.name == new.name:
        return _Verdict(Who.NOBODY, "")
    if same:
        return _Verdict(Who.NOBODY, f"{old.name} is now called {new.name}, and is the same organisation")
    return _Verdict(Who.EVERYONE, f"nothing shows that {new.name} is the organisation that was {old.name}")


def _trivial(change: Change) -> bool:
    """Whether free text says the same but for spaces, punctuation and capitals."""
    if change.kind is not Kind.CHANGED:
        return False
    field = subjects.trail(change.path)[-1]
    if field.form not in {Form.LINE, Form.TEXT} or field.points_at:
        return False
    old, new = _texts(change.before), _texts(change.after)
    return len(old) == len(new) and all(_bare(one) == _bare(other) for one, other in zip(old, new, strict=True))


def _texts(value: object) -> list[str]:
    return [str(member) for member in value] if isinstance(value, list) else [str(value)]


# A mark before a digit may be part of a number: 1.5 years are not 15 years.
_MARKS = re.compile(r"[.,;:!?'’‘\"“”()\[\]…•*#\-–—](?!\d)")


def _bare(text: str) -> str:
    return " ".join(_MARKS.sub(" ", text).casefold().split())


def _sentence(verdict: _Verdict, changes: list[Change], after: AgreementDocument) -> str:
    places = f" ({len(changes)} changes)" if len(changes) > 1 else ""
    match verdict.who:
        case Who.EVERYONE:
            return f"Everyone signs again because {verdict.why}{places}."
        case Who.THESE:
            names = [party.name for party in after.parties if party.key in verdict.parties]
            verb, whose = ("signs", "its ") if len(names) == 1 else ("sign", "their ")
            return f"{listed(names)} {verb} again because {whose if verdict.own else ''}{verdict.why}{places}."
    if verdict.why:
        return f"Nobody signs again because {verdict.why}{places}."
    return f"Nobody signs again for this, and everyone is told: {listed(_titles(changes))}."


def _titles(changes: list[Change]) -> Iterator[str]:
    """What the fields are called, each once."""
    yield from dict.fromkeys(lowered(subjects.trail(change.path)[-1].title) for change in changes)
