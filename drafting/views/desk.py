"""What every page of a draft stands on: the agreement, its document, its outline, and what this person may write."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from accounts.models import User
from agreements import assembly, known
from agreements import policies as agreement_policies
from agreements.models import Agreement
from agreements.views import shared
from drafting import checking, policies
from drafting import outline as outlines
from drafting.forms.fields import Setting
from drafting.models import Template
from drafting.outline import Outline, OutlineSection, Question
from drafting.services import templates
from drafting.shown import Words
from dsaformat.document import AgreementDocument
from foundation.verdicts import Finding, Verdict
from lawfulbasis import services as law


@dataclass(frozen=True)
class Desk:
    request: HttpRequest
    agreement: Agreement
    document: AgreementDocument
    outline: Outline
    person: User
    on: dt.date
    template: Template | None = None
    """What the document was made from, where it is one of ours."""

    @cached_property
    def setting(self) -> Setting:
        return Setting(self.document, law.catalogue(), self.on)

    @cached_property
    def words(self) -> Words:
        return Words(self.document, self.setting.catalogue, self.on)

    @cached_property
    def leads(self) -> bool:
        return bool(agreement_policies.can_revise(self.person, self.agreement))

    @cached_property
    def own(self) -> frozenset[str]:
        """Keys of the parties whose rows this person may write; the lead's officers write everybody's."""
        return agreement_policies.own_parties(self.person, self.agreement)

    @cached_property
    def may_fill_in(self) -> Verdict:
        return policies.can_fill_in(self.person, self.agreement)

    def checked(self, on: dt.date | None = None) -> tuple[Finding, ...]:
        """What the checks say on that day, or today, of the text and of what the portal knows beside it."""
        day = on or self.on
        facts = known.of(self.agreement, on=day)
        held, digest = self.setting.catalogue, self.agreement.working_digest
        return checking.findings(self.document, digest=digest, on=day, facts=facts, catalogue=held)

    def section(self, key: str) -> OutlineSection:
        found = self.outline.section(key)
        if found is None:
            raise Http404
        return found

    def link(self, name: str, *parts: str) -> str:
        return reverse(f"drafting:{name}", args=[self.agreement.reference, *parts])

    def frame(self, **more: Any) -> dict[str, Any]:
        return shared.frame(self.request, self.agreement, "drafting:tasks", desk=self, **more)


@dataclass(frozen=True)
class Place:
    """One question of one section of a draft."""

    desk: Desk
    section: OutlineSection
    question: Question
    where: str = field(default="")

    @property
    def address(self) -> tuple[str, str]:
        return (self.section.key, self.question.key)

    @property
    def back(self) -> str:
        return self.desk.link("question", *self.address)

    @property
    def key(self) -> str:
        """Names the page where something typed is kept."""
        return "/".join(filter(None, (*self.address, self.where)))

    def link(self, name: str, where: str = "") -> str:
        return self.desk.link(name, *self.address, where) if where else self.desk.link(name, *self.address)


def sit_down(request: HttpRequest, reference: str) -> Desk:
    """404 for whatever the person may not see."""
    agreement = shared.find(request, reference)
    document = assembly.assemble(agreement)
    made_from = template_of(document)
    outline = _outline(made_from, document)
    return Desk(request, agreement, document, outline, shared.person(request), shared.today(), made_from)


def outline_of(document: AgreementDocument) -> Outline:
    """The template that the document was made from; otherwise what its own sections ask."""
    return _outline(template_of(document), document)


def _outline(made_from: Template | None, document: AgreementDocument) -> Outline:
    return made_from.outline if made_from is not None else outlines.of_document(document)


def template_of(document: AgreementDocument) -> Template | None:
    """The version of a template that the document was made from, where it is one of ours."""
    return templates.in_use(document.template.code, document.template.version)


def open_at(request: HttpRequest, reference: str, section: str, question: str, where: str = "") -> Place:
    desk = sit_down(request, reference)
    found = desk.section(section)
    asked = found.question(question)
    if asked is None:
        raise Http404
    return Place(desk, found, asked, where)
