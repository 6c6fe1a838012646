"""How a signature that the portal did not see is spoken of. Pure: nothing here says that the portal saw it."""

import datetime as dt

from foundation.templatetags.ui import uk_date
from signing.choices import Route
from signing.models import Elsewhere, Paper

_SHORT = 16


def appearance(paper: Paper) -> tuple[str, ...]:
    """What the signed PDF shows in place of "Signed by": who signed what, what is kept of it, who checked it."""
    kept = "Scan" if paper.route == Route.PAPER else "File"
    return (
        f"{_how(paper)} by {paper.name} on {uk_date(paper.dated_on)}",
        f"{kept} {short(paper.sha256)}",
        f"Checked by {paper.checked_by} on {uk_date(paper.checked_at)}",
    )


def reason(paper: Paper, organisation: str) -> str:
    """Why the portal seals at this place, in one sentence."""
    return f"{_how(paper)} by {paper.name} on behalf of {organisation}; brought to the portal and checked there"


def outside(elsewhere: Elsewhere) -> str:
    return outside_on(elsewhere.signed_on)


def outside_on(day: dt.date) -> str:
    return (
        f"Signed outside this portal on {uk_date(day)}. The portal keeps the file; it has not checked the "
        "signatures in it."
    )


def short(sha256: str) -> str:
    """The first digits in groups of four: enough to compare by eye."""
    return grouped(sha256[:_SHORT])


def grouped(sha256: str) -> str:
    return " ".join(sha256[at : at + 4] for at in range(0, len(sha256), 4))


def _how(paper: Paper) -> str:
    return "Signed on paper" if paper.route == Route.PAPER else "Signed in another system"
