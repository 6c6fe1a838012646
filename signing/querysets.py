"""Questions to the database about signing. What a person may see follows from the agreements they may see."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts import access
from accounts.roles import OrgPermission
from agreements.choices import RenderingState, Status
from parties.policies import authority
from signing.choices import WAITING, AnswerKind, PaperOutcome, RequestState, RoundKind, RoundState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

MAX_ATTEMPTS = 8
SIGNABLE = (Status.SIGNING, Status.SIGNED, Status.IN_FORCE, Status.UNDER_REVIEW)
"""Where a request of an open round can be signed: a quorum may bring an agreement into force before everybody signs."""


def _agreements(user: "User | AnonymousUser") -> models.QuerySet[Any]:
    agreements: Any = apps.get_model("agreements", "Agreement")._default_manager
    found: models.QuerySet[Any] = agreements.visible_to(user).order_by().values("pk")
    return found


class RoundQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> "RoundQuerySet":
        return self.filter(version__agreement__in=_agreements(user))

    def left_open(self) -> "RoundQuerySet":
        """Open although the agreement was withdrawn by a way that does not know of signing."""
        return self.filter(state=RoundState.OPEN, version__agreement__status=Status.WITHDRAWN)

    def running(self) -> "RoundQuerySet":
        """Open, for an agreement that waits for signatures or takes more."""
        found = self.filter(state=RoundState.OPEN, version__agreement__status__in=SIGNABLE)
        return found.select_related("version__agreement__lead", "opened_by")

    def latest_of(self, agreement: models.Model) -> Any:
        """The agreement's newest round for all its parties, or None."""
        rounds = self.filter(version__agreement=agreement, kind=RoundKind.WHOLE)
        rounds = rounds.select_related("version__agreement__lead", "opened_by", "closed_by")
        return rounds.order_by("-opened_at", "-pk").first()


class RequestQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> "RequestQuerySet":
        return self.filter(round__version__agreement__in=_agreements(user))

    def entitled(self, person: "User", on: dt.date) -> "RequestQuerySet":
        """Put to the person, for organisations that they may bind on that day in any capacity.

        Whether the capacity also fits the agreement's kind and data is for ``policies`` to say of each.
        """
        held = authority.capacities(person=person, on=on)
        bound = {body.pk for capacity in held for body in capacity.covered}
        return self.put_to(person).filter(organisation__in=bound)

    def put_to(self, person: "User") -> "RequestQuerySet":
        """Put to the person, by name or as one of several who may sign."""
        alternates: Any = apps.get_model("signing", "Alternate")._default_manager
        also = alternates.filter(person=person).order_by().values("request")
        return self.filter(Q(signatory=person) | Q(pk__in=also))

    def waiting_for(self, person: "User", on: dt.date) -> "RequestQuerySet":
        """What the person is asked to sign now and still may, the most urgent first."""
        return self.entitled(person, on).waiting().order_by("round__sign_by_on", "asked_at", "pk")

    def waiting(self) -> "RequestQuerySet":
        """To be signed now: in an open round, of an agreement that waits for signatures or takes more."""
        return self.filter(
            state__in=WAITING, round__state=RoundState.OPEN, round__version__agreement__status__in=SIGNABLE
        )

    def with_round(self) -> "RequestQuerySet":
        """With all that its messages and pages name."""
        return self.select_related(
            "round__version__agreement__lead", "round__opened_by", "organisation", "signatory"
        ).prefetch_related("bodies", "alternates__person")

    def to_clear_by(self, person: "User") -> "RequestQuerySet":
        """Whose signatory is asked only when somebody who reviews for the party, such as this person, agrees."""
        mine = access.organisation_ids(person, OrgPermission.REVIEW)
        return self.filter(
            state=RequestState.NOT_YET,
            cleared_at=None,
            organisation__in=mine,
            round__reviewed_first=True,
            round__state=RoundState.OPEN,
            round__version__agreement__status__in=SIGNABLE,
        )

    def own(self, person: "User", on: dt.date) -> "RequestQuerySet":
        """What waits for the person and what they have signed: whose text is theirs to read, wherever they belong."""
        entitled = self.entitled(person, on)
        return entitled.waiting() | entitled.filter(state=RequestState.SIGNED)


class SignatureQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> "SignatureQuerySet":
        return self.filter(version__agreement__in=_agreements(user))


class SealingQuerySet(models.QuerySet[Any]):
    def behind(self) -> "SealingQuerySet":
        """The PDF lacks a signature that was given."""
        return self.filter(made__lt=F("wanted"))

    def claimable(self, at: dt.datetime) -> "SealingQuerySet":
        """Behind, not given up, and with no worker at it."""
        return self.behind().filter(attempts__lt=MAX_ATTEMPTS).filter(Q(lease_until=None) | Q(lease_until__lt=at))


class SealedFileQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> "SealedFileQuerySet":
        return self.filter(version__agreement__in=_agreements(user))

    def newest_of(self, version: models.Model) -> Any:
        return self.filter(version=version).order_by("-edition", "-revision").first()


class _OfRequests(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> "Any":
        return self.filter(request__round__version__agreement__in=_agreements(user))


class AnswerQuerySet(_OfRequests):
    def returned(self) -> "AnswerQuerySet":
        """Whoever is asked said last that it is not for them, and nobody else has been asked since."""
        later = self.model._default_manager.filter(
            Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")),
            request=OuterRef("request"),
            person=OuterRef("person"),
        )
        return self.filter(
            ~Exists(later),
            kind=AnswerKind.NOT_FOR_ME,
            person=F("request__signatory"),
            at__gte=F("request__asked_at"),
            request__state__in=WAITING,
            request__round__state=RoundState.OPEN,
            request__round__version__agreement__status__in=SIGNABLE,
        )

    def to_choose(self, person: "User") -> "AnswerQuerySet":
        """Sent back, for the person to choose who signs instead."""
        mine = access.organisation_ids(person, OrgPermission.MANAGE_PEOPLE)
        return self.returned().filter(request__organisation__in=mine)


class QuestionQuerySet(_OfRequests):
    def open(self) -> "QuestionQuerySet":
        return self.filter(answered_at=None)

    def to_answer(self, person: "User") -> "QuestionQuerySet":
        """Questions that a party waits with, for the person to answer."""
        mine = access.organisation_ids(person, OrgPermission.DRAFT)
        waiting = self.open().filter(request__state=RequestState.QUESTION)
        return waiting.filter(request__round__version__agreement__lead__in=mine)


class PaperQuerySet(_OfRequests):
    def to_check(self) -> "PaperQuerySet":
        return self.filter(outcome=PaperOutcome.WAITING)

    def to_check_still(self) -> "PaperQuerySet":
        """Those whose answer still matters: the text is out for signature."""
        return self.to_check().filter(
            request__state=RequestState.CHECKING,
            request__round__state=RoundState.OPEN,
            request__round__version__agreement__status__in=SIGNABLE,
        )

    def to_check_by(self, person: "User") -> "PaperQuerySet":
        """Those that the person may be the second one to look at."""
        mine = access.organisation_ids(person, OrgPermission.DRAFT)
        named = apps.get_model("signing", "Request")._default_manager.put_to(person)
        return (
            self.to_check_still()
            .filter(Q(request__organisation__in=mine) | Q(request__round__version__agreement__lead__in=mine))
            .exclude(uploaded_by=person)
            .exclude(request__in=named.order_by().values("pk"))
        )

    def numbered(self, request: models.Model, number: int) -> Any:
        """The request's first paper, second paper, and so on; None when there are not so many."""
        return self.filter(request=request).order_by("uploaded_at", "pk")[number - 1 : number].first()


class PackQuerySet(_OfRequests):
    def unfinished(self, at: dt.datetime) -> "PackQuerySet":
        """To be taken up: never begun, or begun by a worker whose lease has run out."""
        return self.filter(state__in=[RenderingState.WAITING, RenderingState.WORKING]).filter(
            Q(lease_until=None) | Q(lease_until__lt=at)
        )
