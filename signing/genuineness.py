"""Is this file one of ours, whole and up to date? The file's own proof, put beside the register of its states."""

from dataclasses import dataclass
from enum import StrEnum

from agreements.choices import CLOSED, COMPLETE, Status
from agreements.models import Version
from signing.models import SealedFile, Sealing
from signing.seal.keys import Keyring
from signing.seal.verify import Examination, examine


class Answer(StrEnum):
    """The value is what people read."""

    GENUINE = "This is the genuine, complete and current agreement."
    OLDER = "This is genuine, but it is not the latest state of the agreement."
    CHANGED = "This file was changed after it was signed. Do not rely on it."
    UNKNOWN = "This is not a signed agreement of this portal."


@dataclass(frozen=True, slots=True)
class Result:
    answer: Answer
    details: tuple[str, ...]
    examination: Examination
    version: Version | None = None
    present: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    """Names of the organisations whose signature is in the file, and of those it lacks."""


def check(pdf: bytes, *, keyring: Keyring) -> Result:
    """Never raises for the file's sake."""
    found = examine(pdf, roots=keyring.roots)
    problems = (*found.problems, *(f"{s.field}: {problem}" for s in found.signatures for problem in s.problems))
    state = _state(found.sha256)
    if state is None or not found.sound:
        known = _last_known(found)
        if known is None:
            return Result(Answer.UNKNOWN, problems or ("No state of this file is in the register.",), found)
        problems = problems or ("The file is not in the register as it is now.",)
        return Result(Answer.CHANGED, problems, found, known.version)
    return _placed(state, found)


def _state(sha256: str) -> SealedFile | None:
    states = SealedFile.objects.select_related("version__agreement")
    return states.filter(sha256=sha256).first()


def _last_known(found: Examination) -> SealedFile | None:
    """The latest state of ours that the file still starts with."""
    prefixes = [signature.prefix for signature in found.signatures]
    states = SealedFile.objects.select_related("version__agreement").filter(sha256__in=prefixes)
    return states.order_by("-revision").first()


def _placed(state: SealedFile, found: Examination) -> Result:
    version = state.version
    states = (
        SealedFile.objects.filter(version=version).exclude(signature=None).select_related("signature__organisation")
    )
    here = [s.signature.organisation.legal_name for s in states if s.signature and s.revision <= state.revision]
    later = [s.signature.organisation.legal_name for s in states if s.signature and s.revision > state.revision]
    details = tuple(_reservations(state, version, later))
    answer = Answer.OLDER if details else Answer.GENUINE
    return Result(answer, details, found, version, tuple(here), tuple(later))


def _reservations(state: SealedFile, version: Version, later: list[str]) -> list[str]:
    said = []
    if later:
        said.append(f"It lacks the signatures of {', '.join(later)}, which were given after this copy was made.")
    sealing = Sealing.objects.filter(version=version).first()
    if sealing and sealing.is_behind and not later:
        said.append("A newer copy with another signature is being made.")
    agreement = version.agreement
    newer = agreement.versions.filter(number__gt=version.number).order_by("-number").first()
    if newer is not None:
        said.append(f"Version {newer.number} replaces it.")
    if agreement.status in CLOSED:
        said.append(f"The agreement is {Status(agreement.status).label.lower()}.")
    elif agreement.status not in COMPLETE and newer is None and not later:
        said.append("Not everybody has signed yet.")
    return said
