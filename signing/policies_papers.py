"""Who may bring a signature that the portal did not see, who may check it, and who may look at it."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts import access
from accounts.models import User
from accounts.roles import OrgPermission, Role
from agreements.models import Version
from foundation import text
from foundation.templatetags.ui import uk_date
from foundation.verdicts import OK, Verdict
from parties.capacities import Capacity
from parties.models import Membership
from parties.policies import authority
from signing import policies
from signing.choices import WAITING, PaperOutcome, RequestState, RoundState, Route
from signing.models import Paper, Request
from signing.querysets import SIGNABLE

if TYPE_CHECKING:
    from parties.models import Organisation

_STATES = {
    RequestState.SIGNED: "This has been signed already.",
    RequestState.CHECKING: "A signature was brought already. A second person checks it now.",
    RequestState.QUESTION: "A question about this text is open. It can be signed when it is answered.",
    RequestState.NOT_YET: "It is not this organisation’s turn to sign yet.",
    RequestState.DECLINED: "The organisation has declined to sign this.",
}


def concerns(person: "User", request: Request) -> bool:
    """Whose business a party's paper is: its own officers', the lead's, and those who are asked to sign.

    Nobody else sees the page or the scan: it shows somebody's handwriting.
    """
    return is_named(person, request) or _is_officer(person, request)


def is_named(person: "User", request: Request) -> bool:
    return request.signatory_id == person.pk or request.alternates.filter(person=person).exists()


def can_print(person: "User", request: Request) -> Verdict:
    """Have the signing pack made: whoever may bring it back, while it can still be signed."""
    return _concerned(person, request) & _is_out(request) & _in_state(request)


def can_bring(person: "User", request: Request, at: dt.datetime) -> Verdict:
    """Whoever it concerns, in time, when somebody else can check it."""
    late = timezone.localdate(at) > request.sign_by_on
    return (
        can_print(person, request)
        & Verdict.unless(not late, "The time to sign this has ended. Ask the organisation that sent it for more time.")
        & Verdict.unless(
            any(one.pk != person.pk for one in checkers(request)),
            f"Somebody else must check what you bring. Ask an administrator of {_places(request)} to add a second "
            "information governance officer.",
        )
    )


def can_be_written(request: Request, name: str, office: str, rank: str, dated_on: dt.date, at: dt.datetime) -> Verdict:
    """Is what stands on the paper possible, and can the signed PDF show it?"""
    version = request.round.version
    frozen_on = timezone.localdate(version.frozen_at)
    return (
        Verdict.unless(dated_on <= timezone.localdate(at), "The date on it must be today or earlier")
        & Verdict.unless(
            dated_on >= frozen_on,
            f"The date on it must be on or after {uk_date(frozen_on)}, when the text was frozen",
        )
        & Verdict.unless(name and office, "Enter the name and the job title that are written there")
        & policies.drawable(f"{name}{office}{rank}")
    )


def can_have_pages(request: Request, route: Route, pages: int) -> Verdict:
    """The sheet alone, or the whole pack: with a page missing, nobody can say what was signed."""
    whole = pages_of_pack(request.round.version)
    if route != Route.PAPER or not whole or pages == 1 or pages >= whole:
        return OK
    return Verdict.no(f"The scan has {pages} pages. Scan the signature sheet alone, or all {whole} pages")


def drawable(name: str) -> Verdict:
    """Can the signed PDF show it?"""
    return policies.drawable(name)


def pages_of_pack(version: Version) -> int:
    """The text and the sheet; 0 while the PDF of the text is being made."""
    pages = int(version.rendering.pages)
    return pages + 1 if pages else 0


def can_check(person: "User", paper: Paper) -> Verdict:
    """An officer of the lead or of the party itself, who neither brought it nor is asked to give it."""
    request = paper.request
    return (
        Verdict.unless(paper.outcome == PaperOutcome.WAITING, "Somebody has checked this already.")
        & _is_out(request)
        & Verdict.unless(
            _is_officer(person, request), f"Only an information governance officer of {_places(request)} can check it."
        )
        & Verdict.unless(paper.uploaded_by_id != person.pk, "You brought this, so somebody else must check it.")
        & Verdict.unless(
            not is_named(person, request), "You are asked to give this signature, so somebody else must check it."
        )
    )


def checkers(request: Request) -> list["User"]:
    """The officers of the party and of the lead, without those who are asked to sign."""
    organisations = {request.organisation_id, request.round.version.agreement.lead_id}
    places = Membership.objects.active().in_role(Role.IG_OFFICER).filter(organisation__in=organisations)
    people = {place.person_id: place.person for place in places.select_related("person").order_by("pk")}
    named = {request.signatory_id, *request.alternates.values_list("person", flat=True)}
    return [person for pk, person in people.items() if pk not in named]


def registered(request: Request, name: str, on: dt.date) -> tuple[Capacity | None, Sequence[Capacity]]:
    """What the register says: the one of that name who could sign on the day, and all who could."""
    organisation: Organisation = request.organisation
    version = request.round.version
    found = authority.eligible(
        organisations=[organisation],
        agreement_kind=version.document.identity.kind,
        sensitive=policies.is_sensitive(version.document),
        on=on,
    )[organisation.pk]
    written = text.folded(name)
    return next((one for one in found if text.folded(one.person) == written), None), found


def _is_officer(person: "User", request: Request) -> bool:
    mine = access.organisation_ids(person, OrgPermission.DRAFT)
    return request.organisation_id in mine or request.round.version.agreement.lead_id in mine


def _concerned(person: "User", request: Request) -> Verdict:
    return Verdict.unless(
        concerns(person, request),
        f"Only who is asked to sign, or an information governance officer of {_places(request)}, can bring it.",
    )


def _is_out(request: Request) -> Verdict:
    round_ = request.round
    out = round_.state == RoundState.OPEN and round_.version.agreement.status in SIGNABLE
    return Verdict.unless(out, "This version is no longer out for signature.")


def _in_state(request: Request) -> Verdict:
    state = RequestState(request.state)
    return Verdict.unless(state in WAITING, _STATES.get(state, "This signature is no longer asked for."))


def _places(request: Request) -> str:
    lead, party = request.round.version.agreement.lead, request.organisation
    return str(lead.name) if lead.pk == party.pk else f"{lead.name} or {party.name}"
