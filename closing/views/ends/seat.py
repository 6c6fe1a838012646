"""What every page about leaving, pausing and ending stands on."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from accounts.models import User
from agreements import services as agreements
from agreements.models import Agreement, Departure
from agreements.views import shared
from closing import policies_ends, querysets_ends
from dsaformat.document import AgreementDocument
from foundation.verdicts import Refused
from parties.models import Organisation

_BUTTONS = frozenset({"csrfmiddlewaretoken", "confirm", "change"})


@dataclass(frozen=True)
class Seat:
    request: HttpRequest
    agreement: Agreement
    person: User
    on: dt.date

    @cached_property
    def document(self) -> AgreementDocument | None:
        """The text that is signed or about to be; None while it is being written."""
        try:
            return agreements.current_version(self.agreement).document
        except Refused:
            return None

    @cached_property
    def departures(self) -> list[Departure]:
        return querysets_ends.departures(self.agreement)

    @cached_property
    def last(self) -> dt.date | None:
        return querysets_ends.last_end(self.agreement)

    @cached_property
    def voices(self) -> list[Organisation]:
        return policies_ends.voices(self.person, self.agreement)

    def party(self, slug: str) -> tuple[Organisation, str]:
        """The organisation and its key in the text; 404 for what is no party."""
        row = self.agreement.parties.select_related("organisation").filter(organisation__slug=slug).first()
        if row is None:
            raise Http404
        return row.organisation, row.key

    def departure(self, organisation: Organisation) -> Departure | None:
        return next((one for one in self.departures if one.organisation_id == organisation.pk), None)

    @property
    def posted(self) -> Any:
        return self.request.POST if self.request.method == "POST" else None

    @property
    def step(self) -> str:
        """What was pressed: nothing yet, on to the check, back to change something, or confirmed."""
        if self.request.method != "POST":
            return ""
        return next((name for name in ("confirm", "change") if name in self.request.POST), "check")

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What was typed travels with the page that asks to confirm it."""
        sent = self.request.POST
        return [(name, value) for name in sent if name not in _BUTTONS for value in sent.getlist(name)]

    def link(self, name: str, *parts: str) -> str:
        return reverse(f"closing:{name}", args=[self.agreement.reference, *parts])

    def frame(self, **more: Any) -> dict[str, Any]:
        own = {"cancel": self.link("manage"), "today": self.on, "kept": self.kept}
        return shared.frame(self.request, self.agreement, "closing:manage", steps=[], **own) | more


def take(request: HttpRequest, reference: str) -> Seat:
    """404 for whatever the person may not see."""
    return Seat(request, shared.find(request, reference), shared.person(request), shared.today())
