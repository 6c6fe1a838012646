"""What the agreement is called, where it belongs, and by whom it is kept."""

from typing import Any

from pydantic import model_validator

from dsaformat.choices import Kind, LegalEffect, Link, RelatedState
from dsaformat.values import Count, Day, Line, Part, PartyKey, RequiredLine, Row, Text, blank, many, maybe, must


class Endorser(Part):
    """A body that supports the agreement without being bound by it."""

    body: RequiredLine = must("Body")
    when: Line = blank("When it endorsed the agreement", "A date, or as much of one as is known.")
    note: Line = blank("Note")


class Funding(Part):
    body: RequiredLine = must("Who pays")
    grant: Line = blank("Grant or fund")
    amount: Line = blank("Amount", "In words, such as £3.3 million.")


class HistoryEntry(Row):
    """One line of the document’s own history, as far back as anybody knows."""

    version: RequiredLine = must("Version")
    when: Line = blank("When", "A date, or as much of one as is known.")
    by: Line = blank("By")
    state: Line = blank("State", "Such as draft, for approval or approved.")
    change: Text = blank("What changed")


class RelatedAgreement(Row):
    """Another agreement, and where the border to this one runs."""

    link: Link = must("How it stands to this agreement")
    title: RequiredLine = must("Title")
    reference: Line = blank("Reference")
    url: Line = blank("Address")
    state: RelatedState = must("State", default=RelatedState.UNKNOWN)
    starts_on: Day | None = maybe("From")
    ends_on: Day | None = maybe("Until")
    term: Line = blank("Its term in words", "Where no dates are known, such as 2018 to 2020.")
    boundary: Text = blank("What is covered there and not here")


class Identity(Part):
    reference: Line = blank("Reference")
    """Given by the portal that keeps it; blank in a document that no portal has taken in yet."""
    other_references: tuple[RequiredLine, ...] = many("Other references", limit=20)
    kind: Kind = must("Kind", default=Kind.AGREEMENT)
    legal_effect: LegalEffect | None = maybe("Legal effect")
    title: RequiredLine = must("Title")
    public_title: Line = blank(
        "Public title", "Gives nothing away: it stands in email subjects and the public register."
    )
    topic: Line = blank("Topic", "Such as supporting families or licensing.")
    version: Count = must("Version", default=1)
    """Counts frozen texts: two versions with the same words still have two fingerprints."""
    version_label: Line = blank("Version label", "What the parties call this version, such as V5.0.")
    owner: PartyKey | None = maybe("Kept by", "The party that keeps the agreement up to date.")
    owner_group: Line = blank("Owner group", "The group that owns a shared template or programme of agreements.")
    facilitator: Line = blank("Facilitator")
    authors: tuple[RequiredLine, ...] = many("Written by", limit=50)
    endorsers: tuple[Endorser, ...] = many("Endorsed by", "Support the agreement without being bound by it.", limit=50)
    programme: Line = blank("Programme")
    project: Line = blank("Project")
    funding: tuple[Funding, ...] = many("Funding", limit=20)
    context: Text = blank("Context")
    drivers: Text = blank("Reasons for the agreement", "What led to it, as distinct from what the data is for.")
    audience: Text = blank("Who should read it")
    scope: Text = blank("When it applies", "Such as only for families that a programme accepts.")
    out_of_scope: Text = blank("What it does not cover")

    @model_validator(mode="before")
    @classmethod
    def _endorsers_were_lines(cls, values: Any) -> Any:
        """Documents written before endorsers had dates name them in plain lines."""
        if isinstance(values, dict) and isinstance(values.get("endorsers"), list | tuple):
            lifted = [{"body": item} if isinstance(item, str) else item for item in values["endorsers"]]
            return values | {"endorsers": lifted}
        return values
