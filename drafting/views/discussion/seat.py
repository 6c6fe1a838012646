"""What every page of a discussion stands on: the draft, one thread of it, and how both read."""

import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from agreements.views import shared
from drafting import discussion
from drafting import policies_discussion as policies
from drafting.choices_discussion import Outcome
from drafting.discussion import Passage
from drafting.models import Thread
from drafting.views import desk as desks
from drafting.views.desk import Desk
from foundation.verdicts import Verdict
from parties.models import Organisation

SUMMARY = 100
_WITH = ("agreement__lead", "by", "organisation", "only_for", "asked", "asked_person", "closed_by")


@dataclass(frozen=True)
class Seat:
    desk: Desk
    thread: Thread

    @cached_property
    def voices(self) -> list[Organisation]:
        return policies.voices(self.desk.person, self.desk.agreement)

    @cached_property
    def may_decide(self) -> Verdict:
        return policies.can_decide(self.desk.person, self.thread, self.desk.document)

    @cached_property
    def passage(self) -> Passage:
        """The text that a suggestion is about, as it stands now."""
        return discussion.place(self.desk.document, self.thread.path, self.thread.field, about(self.desk, self.thread))

    @property
    def fits(self) -> bool:
        """Whether the text is still the one that the change was suggested to."""
        return bool(self.passage.text == self.thread.before)

    @cached_property
    def quote_is_lost(self) -> bool:
        section = self.desk.outline.section(self.thread.section)
        if not self.thread.quote:
            return False
        if section is None:
            return True
        question = section.question(self.thread.question) if self.thread.question else None
        text = discussion.quotable(self.desk.document, section, question, self.desk.words.title)
        return discussion.refind(text, self.thread.quote, self.thread.quote_at) is None

    def link(self, name: str) -> str:
        return reverse(f"drafting:{name}", args=[self.desk.agreement.reference, self.thread.reference])

    def frame(self, **more: Any) -> dict[str, Any]:
        base = {"seat": self, "thread": self.thread, "heading": heading(self.desk, self.thread)}
        return frame(self.desk, **base, **more)


def frame(desk: Desk, **more: Any) -> dict[str, Any]:
    return shared.frame(desk.request, desk.agreement, "drafting:discussion", desk=desk, **more)


def rows(desk: Desk) -> Any:
    """What this person may know of."""
    seen = Thread.objects.visible_to(desk.person).filter(agreement=desk.agreement)
    return seen.select_related(*_WITH)


def take(request: HttpRequest, reference: str, key: uuid.UUID) -> Seat:
    """404 for what the person may not see, and for threads of other agreements."""
    desk = desks.sit_down(request, reference)
    return Seat(desk, get_object_or_404(rows(desk), reference=key))


def about(desk: Desk, thread: Thread) -> str:
    """The question or the section, as people know it."""
    section = desk.outline.section(thread.section)
    if section is None:
        return "A section that is no longer in the agreement"
    question = section.question(thread.question) if thread.question else None
    return question.label if question else f"The section “{section.heading}”"


def heading(desk: Desk, thread: Thread) -> str:
    section = desk.outline.section(thread.section)
    return f"{section.number} {section.heading}".strip() if section else ""


def summary(thread: Thread) -> str:
    text = " ".join((thread.text or thread.proposed or "Leave this text out").split())
    return text if len(text) <= SUMMARY else text[: SUMMARY - 1].rstrip() + "…"


def state(thread: Thread) -> dict[str, str]:
    """A word for where it stands, and its colour."""
    if thread.is_open and thread.is_blocking:
        return {"text": "Blocking", "tag": "red"}
    if thread.is_undecided:
        return {"text": "To decide", "tag": "blue"}
    if thread.is_open:
        return {"text": "Waiting for an answer" if thread.is_waiting else "Open", "tag": "blue"}
    return {"text": Outcome(thread.outcome).label if thread.outcome else "Closed", "tag": ""}


def audience(thread: Thread) -> str:
    return f"Only {thread.only_for.name}" if thread.only_for else "All parties"
