"""Changing an agreement that applies: a text of its own that takes its place once it is signed."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from agreements import changing, policies_changes
from agreements.choices import Again, Status
from agreements.models import Agreement, Party, Variation, Version
from agreements.services import content, life
from agreements.services.moving import move
from agreements.workflow import Verb
from dsaformat.document import AgreementDocument
from foundation.verdicts import Refused, Verdict

if TYPE_CHECKING:
    from accounts.models import User

_MOST_OTHERS = 19
"""A document names 20 other references at most, and the edition before is one of them."""


@transaction.atomic
def open_variation(*, agreement: Agreement, reason: str, by: "User | None", at: dt.datetime) -> Variation:
    """Begin the text that is to replace the one in force, filled with it. The old one stands until then.

    Whoever joined the agreement since its text was signed is a party of the new one; whoever left is not.
    """
    agreement = content.locked(agreement)
    (
        policies_changes.can_vary(by, agreement) & Verdict.unless(reason.strip(), "Say why the agreement changes.")
    ).enforce()
    old = life.current_version(agreement)
    now = changing.applying(agreement, old)
    new = Agreement.objects.create(
        reference=_next_edition(agreement.reference),
        lead=agreement.lead,
        title=agreement.title,
        kind=agreement.kind,
        status=Status.DRAFT,
        status_at=at,
        status_by=by,
        created_at=at,
        created_by=by,
        revision=0,
    )
    _place(new, agreement, now.document, by=by, at=at)
    content.store(new, _reopened(now.document, new.reference), by=by, at=at)
    variation = Variation(agreement=new, replaces=agreement, reason=reason.strip(), opened_at=at, opened_by=by)
    variation.save()
    if agreement.status == Status.IN_FORCE:
        move(agreement, Verb.START_REVIEW, by=by, at=at, version=old, reason=reason.strip())
    return variation


def _place(new: Agreement, old: Agreement, document: AgreementDocument, *, by: "User | None", at: dt.datetime) -> None:
    """Before the text is stored: that finds each party's organisation by the rows that are there."""
    keys = {party.key for party in document.parties}
    rows = [
        Party(agreement=new, organisation=row.organisation, key=row.key, position=row.position)
        for row in old.parties.filter(key__in=keys).select_related("organisation")
    ]
    bulk_create_with_history(rows, Party, default_user=by, default_date=at)


@transaction.atomic
def decide_who_signs(
    *,
    agreement: Agreement,
    again: Again,
    parties: Iterable[str],
    because: str,
    by: "User | None",
    at: dt.datetime,
    digest: str = "",
) -> Variation:
    """Who signs again, for the text as it stands now. `parties` names them when it is some of them.

    `digest` says which text the person had read. Deciding otherwise than the comparison proposes needs a reason.
    """
    agreement = content.locked(agreement)
    variation = of(agreement)
    if variation is None:
        raise Refused(["This agreement replaces no other, so everyone signs it."])
    policies_changes.can_decide_who_signs(by, agreement).enforce()
    if digest and digest != agreement.working_digest:
        raise Refused(["The text changed while you were reading. Look at what changes now, then decide."])
    found = changing.compare(variation, on=timezone.localdate(at))
    chosen = sorted(set(parties)) if again == Again.THESE else []
    signing = {wanted.party for wanted in found.document.signatories}
    (
        Verdict.unless(again != Again.THESE or chosen, "Choose who signs again.")
        & Verdict.unless(signing.issuperset(chosen), "Choose among those who sign.")
        & Verdict.unless(
            because.strip() or not changing.differs(again, chosen, found.proposal),
            "Say why you decide otherwise than proposed.",
        )
    ).enforce()
    variation.again, variation.parties, variation.proposed = again, chosen, found.proposed
    variation.because, variation.digest = because.strip(), agreement.working_digest
    variation.decided_at, variation.decided_by = at, by
    variation.save()
    return variation


@transaction.atomic
def put_in_force(*, agreement: Agreement, by: "User | None", at: dt.datetime) -> Agreement:
    """Adopt the frozen text, since nobody has to sign it again. In force at once when its start date has come."""
    agreement = life.adopt(agreement=agreement, by=by, at=at)
    changing.adopted(life.current_version(agreement), at)
    return agreement


def of(agreement: Agreement) -> Variation | None:
    """What the agreement is to replace, and the number of that text; None for one that replaces nothing."""
    newest = Version.objects.filter(agreement=OuterRef("replaces")).order_by("-number").values("number")[:1]
    found: Variation | None = (
        Variation.objects.filter(agreement=agreement)
        .annotate(replaces_number=Subquery(newest))
        .select_related("agreement__lead", "replaces__lead", "opened_by", "decided_by")
        .first()
    )
    return found


def open_for(agreement: Agreement) -> Variation | None:
    """The text that is being made to replace it."""
    found: Variation | None = (
        Variation.objects.filter(replaces=agreement, closed_at=None).select_related("agreement__lead").first()
    )
    return found


def _reopened(document: AgreementDocument, reference: str) -> AgreementDocument:
    """The text as a draft: under its new reference, in nobody's words of the law yet."""
    identity = document.identity
    # The editions before are found by what all references of the agreement begin with; one is enough to name.
    others = [one for one in identity.other_references if not changing.is_edition(one, reference)][-_MOST_OTHERS:]
    others += [identity.reference] if identity.reference else []
    renamed = identity.model_copy(
        update={"reference": reference, "other_references": tuple(others), "version": identity.version + 1}
    )
    return document.model_copy(update={"identity": renamed, "law": ()})


def _next_edition(reference: str) -> str:
    """`DSA-2026-0147` becomes `DSA-2026-0147-2`, and that `DSA-2026-0147-3`. Never one that was given up before."""
    stem = changing.stem(reference)
    taken = Agreement.objects.filter(reference__startswith=f"{stem}-").values_list("reference", flat=True)
    return f"{stem}-{max([1, *(int(one.rsplit('-', 1)[1]) for one in taken)]) + 1}"
