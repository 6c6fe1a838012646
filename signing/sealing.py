"""The next state of a version's signed PDF. Reads the register and the files; writes neither."""

import datetime as dt
from dataclasses import dataclass

from agreements import files as renderings
from agreements.choices import RenderingState
from agreements.models import Rendering, Version
from signing import files
from signing.models import SealedFile, Signature
from signing.seal import keys


class NotReady(Exception):
    """The PDF of the text itself has not been made yet."""


@dataclass(frozen=True, slots=True)
class Step:
    """A state that could follow, and the one it was built on."""

    built_on: SealedFile | None
    signature: Signature | None
    pdf: bytes

    @property
    def revision(self) -> int:
        return self.built_on.revision + 1 if self.built_on else 0


def next_step(version: Version, at: dt.datetime) -> Step | None:
    """Certify the text, or add the oldest signature that the file lacks; None when it lacks none."""
    from signing.seal import pades  # loads the PDF library

    last = SealedFile.objects.newest_of(version)
    if last is None:
        base = _rendered(version)
        return Step(None, None, pades.certify(base, keyring=keys.current(at), at=at))
    missing = Signature.objects.filter(version=version, sealed_files=None, given_with=None).select_related(
        "version", "organisation"
    )
    signature = missing.order_by("number").first()
    if signature is None:
        return None
    pdf = pades.approve(files.content(last), act_of(signature), keyring=keys.current(at), at=at)
    return Step(last, signature, pdf)


def act_of(signature: Signature) -> "pades.Act":  # type: ignore[name-defined]  # noqa: F821
    from signing.seal import pades

    return pades.Act(
        party=signature.party_key,
        person=signature.typed_name,
        office=signature.capacity_words,
        organisation=str(signature.record["organisation"]["name"]),
        at=signature.signed_at,
        evidence=signature.reference,
    )


def _rendered(version: Version) -> bytes:
    rendering = Rendering.objects.filter(version=version, state=RenderingState.DONE).first()
    if rendering is None:
        raise NotReady(f"the PDF of {version} is not made yet")
    return renderings.content_of(rendering.sha256)
