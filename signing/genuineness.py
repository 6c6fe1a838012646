"""Is this file one of ours, whole and up to date? The file's own proof, put beside the register of its states."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from agreements import changing
from agreements.choices import CLOSED, COMPLETE, Status
from agreements.models import Version
from signing import again, sealing
from signing.expected import Place, places
from signing.models import SealedFile, Sealing
from signing.seal.examined import Examination
from signing.seal.keys import Keyring


class Answer(StrEnum):
    """The value is what people read."""

    GENUINE = "This is the genuine, complete and current agreement."
    OLDER = "This is genuine, but it is not the latest state of the agreement."
    CHANGED = "This file was changed after it was signed. Do not rely on it."
    UNKNOWN = "This is not a signed agreement of this portal."
    PAPER = "This is a genuine paper of this portal, and not the agreement itself."


@dataclass(frozen=True, slots=True)
class Result:
    answer: Answer
    details: tuple[str, ...]
    """Why the answer is not a plain yes."""
    examination: Examination
    version: Version | None = None
    places: tuple[Place, ...] = ()
    """Every signature that the agreement wants, and whether the file carries it."""
    notes: tuple[str, ...] = ()
    """What is worth knowing beside the answer."""

    @property
    def present(self) -> tuple[str, ...]:
        return tuple(name for place in self.places if place.is_present for name in place.bodies)

    @property
    def missing(self) -> tuple[str, ...]:
        """Those whose signature was given after this copy was made, or is still to come."""
        return tuple(name for place in self.places if not place.is_present for name in place.bodies)


_PAPERS: list[Callable[[str], str]] = []


def register_papers(named: Callable[[str], str]) -> None:
    """Called from an app's `ready`: what else this portal seals, by the SHA-256 of the whole file; empty if unknown."""
    if named not in _PAPERS:
        _PAPERS.append(named)


def check(pdf: bytes, *, keyring: Keyring) -> Result:
    """Reads the file in this process: for files of ours, and for the person who gives the command."""
    from signing.seal import verify  # loads the PDF library

    return judge(verify.examine(pdf, roots=keyring.roots, seals=keyring.seals))


def judge(found: Examination) -> Result:
    """Puts what was found in a file beside the register."""
    problems = (*found.problems, *_of_signatures(found))
    states = SealedFile.objects.select_related("version__agreement")
    state = states.filter(sha256=found.sha256).first()
    if state is not None and found.sound:
        return _placed(state, found)
    if found.sound and (names := [name for named in _PAPERS if (name := named(found.sha256))]):
        return Result(Answer.PAPER, (), found, notes=tuple(f"It is {name}." for name in names))
    known = states.filter(sha256__in=found.prefixes).order_by("-revision").first()
    if known is not None or found.bears_seal:
        problems = problems or ("The file is not in the register as it is now.",)
        return Result(Answer.CHANGED, problems, found, known.version if known else None)
    return Result(Answer.UNKNOWN, problems or ("No state of this file is in the register.",), found)


def _of_signatures(found: Examination) -> list[str]:
    """What is wrong, once for all that it is wrong with; which signature, its row in the table says."""
    every = (*found.signatures, *found.timestamps)
    return list(dict.fromkeys(problem for one in every for problem in one.problems))


def _placed(state: SealedFile, found: Examination) -> Result:
    version = state.version
    wanted = places(state)
    details = tuple(_reservations(state, version, wanted))
    answer = Answer.OLDER if details else Answer.GENUINE
    return Result(answer, details, found, version, wanted, tuple(_notes(state, found)))


def _reservations(state: SealedFile, version: Version, wanted: tuple[Place, ...]) -> list[str]:
    said = _of_the_file(state, version, wanted)
    agreement = version.agreement
    newer = agreement.versions.filter(number__gt=version.number).order_by("-number").first()
    if newer is not None:
        said.append(f"Version {newer.number} replaces it.")
    after = changing.replaced_by(agreement)
    if after is not None:
        number = after.agreement.versions.latest("number").number
        said.append(f"Version {number}, {after.agreement.reference}, replaces it.")
    elif agreement.status in CLOSED:
        said.append(f"The agreement is {Status(agreement.status).label.lower()}.")
    elif agreement.status not in COMPLETE and newer is None and not said:
        said.append("Not everybody has signed yet.")
    return said


def _of_the_file(state: SealedFile, version: Version, wanted: tuple[Place, ...]) -> list[str]:
    made = Sealing.objects.filter(version=version).first()
    if made is not None and made.edition != state.edition:
        return ["A signature in it was withdrawn before the agreement was complete, and the file was begun again."]
    later = [name for place in wanted if place.is_given and not place.is_present for name in place.bodies]
    carried = SealedFile.objects.filter(version=version, edition=state.edition, signature__isnull=False)
    if later and carried.filter(revision__gt=state.revision).exists():
        return [f"It lacks the signatures of {', '.join(later)}, which were given after this copy was made."]
    if made is not None and sealing.missing(made).exists():
        return ["A newer copy with another signature is being made."]
    return []


def _notes(state: SealedFile, found: Examination) -> list[str]:
    said = [note] if (note := again.note(state.version)) else []
    if any(one.stamped_later_at for one in found.signatures):
        said.append("No timestamp authority answered when some of it was signed: it was timestamped later.")
    elif any(one.timestamp_at is None for one in found.signatures):
        said.append("Some signatures carry no timestamp: the portal's records alone say when they were given.")
    final = Sealing.objects.filter(version=state.version, final=True).exists()
    if final and not found.has_proof_of_validity:
        said.append("A copy that can still be checked when its certificates have run out is, or soon will be, there.")
    return said
