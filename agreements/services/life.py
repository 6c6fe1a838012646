"""The verbs of an agreement. Each locks the agreement's row, asks the policy again, and records."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from agreements import assembly, intake, policies, policies_changes, stops, workflow
from agreements.choices import Status
from agreements.models import Agreement, ReferenceCounter, Rendering, Variation, Version, VersionCode
from agreements.services import content, handover
from agreements.services.moving import move
from agreements.workflow import Verb
from dsaformat import canonical, parts
from dsaformat.document import AgreementDocument
from foundation import jobs
from foundation.verdicts import Finding, Refused, Verdict
from lawfulbasis import services as law
from lawfulbasis.rules import Facts
from parties.services import organisations as directory

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def import_document(*, document: AgreementDocument, by: "User | None", at: dt.datetime) -> Agreement:
    """Take a document in as a new draft under a reference of this portal.

    Organisations are found in the directory. What the operator takes in may bring new ones; for everybody else, a
    party that is not there has no place yet. Refuses with every reason at once, and then nothing is stored.
    """
    # First, because of its lock: one import at a time looks for organisations and adds what is not there.
    reference = _next_reference(at.year)
    placed = intake.places(document)
    if by is None and intake.without_place(document, placed):
        _add_to_directory(intake.without_place(document, placed), at=at)
        placed = intake.places(document)
    lead = intake.lead(document, placed)
    policies.can_create(by, lead).enforce()
    agreement = Agreement.objects.create(
        reference=reference,
        lead=lead,
        title=document.identity.title,
        kind=document.identity.kind,
        status=Status.DRAFT,
        status_at=at,
        status_by=by,
        created_at=at,
        created_by=by,
        revision=0,
    )
    content.store(agreement, assembly.with_reference(document, reference), by=by, at=at)
    return agreement


def _add_to_directory(bodies: tuple[parts.Party, ...], *, at: dt.datetime) -> None:
    reasons: list[str] = []
    for party in bodies:
        try:
            directory.create(by=None, at=at, **intake.facts(party.organisation))
        except Refused as refused:
            reasons += [f"parties.{party.key}: {reason}" for reason in refused.reasons]
    if reasons:
        raise Refused(reasons)


@transaction.atomic
def revise(
    *, agreement: Agreement, document: AgreementDocument, based_on: int, by: "User | None", at: dt.datetime
) -> Agreement:
    """Replace the working text. Refused when somebody else has changed it since revision `based_on`."""
    agreement = content.locked(agreement)
    can_replace(by, agreement, based_on).enforce()
    content.store(agreement, assembly.with_reference(document, agreement.reference), by=by, at=at)
    return agreement


def can_replace(person: "User | None", agreement: Agreement, based_on: int) -> Verdict:
    """Whether the text may be replaced by one that was made from revision `based_on`."""
    return policies.can_revise(person, agreement) & Verdict.unless(
        agreement.revision == based_on, "Somebody else has changed this agreement since you opened it."
    )


@transaction.atomic
def freeze(*, agreement: Agreement, by: "User | None", at: dt.datetime) -> Version:
    """Check once more, store the text for ever with its fingerprint, and ask for its PDF."""
    agreement = content.locked(agreement)
    last = _last_version(agreement)
    document = final(assembly.numbered(assembly.assemble(agreement), last.number + 1 if last else 1), on=at.date())
    allowed = policies.can_freeze(by, agreement, check(document=document, on=at.date()))
    (allowed & policies_changes.decided(agreement)).enforce()
    text = canonical.dump(document)
    version = Version.objects.create(
        agreement=agreement,
        number=document.identity.version,
        text=text,
        fingerprint=canonical.fingerprint_of(text),
        previous_fingerprint=last.fingerprint if last else "",
        frozen_at=at,
        frozen_by=by,
    )
    VersionCode.objects.bulk_create(
        VersionCode(version=version, code=wording.code, wording_from=wording.wording_from) for wording in document.law
    )
    move(agreement, Verb.FREEZE, by=by, at=at, version=version)
    Rendering.objects.create(version=version, asked_at=at)
    stops.frozen(agreement=agreement, version=version, by=by, at=at)
    jobs.after_commit("agreements.render", version_id=version.pk)
    return version


def _last_version(agreement: Agreement) -> Version | None:
    """The version before the next one: of a text that replaces another and has none yet, the one it replaces."""
    variation = Variation.objects.filter(agreement=agreement).first()
    editions = [agreement.pk, variation.replaces_id] if variation else [agreement.pk]
    found: Version | None = Version.objects.filter(agreement__in=editions).order_by("-number").first()
    return found


def final(document: AgreementDocument, *, on: dt.date) -> AgreementDocument:
    """The document as it would be frozen on the day: with the words of the law it relies on."""
    return assembly.worded(document, law.catalogue(), on)


def check(*, document: AgreementDocument, on: dt.date, facts: Facts | None = None) -> tuple[Finding, ...]:
    """What the law rules say of a document on a day. Writes nothing.

    `facts` are those of `agreements.known`, for the text of an agreement that is signed or about to be.
    """
    return law.check(document=document, on=on, facts=facts)


@transaction.atomic
def send_for_review(*, agreement: Agreement, by: "User | None", at: dt.datetime) -> Agreement:
    """From now on the parties are asked what they think of the text. Who is asked is reviews' to say."""
    agreement = content.locked(agreement)
    policies.can_send_for_review(by, agreement).enforce()
    return move(agreement, Verb.SEND_FOR_REVIEW, by=by, at=at)


@transaction.atomic
def back_to_draft(*, agreement: Agreement, by: "User | None", at: dt.datetime, reason: str) -> Agreement:
    """Stop asking the parties, and go on writing."""
    agreement = content.locked(agreement)
    why = Verdict.unless(reason.strip(), "Say why you take it back to draft.")
    (policies.can_take_back(by, agreement) & why).enforce()
    return move(agreement, Verb.BACK_TO_DRAFT, by=by, at=at, reason=reason.strip())


@transaction.atomic
def unfreeze(*, agreement: Agreement, by: "User | None", at: dt.datetime, reason: str = "") -> Agreement:
    """Open the text again. The frozen version stays in the record; the next one gets the next number."""
    agreement = content.locked(agreement)
    policies.can_unfreeze(by, agreement).enforce()
    return move(agreement, Verb.UNFREEZE, by=by, at=at, reason=reason)


@transaction.atomic
def ask_for_signatures(*, agreement: Agreement, by: "User | None", at: dt.datetime) -> Agreement:
    """From now on the parties' signatories may sign the frozen version. What a round needs is signing's to say."""
    agreement = content.locked(agreement)
    policies.can_ask_for_signatures(by, agreement).enforce()
    return move(agreement, Verb.ASK_FOR_SIGNATURES, by=by, at=at, version=current_version(agreement))


@transaction.atomic
def recall(*, agreement: Agreement, by: "User | None", at: dt.datetime, reason: str) -> Agreement:
    """Out of signature again: signing says so, under its own lock. It can be sent again, or its text opened."""
    agreement = content.locked(agreement)
    if not workflow.can_move(Status(agreement.status), Verb.RECALL):
        raise Refused(["The agreement is not out for signature."])
    return move(agreement, Verb.RECALL, by=by, at=at, version=current_version(agreement), reason=reason)


@transaction.atomic
def complete(*, agreement: Agreement, by: "User | None", at: dt.datetime) -> Agreement:
    """Everyone has signed: signing says so, under its own lock. In force at once when the start date has come."""
    agreement = content.locked(agreement)
    version = current_version(agreement)
    if not workflow.can_move(Status(agreement.status), Verb.COMPLETE):
        raise Refused(["The agreement is not out for signature."])
    move(agreement, Verb.COMPLETE, by=by, at=at, version=version)
    return _in_force_if_due(agreement, version, at)


@transaction.atomic
def adopt(*, agreement: Agreement, by: "User | None", at: dt.datetime) -> Agreement:
    """A changed text for which nobody has to sign again takes the place of the one that was signed."""
    agreement = content.locked(agreement)
    policies_changes.can_adopt(by, agreement).enforce()
    version = current_version(agreement)
    move(agreement, Verb.ADOPT, by=by, at=at, version=version)
    return _in_force_if_due(agreement, version, at)


@transaction.atomic
def record_signed_elsewhere(*, agreement: Agreement, by: "User | None", at: dt.datetime, reason: str) -> Agreement:
    """It was signed before the portal knew it; what is kept of that is signing's to say. In force as by `complete`."""
    agreement = content.locked(agreement)
    policies.can_record_signed_elsewhere(by, agreement).enforce()
    version = current_version(agreement)
    move(agreement, Verb.RECORD_SIGNED_ELSEWHERE, by=by, at=at, version=version, reason=reason)
    return _in_force_if_due(agreement, version, at)


@transaction.atomic
def come_into_force(*, agreement: Agreement, at: dt.datetime) -> Agreement:
    """The start date has come. Does nothing when another worker was first."""
    agreement = content.locked(agreement)
    if workflow.can_move(Status(agreement.status), Verb.COME_INTO_FORCE):
        _begin(agreement, current_version(agreement), at)
    return agreement


def _in_force_if_due(agreement: Agreement, version: Version, at: dt.datetime) -> Agreement:
    if agreement.starts_on is None or agreement.starts_on <= at.date():
        _begin(agreement, version, at)
    return agreement


def _begin(agreement: Agreement, version: Version, at: dt.datetime) -> None:
    """It applies from now on, and whatever it replaces does not. The newer text is locked first, everywhere."""
    move(agreement, Verb.COME_INTO_FORCE, by=None, at=at, version=version)
    variation = Variation.objects.filter(agreement=agreement, closed_at=None).first()
    if variation is None:
        return
    old = content.locked(variation.replaces)
    if workflow.can_move(Status(old.status), Verb.SUPERSEDE):
        move(old, Verb.SUPERSEDE, by=None, at=at, version=current_version(old), reason=variation.reason)
    variation.closed_at = at
    variation.save()
    handover.complete(variation=variation, version=version, at=at)


@transaction.atomic
def withdraw(*, agreement: Agreement, by: "User | None", at: dt.datetime, reason: str) -> Agreement:
    agreement = content.locked(agreement)
    (policies.can_withdraw(by, agreement) & Verdict.unless(reason.strip(), "Say why you withdraw it.")).enforce()
    move(agreement, Verb.WITHDRAW, by=by, at=at, reason=reason.strip())
    _stand_again(agreement, by, at, reason.strip())
    return agreement


def _stand_again(agreement: Agreement, by: "User | None", at: dt.datetime, reason: str) -> None:
    """What the given-up text was to replace goes on as it is."""
    variation = Variation.objects.filter(agreement=agreement, closed_at=None).first()
    if variation is None:
        return
    old = content.locked(variation.replaces)
    if workflow.can_move(Status(old.status), Verb.KEEP):
        move(old, Verb.KEEP, by=by, at=at, version=current_version(old), reason=reason)
    variation.closed_at = at
    variation.save()


def current_version(agreement: Agreement) -> Version:
    """The version that is frozen, out for signature or in force. Raises `Refused` while there is none."""
    version: Version | None = None if agreement.is_writable else agreement.versions.order_by("-number").first()
    if version is None:
        raise Refused(["The text is not frozen yet."])
    return version


def _next_reference(year: int) -> str:
    counter, _ = ReferenceCounter.objects.select_for_update().get_or_create(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"DSA-{year}-{counter.last:04d}"
