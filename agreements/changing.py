"""A text that is to replace another, held against the one that applies. Reads only.

What applies is more than its last version: organisations may have joined it since, and others left. Both was agreed
by the rules of the text itself, so it is no change that anybody signs again.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from agreements import assembly, intake
from agreements.choices import Again, Status
from agreements.models import Agreement, Departure, Party, Variation, Version
from dsaformat import diff, editing, parts, reading, redline
from dsaformat.diff import Change, Proposal, Subject, Who
from dsaformat.document import AgreementDocument
from lawfulbasis import services as law

_LONG = 60
"""Shorter texts are said whole, before and after."""
_BEGUN = (Status.IN_FORCE, Status.UNDER_REVIEW, Status.SUPERSEDED, Status.ENDED)

_JOINED: list[Callable[[Agreement], frozenset[str]]] = []
_ADOPTED: list[Callable[[Version, dt.datetime], None]] = []
_REPLACED: list[Callable[[Agreement, Agreement, dt.datetime], None]] = []


def register_joined(answer: Callable[[Agreement], frozenset[str]]) -> None:
    """Called from an app's `ready`: which of those who were asked to join the agreement have signed it, by key."""
    _JOINED[:] = [answer]


def register_adopted(act: Callable[[Version, dt.datetime], None]) -> None:
    """Called from an app's `ready`: what an upper floor does, in the same transaction, with an adopted version."""
    _ADOPTED[:] = [act]


def adopted(version: Version, at: dt.datetime) -> None:
    for act in _ADOPTED:
        act(version, at)


def register_replaced(act: Callable[[Agreement, Agreement, dt.datetime], None]) -> None:
    """Called from an app's `ready`: what an upper floor does, in the same transaction, when a text takes another's
    place: the old agreement, the new one, and when."""
    _REPLACED[:] = [act]


def replaced(old: Agreement, new: Agreement, at: dt.datetime) -> None:
    for act in _REPLACED:
        act(old, new, at)


@dataclass(frozen=True, slots=True)
class Applying:
    """What applies today: the words of the version, between those who are bound by it now."""

    version: Version
    document: AgreementDocument
    joined: tuple[Party, ...]
    left: tuple[Departure, ...]

    @property
    def followed(self) -> tuple[str, ...]:
        """What their joining and leaving did to the words, in sentences: rows come and go with a party."""
        return tuple(change.sentence for change in diff.changes(self.version.document, self.document))


@dataclass(frozen=True, slots=True)
class Told:
    sentence: str
    runs: tuple[redline.Run, ...]
    """A long text as one text with what came and what went; empty where the sentence says it all."""


@dataclass(frozen=True, slots=True)
class Comparison:
    applying: Applying
    document: AgreementDocument
    changes: tuple[Change, ...]
    proposal: Proposal
    missing: tuple[str, ...]
    """Names of organisations that joined meanwhile and have no place in the new text."""
    lingering: tuple[str, ...]
    """Names of parties that left meanwhile and still stand in it."""

    @property
    def proposed(self) -> Again:
        return Again(self.proposal.who.value)

    @property
    def groups(self) -> list[tuple[str, list[Told]]]:
        """By subject, in the subjects' order."""
        found: dict[Subject, list[Told]] = {}
        for change in sorted(self.changes, key=lambda change: list(Subject).index(change.subject)):
            found.setdefault(change.subject, []).append(Told(change.sentence, _runs(change)))
        return [(subject.label, told) for subject, told in found.items()]

    def name(self, key: str) -> str:
        return next((party.name for party in self.document.parties if party.key == key), key)


def applying(agreement: Agreement, version: Version, beside: Agreement | None = None) -> Applying:
    """What applies between whom. With the text that is made `beside` it, each party stands there under its key."""
    named = {party.key for party in version.document.parties}
    left = tuple(Departure.objects.filter(agreement=agreement, left_at__isnull=False).select_related("organisation"))
    gone = {departure.organisation_id for departure in left}
    rows = agreement.parties.exclude(key__in=named).exclude(organisation__in=gone).select_related("organisation")
    signed = _JOINED[0](agreement) if _JOINED and rows else None
    joined = tuple(row for row in rows if signed is None or row.key in signed)
    document = version.document
    for row in joined:
        document = _with(document, row, beside)
    held = {party.key for party in assembly.assemble(beside).parties} if beside else set()
    for departure in left:
        if departure.party_key in named - held:
            document = _without(document, departure.party_key)
    return Applying(version, document, joined, left)


def compare(variation: Variation, *, on: dt.date) -> Comparison:
    """What the new text changes, and who would have to sign again. The law is called by its labels of that day."""
    old = variation.replaces
    # What is signed is never open, so its last version is the one that applies.
    version: Version = old.versions.latest("number")
    now = applying(old, version, variation.agreement)
    after = assembly.assemble(variation.agreement)
    before, bare = _unworded(_level(now.document, after)), _unworded(_level(after, after))
    found = diff.changes(before, bare, labels=_labels(before, bare, on))
    places = set(variation.agreement.parties.values_list("organisation", flat=True))
    keys = {party.key for party in after.parties}
    return Comparison(
        applying=now,
        document=after,
        changes=found,
        proposal=diff.proposal(found, before, bare),
        missing=tuple(row.organisation.name for row in now.joined if row.organisation_id not in places),
        lingering=tuple(one.organisation.name for one in now.left if one.party_key in keys),
    )


def between(before: AgreementDocument, after: AgreementDocument) -> tuple[Change, ...]:
    """The changes between two frozen texts, beside what every version changes by itself."""
    return diff.changes(_level(before, after), _level(after, after))


def differs(decided: Again, parties: Iterable[str], proposal: Proposal) -> bool:
    """Whether people decide otherwise than the comparison proposes."""
    if decided.value != proposal.who.value:
        return True
    return proposal.who is Who.THESE and set(parties) != set(proposal.parties)


def bound_by(document: AgreementDocument, variation: Variation) -> frozenset[str]:
    """Keys of the parties that a new signature binds; the others are told."""
    return frozenset(
        key
        for row in document.signatories
        if variation.again in ("", Again.EVERYONE) or row.party in variation.parties
        for key in (row.party, *row.for_parties)
    )


def replaced_by(agreement: Agreement) -> Variation | None:
    """What came into force in its place; None while nothing has."""
    if agreement.status != Status.SUPERSEDED:
        return None
    rows = Variation.objects.filter(replaces=agreement, agreement__status__in=_BEGUN)
    found: Variation | None = rows.select_related("agreement").order_by("-closed_at").first()
    return found


def has_begun(agreement: Agreement) -> bool:
    """It came into force, whatever became of it since."""
    return Status(agreement.status) in _BEGUN


def earlier_editions(agreement: Agreement) -> list[int]:
    """Keys of the agreements that it replaces, one after the other, the newest first."""
    found: list[int] = []
    here: int | None = agreement.pk
    while here is not None:
        here = Variation.objects.filter(agreement=here).values_list("replaces", flat=True).first()
        if here is not None:
            found.append(here)
    return found


def stem(reference: str) -> str:
    """What the references of all editions begin with: `DSA-2026-0147` of `DSA-2026-0147-2`."""
    return "-".join(reference.split("-")[:3])


def is_edition(reference: str, of: str) -> bool:
    """Whether both are editions of one agreement."""
    return bool(of) and stem(reference) == stem(of)


def newest_edition(agreement: Agreement) -> Agreement:
    """The one that took its place, or the place of that one; itself while nothing did."""
    while (variation := replaced_by(agreement)) is not None:
        agreement = variation.agreement
    return agreement


def _with(document: AgreementDocument, row: Party, beside: Agreement | None) -> AgreementDocument:
    """A party that joined: it says of itself no more than that it is there, until the new text says it."""
    key, quoted = row.key, intake.snapshot(row.organisation)
    place = beside.parties.filter(organisation=row.organisation_id).first() if beside else None
    there = editing.found(assembly.assemble(beside), f"parties/{place.key}") if beside and place else None
    if isinstance(there, parts.Party):
        key, quoted = there.key, there.organisation.model_dump(mode="json", exclude_defaults=True)
    grown = editing.add(document, "parties", {"key": key, "organisation": quoted})
    return editing.add(grown, "signatures", {"key": key, "party": key}) if document.signatures else grown


def _without(document: AgreementDocument, key: str) -> AgreementDocument:
    """Whatever cannot be said without the party goes with it; where nothing would be left, it stays."""
    try:
        return editing.without(document, f"parties/{key}")
    except reading.DocumentError:
        return document


def _level(document: AgreementDocument, new: AgreementDocument) -> AgreementDocument:
    """Without what every new edition changes by itself: its number and its references."""
    reference = new.identity.reference
    others = tuple(one for one in document.identity.other_references if not is_edition(one, reference))
    own = {"reference": reference, "version": new.identity.version, "other_references": others}
    return document.model_copy(update={"identity": document.identity.model_copy(update=own)})


def _unworded(document: AgreementDocument) -> AgreementDocument:
    """Without the law in the words of one day: a draft has none yet."""
    return document.model_copy(update={"law": ()})


def _labels(before: AgreementDocument, after: AgreementDocument, on: dt.date) -> dict[str, str]:
    catalogue = law.catalogue()
    codes = before.codes | after.codes
    return {code: found.label for code in codes if (found := catalogue.on(code, on)) is not None}


def _runs(change: Change) -> tuple[redline.Run, ...]:
    before, after = change.before, change.after
    if change.kind is not diff.Kind.CHANGED or not isinstance(before, str) or not isinstance(after, str):
        return ()
    return redline.redline(before, after) if max(len(before), len(after)) > _LONG else ()


def decided_words(variation: Variation, comparison: Comparison) -> Iterator[str]:
    """Who signs again, in a sentence or two, as everybody in the agreement reads it."""
    match variation.again:
        case Again.THESE:
            yield f"These sign again: {', '.join(map(comparison.name, variation.parties))}. Everybody else is told."
        case "":
            yield "Nobody has decided yet who signs again."
        case _:
            yield f"{Again(variation.again).label}."
    if variation.because:
        yield f"The reason given: {variation.because}"
