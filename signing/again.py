"""Who signs a text that replaces another, everyone or those whom the change concerns, and who signed it. Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass

from agreements import changing
from agreements.choices import Again
from agreements.models import Agreement, Variation, Version
from agreements.signers import Signed, Signing
from dsaformat.parts import IntoForce
from foundation.templatetags.ui import uk_date
from foundation.verdicts import Verdict
from signing import quorum
from signing.choices import RequestState, RoundKind
from signing.models import Elsewhere, Request, Signature
from signing.wanted import Wanted, wanted


def keys(agreement: Agreement) -> frozenset[str] | None:
    """Of the parties that sign again; none when nobody does, and None when everyone signs."""
    if not agreement.is_edition:
        return None
    found = Variation.objects.filter(agreement=agreement).values_list("again", "parties").first()
    if found is None or found[0] in ("", Again.EVERYONE):
        return None
    return frozenset(found[1])


@dataclass(frozen=True, slots=True)
class Asked:
    """What a round of the version asks for."""

    rows: tuple[Wanted, ...]
    """The signatures, in the document's order."""
    rule: IntoForce
    """When it comes into force. Where only some sign again, all of them must: they were chosen for it."""


def of(version: Version) -> Asked:
    """One query."""
    those, every = keys(version.agreement), wanted(version.document)
    if those is None:
        return Asked(every, version.document.term.into_force)
    return Asked(tuple(row for row in every if row.party in those), IntoForce())


def bound_before(version: Version) -> frozenset[str]:
    """Keys of the parties that what they signed before still binds, so that nobody asks them."""
    those = keys(version.agreement)
    if those is None:
        return frozenset()
    return frozenset(row.party for row in wanted(version.document) if row.party not in those)


def rule_words(version: Version, names: Mapping[str, str], total: int) -> str:
    if keys(version.agreement) is None:
        return quorum.rule_words(version.document.term.into_force, names, total)
    who = "the party that signs" if total == 1 else f"all {total} parties that sign"
    have = "has" if total == 1 else "have"
    return f"It comes into force when {who} again {have} signed. Everybody else is told."


def somebody_signs(agreement: Agreement) -> Verdict:
    return Verdict.unless(
        keys(agreement) != frozenset(),
        "It was decided that nobody signs this text again. Put it in force instead.",
    )


def note(version: Version) -> str:
    """What somebody who checks the signed file has to know: why not every party has signed it."""
    if not version.agreement.is_edition:
        return ""
    variation = Variation.objects.filter(agreement=version.agreement_id).select_related("replaces").first()
    if variation is None or variation.again in ("", Again.EVERYONE):
        return ""
    old = variation.replaces
    before = old.versions.latest("number").number
    if variation.again == Again.NOBODY:
        who = "Nobody had to sign this version"
    else:
        names = {party.key: party.name for party in version.document.parties}
        listed = quorum.joined([name for key, name in names.items() if key in variation.parties])
        who = f"Only {listed} had to sign this version"
    return f"{who}. It changes version {before} ({old.reference}), which binds the other parties by what they signed."


def editions(agreement: Agreement) -> list[int]:
    """Keys of the agreement and of those that it replaces: their versions count on."""
    return [agreement.pk, *changing.earlier_editions(agreement)]


def joined(agreement: Agreement) -> frozenset[str]:
    """Keys of those who joined the agreement by signing what the others had signed."""
    signed = Request.objects.filter(
        round__version__agreement=agreement, round__kind=RoundKind.JOINING, state=RequestState.SIGNED
    )
    return frozenset(signed.values_list("party_key", flat=True))


def signers(version: Version) -> Signing:
    """Who signed the version, in that order, without whoever took it back. Four queries at most."""
    names = {party.key: party.name for party in version.document.parties}
    rows = Signature.objects.filter(version=version, retraction=None, given_with__retraction=None)
    rows = rows.select_related("organisation", "request__round", "objection").order_by("number")
    outside = Elsewhere.objects.filter(version=version).values_list("signed_on", flat=True).first()
    where = f"It was signed outside this portal on {uk_date(outside)}." if outside else ""
    return Signing(tuple(_signed(row, names) for row in rows), where or note(version))


def _signed(row: Signature, names: Mapping[str, str]) -> Signed:
    joined = row.request.round.kind == RoundKind.JOINING
    said = ["Joined later" if joined else "", "Disputed" if hasattr(row, "objection") else ""]
    return Signed(
        party=names.get(row.party_key, row.organisation.legal_name),
        person=row.typed_name,
        capacity=row.capacity_words,
        at=row.signed_at,
        note=". ".join(filter(None, said)),
    )
