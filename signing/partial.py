"""How far the signing of a version has come, as a PDF that cannot pass for the signed one."""

import datetime as dt

from agreements import files as renderings
from agreements.choices import RenderingState
from agreements.models import Rendering, Version
from signing.choices import RequestState
from signing.models import Request, Round

NOT_SIGNED = "NOT FULLY SIGNED"


class NotReady(Exception):
    """The PDF of the text has not been made yet."""


def copy(version: Version, *, at: dt.datetime) -> bytes:
    """The text with a sheet in front that names who has signed and who has not, and a mark on every page.

    Raises ``NotReady``, or ``agreements.files.FileLost``.
    """
    from signing.seal import copies  # loads the PDF library

    rendering = Rendering.objects.filter(version=version, state=RenderingState.DONE).first()
    if rendering is None:
        raise NotReady
    place = f"{version.agreement.reference}, version {version.number}"
    sheet = [copies.Line(text, size) for text, size in sheet_of(version, at)]
    banner = f"Partial copy of {place}, made {_moment(at)}: not everybody has signed"
    return copies.marked(renderings.content_of(rendering.sha256), sheet=sheet, banner=banner, mark=NOT_SIGNED)


def sheet_of(version: Version, at: dt.datetime) -> list[tuple[str, int]]:
    """What the sheet says, line by line, with the size of each."""
    asked = _requests(version)
    signed = [one for one in asked if one.state == RequestState.SIGNED and one.live is not None]
    waiting = [one for one in asked if one not in signed]
    lines = [
        ("Partial copy: not everybody has signed", 20),
        (f"{version.agreement.reference}, version {version.number}: {version.document.identity.title}", 13),
        (f"{len(signed)} of {len(asked)} signatures had been given on {_moment(at)}.", 11),
        ("This copy carries no signatures. It is not evidence that anybody signed, and the portal does not", 11),
        ("recognise it as a signed agreement.", 11),
        ("", 11),
        ("Signed", 13),
    ]
    lines += [(_given(one), 11) for one in signed] or [("Nobody yet", 11)]
    lines += [("", 11), ("Not signed yet", 13)]
    lines += [(f"{_bodies(one)}: {one.get_state_display().lower()}", 11) for one in waiting] or [("Nobody", 11)]
    return lines


def is_useful(round_: Round) -> bool:
    """Something has been asked, and the signed PDF cannot be handed out yet."""
    return _requests(round_.version) != [] and any(one.live is None for one in _requests(round_.version))


def _requests(version: Version) -> list[Request]:
    rounds = Round.objects.filter(version=version).order_by("-opened_at", "-pk")
    asked = Request.objects.filter(round=rounds.first()).exclude(state=RequestState.REMOVED)
    found = asked.select_related("live", "organisation").prefetch_related("bodies__organisation")
    return list(found.order_by("stage", "organisation__legal_name", "pk"))


def _given(request: Request) -> str:
    signature = request.live
    assert signature is not None  # only for those who have signed
    office = f", {signature.capacity_words}" if signature.capacity_words else ""
    return f"{_bodies(request)}: {signature.typed_name}{office}, {_moment(signature.signed_at)}"


def _bodies(request: Request) -> str:
    names = [body.organisation.legal_name for body in request.bodies.all()]
    return ", ".join(names) or request.organisation.legal_name


def _moment(at: dt.datetime) -> str:
    utc = at.astimezone(dt.UTC)
    return f"{utc.day} {utc:%B %Y, %H:%M} UTC"
