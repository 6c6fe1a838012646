"""Who was to sign a version, who did, and which of it one state of its PDF carries."""

import datetime as dt
from dataclasses import dataclass

from signing.choices import RequestState
from signing.models import Request, Round, SealedFile, Signature

_GONE = (RequestState.REMOVED, RequestState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Place:
    """One signature that the agreement wants, and what the portal's evidence says of it."""

    bodies: tuple[str, ...]
    """The party, and whom else the same act binds."""
    field: str
    is_present: bool
    """The file carries it."""
    is_given: bool
    person: str = ""
    office: str = ""
    signed_at: dt.datetime | None = None
    evidence: str = ""
    digest: str = ""
    """SHA-256 of the evidence record: the same as in the receipt."""
    disputed_by: tuple[str, ...] = ()
    """Those of the bodies that say it was wrong to sign for them."""

    @property
    def is_disputed(self) -> bool:
        return bool(self.disputed_by)


def places(state: SealedFile) -> tuple[Place, ...]:
    """In the order of the file; those who have not signed come last."""
    carried = {one.signature_id: one.revision for one in _carried(state)}
    wanted = [_place(request, carried, state.revision) for request in _requests(state)]
    return tuple(place for _order, place in sorted(wanted, key=lambda one: one[0]))


def _carried(state: SealedFile) -> list[SealedFile]:
    states = SealedFile.objects.filter(version=state.version, edition=state.edition)
    return list(states.exclude(signature=None))


def _requests(state: SealedFile) -> list[Request]:
    """Of every round of the version: others may have joined later."""
    rounds = Round.objects.filter(version=state.version)
    asked = Request.objects.filter(round__in=rounds).exclude(state__in=_GONE, live=None)
    return list(
        asked.select_related("live__organisation", "live__objection", "organisation")
        .prefetch_related(
            "bodies__organisation", "live__given_together__organisation", "live__given_together__objection"
        )
        .order_by("round__opened_at", "stage", "pk")
    )


def _place(request: Request, carried: dict[int | None, int], revision: int) -> tuple[tuple[int, int], Place]:
    signature = request.live
    if signature is None:
        names = tuple(body.organisation.legal_name for body in request.bodies.all())
        return (1, request.pk), Place(names or (request.organisation.legal_name,), request.slot, False, False)
    leading = signature.given_with_id or signature.pk
    at = carried.get(leading)
    return (0, signature.number), _given(request, signature, at is not None and at <= revision)


def _given(request: Request, signature: Signature, is_present: bool) -> Place:
    together = (signature, *signature.given_together.all())
    return Place(
        bodies=tuple(one.organisation.legal_name for one in together),
        field=request.slot,
        is_present=is_present,
        is_given=True,
        person=signature.typed_name,
        office=signature.capacity_words,
        signed_at=signature.signed_at,
        evidence=signature.reference,
        digest=signature.hash,
        disputed_by=tuple(one.organisation.legal_name for one in together if hasattr(one, "objection")),
    )
