"""The next state of a version's signed PDF. Reads the register and the files; writes neither."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from agreements import files as renderings
from agreements.choices import RenderingState
from agreements.models import Rendering, Version
from signing import files
from signing.choices import Capacity
from signing.models import SealedFile, Sealing, Signature
from signing.papers import words
from signing.seal import keys

if TYPE_CHECKING:
    from signing.seal import pades


class NotReady(Exception):
    """The PDF of the text itself has not been made yet."""


class NobodyAnswers(Exception):
    """The next step is a timestamp, and no authority gives the time now."""


@dataclass(frozen=True, slots=True)
class Step:
    """A state that could follow, and the one it was built on."""

    edition: int
    built_on: SealedFile | None
    signature: Signature | None
    pdf: bytes
    owes_timestamp: bool = False
    """No authority gave the time of it: a timestamp of the whole document is to make up for that."""

    @property
    def revision(self) -> int:
        return self.built_on.revision + 1 if self.built_on else 0

    @property
    def is_timestamp(self) -> bool:
        return self.built_on is not None and self.signature is None


def next_step(sealing: Sealing, at: dt.datetime) -> Step | None:
    """Certify the text; else add the oldest signature that the file lacks; else date the whole; None when level.

    The date of the whole comes with the proof that lasts once enough have signed. Raises ``NotReady`` or
    ``NobodyAnswers`` when the step must wait for something.
    """
    from signing.seal import pades  # loads the PDF library

    keyring, last = keys.current(at), newest_of(sealing)
    if last is None:
        pdf = pades.certify(_rendered(sealing.version), keyring=keyring, at=at)
        return Step(sealing.edition, None, None, pdf, _undated(pdf, keyring))
    signature = (
        missing(sealing).select_related("version", "organisation", "request", "paper").order_by("number").first()
    )
    if signature is not None:
        pdf = pades.approve(files.content(last), act_of(signature), keyring=keyring, at=at)
        return Step(sealing.edition, last, signature, pdf, _undated(pdf, keyring))
    if sealing.is_behind:
        return Step(sealing.edition, last, None, _dated(sealing, files.content(last), keyring, at))
    return None


def newest_of(sealing: Sealing) -> SealedFile | None:
    """The newest state of the edition that is being made."""
    states = SealedFile.objects.filter(version=sealing.version, edition=sealing.edition)
    found: SealedFile | None = states.order_by("-revision").first()
    return found


def missing(sealing: Sealing) -> "QuerySet[Signature]":
    """Acts that count and that the edition does not carry yet, each by its leading signature."""
    carried = SealedFile.objects.filter(version=sealing.version, edition=sealing.edition).exclude(signature=None)
    given = Signature.objects.filter(version=sealing.version, given_with=None, retraction=None)
    found: QuerySet[Signature] = given.exclude(pk__in=carried.order_by().values("signature"))
    return found


def whole(version: Version) -> SealedFile | None:
    """The newest state, if it carries every signature that was given: what may be handed out as signed.

    It may still wait for its last timestamp; nothing that anybody agreed to is missing from it.
    """
    sealing = Sealing.objects.filter(version=version).first()
    if sealing is None or missing(sealing).exists():
        return None
    return newest_of(sealing)


def act_of(signature: Signature) -> "pades.Act":
    from signing.seal import pades

    bound = [str(signature.record["organisation"]["name"])]
    bound += [str(other.record["organisation"]["name"]) for other in signature.given_together.order_by("number")]
    return pades.Act(
        field=signature.request.slot,
        person=signature.typed_name,
        office=signature.capacity_words,
        organisation=_listed(bound),
        at=signature.signed_at,
        evidence=signature.reference,
        on_behalf=signature.capacity == Capacity.MANDATE,
        told=words.appearance(signature.paper) if signature.paper else (),
        why=words.reason(signature.paper, _listed(bound)) if signature.paper else "",
    )


def _listed(names: list[str]) -> str:
    """Every name while they are few: the box in the file has room for four lines."""
    if len(names) <= 3:
        return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return f"{names[0]} and {len(names) - 1} other bodies"


def _dated(sealing: Sealing, pdf: bytes, keyring: keys.Keyring, at: dt.datetime) -> bytes:
    from signing.seal import pades, timestamps

    act = pades.complete if sealing.final else pades.stamp
    try:
        return act(pdf, keyring=keyring, at=at)
    except timestamps.NobodyAnswers as silence:
        if not keyring.timestamp_urls:
            raise keys.KeyTrouble("TSA_URLS is missing: nobody can say when the agreement was completed.") from silence
        raise NobodyAnswers from silence


def _undated(pdf: bytes, keyring: keys.Keyring) -> bool:
    """Only others' authorities can be out of reach; looking costs a reading of the file."""
    from signing.seal import verify

    return bool(keyring.timestamp_urls) and verify.lacks_timestamp(pdf)


def _rendered(version: Any) -> bytes:
    rendering = Rendering.objects.filter(version=version, state=RenderingState.DONE).first()
    if rendering is None:
        raise NotReady(f"the PDF of {version} is not made yet")
    return renderings.content_of(rendering.sha256)
