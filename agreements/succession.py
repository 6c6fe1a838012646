"""What becomes of an ended organisation's place in one agreement, and why. Pure: values in, values out."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from agreements import succession_text
from agreements.choices import CLOSED, WRITING, Status
from dsaformat import diff, editing
from dsaformat.diff import Change, Proposal, Who
from dsaformat.document import AgreementDocument
from dsaformat.reading import DocumentError
from parties.choices import OrganisationState


class Fate(models.TextChoices):
    """What happens in one agreement. The label is what the lists say."""

    WRITTEN = "written", "The draft is changed"
    REOPENED = "reopened", "The text is opened again"
    TOLD = "told", "Everyone is told"
    AGAIN = "again", "Sign again"
    LEAVES = "leaves", "It leaves"
    KEPT = "kept", "Kept for the record"
    HELD = "held", "Cannot be moved yet"


class Passing(models.TextChoices):
    """How far one agreement has come."""

    WAITING = "waiting", "Waiting"
    DONE = "done", "Done"
    FAILED = "failed", "Not moved yet"


@dataclass(frozen=True, slots=True)
class Ended:
    """The organisation that ended."""

    name: str
    how: str
    """One of `parties.choices.OrganisationState`."""
    on: dt.date

    @property
    def goes_on(self) -> bool:
        """Whether the record itself says which body it is now; who follows an abolished one is for people to say."""
        return self.how in {OrganisationState.RENAMED, OrganisationState.MERGED}


@dataclass(frozen=True, slots=True)
class Heir:
    """Who follows it, as a text would name it."""

    name: str
    snapshot: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """What the ended organisation is in one agreement."""

    status: Status
    lead: str
    """The name of whoever leads, which may be itself."""
    leads: bool
    key: str
    """Of its party; blank where it leads without being one."""
    heir_key: str = ""
    """Of the party that the heir is already."""
    is_replaced: bool = False
    """Another text is on its way to take this one's place."""
    gave_notice: bool = False


@dataclass(frozen=True, slots=True)
class Forecast:
    fate: Fate
    reasons: tuple[str, ...]
    document: AgreementDocument | None = field(default=None, repr=False)
    """The text as it comes to read, where one changes."""


def foresee(place: Place, document: AgreementDocument, ended: Ended, heir: Heir | None) -> Forecast:
    """The same answer before and while it is done; `document` is the working text, or the newest frozen one."""
    if reason := stands_in_the_way(place.status, place.lead, place.leads, heir):
        return Forecast(Fate.HELD, (reason,))
    if heir is None:
        return _without(place, document, ended)
    if place.status in CLOSED:
        return Forecast(Fate.KEPT, (f"Its text stays as it is. {heir.name} keeps the record from now on.",))
    if not any(party.key == place.key for party in document.parties):
        return _unnamed(place, heir)
    try:
        after = succession_text.passed(document, place.key, place.heir_key, heir.snapshot)
    except DocumentError as error:
        return _by_hand(place, error)
    if place.status in WRITING or place.status == Status.AGREED:
        return _drafted(place, after, heir, ended)
    return _in_force(place, document, after, ended, heir)


def stands_in_the_way(status: Status, lead: str, leads: bool, heir: object) -> str:
    """Why the place cannot pass on now, whatever the text says; empty when nothing does."""
    if status == Status.SIGNING:
        return f"It is out for signature. It moves once everyone has signed, or once {lead} takes it back."
    if heir is None and leads and status not in CLOSED:
        how = "withdraw the draft" if status in {*WRITING, Status.AGREED} else "end the agreement"
        return f"{lead} leads it. Choose who takes its place, or {how} first."
    return ""


def _unnamed(place: Place, heir: Heir) -> Forecast:
    """It joined what others had signed, or leads without being a party: no text names it."""
    if place.heir_key:
        return Forecast(Fate.TOLD, (f"{heir.name} is a party already, and the text does not name the other one.",))
    return Forecast(Fate.TOLD, (f"{heir.name} takes the place. The text does not name it, so nothing changes there.",))


def _by_hand(place: Place, error: DocumentError) -> Forecast:
    path, reason = error.problems[0]
    where = f"{path} {reason}" if path else reason
    return Forecast(Fate.HELD, (f"Its text cannot be changed by itself: {where}. {place.lead} changes it first.",))


def _drafted(place: Place, after: AgreementDocument, heir: Heir, ended: Ended) -> Forecast:
    reasons = [f"The text comes to name {heir.name} in place of {ended.name}."]
    if place.heir_key:
        reasons = [f"{heir.name} is a party already: what the text says of both, it comes to say of one."]
    if place.status == Status.IN_REVIEW:
        reasons.append(
            f"It is in review: whoever reviews for {heir.name} is asked anew. The others stay asked, "
            "and what was said before stays in the record."
        )
    if place.status == Status.AGREED:
        reasons.append("Nobody has been asked to sign, so it is opened again and frozen anew.")
        return Forecast(Fate.REOPENED, tuple(reasons), after)
    return Forecast(Fate.WRITTEN, tuple(reasons), after)


def _in_force(place: Place, before: AgreementDocument, after: AgreementDocument, ended: Ended, heir: Heir) -> Forecast:
    if place.is_replaced:
        return Forecast(Fate.TOLD, (f"The text that is to replace it comes to name {heir.name}.",))
    proposal = weighed(before, after, key=place.key, ended=ended)
    if proposal.who == Who.NOBODY:
        words = (
            f"{heir.name} is a party already, and has both places from now on."
            if place.heir_key
            else f"{heir.name} takes the place of {ended.name} as it stands, with all that it promised."
        )
        return Forecast(Fate.TOLD, (words, "What was signed stays as it was signed."))
    if place.status == Status.SIGNED:
        words = "Somebody has to sign again, and it has not started yet. A changed text can be opened once it applies."
        return Forecast(Fate.HELD, (words,))
    why = tuple(reason.sentence for reason in proposal.reasons if reason.who != Who.NOBODY)
    return Forecast(Fate.AGAIN, why, after)


def weighed(before: AgreementDocument, after: AgreementDocument, *, key: str, ended: Ended) -> Proposal:
    """Who would sign again, beside what the record of the ending says itself."""
    found = tuple(change for change in diff.changes(before, after) if not _on_record(change, key, ended))
    return diff.proposal(found, before, after)


def _on_record(change: Change, key: str, ended: Ended) -> bool:
    """A body with a new name is the same body; a merged one is another, and the record says which.

    What the text had not stated about the body before, nobody has signed.
    """
    whole = f"parties/{key}/organisation/"
    if not change.path.startswith(whole):
        return False
    if ended.how == OrganisationState.RENAMED or change.before is None:
        return True
    return ended.goes_on and change.path.removeprefix(whole) in {"name", "slug", "ico_reference"}


def _without(place: Place, document: AgreementDocument, ended: Ended) -> Forecast:
    if place.status in CLOSED:
        return Forecast(Fate.KEPT, ("Its text and its record stay as they are.",))
    if place.status in {*WRITING, Status.AGREED}:
        return _taken_out(place, document, ended)
    if place.gave_notice:
        return Forecast(Fate.LEAVES, ("It has given notice already.",))
    return Forecast(Fate.LEAVES, ("It leaves by notice. What it signed stays signed.",))


def _taken_out(place: Place, document: AgreementDocument, ended: Ended) -> Forecast:
    try:
        after = editing.without(document, f"parties/{place.key}")
    except DocumentError as error:
        return _by_hand(place, error)
    fate = Fate.REOPENED if place.status == Status.AGREED else Fate.WRITTEN
    return Forecast(fate, (f"{ended.name} is taken out of the text, with what only it says.",), after)
