"""What the portal knows of an agreement beside its text: what the checks ask, and what upper floors answer."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from agreements.choices import COMPLETE, Status
from agreements.models import Agreement, VersionCode
from lawfulbasis import services as law
from lawfulbasis.rules import Facts

_APPLIES = frozenset({Status.IN_FORCE, Status.UNDER_REVIEW})
_SIGNED_OR_ASKED = frozenset({Status.SIGNING, *COMPLETE})


@dataclass(frozen=True, slots=True)
class Signatures:
    """How far the newest version is signed, by the keys of its parties."""

    signed: frozenset[str]
    unconfirmed: tuple[str, ...] = ()
    """Asked, and without confirmed authority of whoever is to sign."""


_SIGNATURES: list[Callable[[Agreement, dt.date], Signatures | None]] = []
_REVIEWED: list[Callable[[Agreement], dt.date | None]] = []


def register_signatures(answer: Callable[[Agreement, dt.date], Signatures | None]) -> None:
    """Called from an app's `ready`. The last one counts; None from it means that nobody was asked."""
    _SIGNATURES[:] = [answer]


def register_reviewed(answer: Callable[[Agreement], dt.date | None]) -> None:
    """Called from an app's `ready`: the day of the last review that is done."""
    _REVIEWED[:] = [answer]


def of(agreement: Agreement, *, on: dt.date) -> Facts:
    """What the checks may rely on that day. Of a text that is still being written there is nothing to know.

    A text cannot change once it is frozen, so that `changed_since_signing` is never true of an agreement here.
    """
    status = Status(agreement.status)
    if status not in _SIGNED_OR_ASKED:
        return Facts()
    signatures = _SIGNATURES[0](agreement, on) if _SIGNATURES else None
    reviewed_on = _REVIEWED[0](agreement) if _REVIEWED else None
    return Facts(
        active=status in _APPLIES,
        signing=True,
        signed=signatures.signed if signatures else None,
        unconfirmed=signatures.unconfirmed if signatures else (),
        reviewed_on=reviewed_on,
        changed_law=_changed_law(agreement, reviewed_on, on) if status in _APPLIES else (),
    )


def _changed_law(agreement: Agreement, reviewed_on: dt.date | None, on: dt.date) -> tuple[str, ...]:
    """Codes that have other words than those the newest version quotes, and got them after the last review."""
    catalogue = law.catalogue()
    newest = agreement.versions.order_by("-number").values("pk")[:1]
    found = []
    for code, quoted in (
        VersionCode.objects.filter(version__in=newest).order_by("code").values_list("code", "wording_from")
    ):
        provision = catalogue.on(code, on)
        begins = provision.wording_from if provision else None
        if begins and begins > max(quoted or dt.date.min, reviewed_on or dt.date.min):
            found.append(code)
    return tuple(found)
