"""An information governance officer at the keyboard: answers a draft's questions from a paper beside the screen.

What to type is asked of the portal's own form for the part that the paper has, so that a new field is typed too.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from agreements import assembly
from agreements.models import Agreement
from drafting import outline, progress
from drafting.forms.fields import Setting
from drafting.forms.parts import PartForm
from drafting.outline import OutlineSection, Question
from drafting.views.desk import outline_of
from dsaformat import editing
from dsaformat.document import AgreementDocument
from dsaformat.shape import shapes
from dsaformat.values import Part
from lawfulbasis import services as law


@dataclass
class Officer:
    page: Page
    paper: AgreementDocument
    reference: str
    pasted: frozenset[str] = frozenset({"items"})
    """Lists that come from a spreadsheet."""
    keys: dict[tuple[str, str], str] = field(default_factory=dict)
    """Keys of the paper's rows, and what the portal calls the same rows."""

    @property
    def document(self) -> AgreementDocument:
        return assembly.assemble(Agreement.objects.get(reference=self.reference))

    @property
    def outline(self) -> outline.Outline:
        return outline_of(self.document)

    def address(self, name: str, *parts: str) -> str:
        return reverse(f"drafting:{name}", args=[self.reference, *parts])

    def questions(self) -> Iterator[tuple[OutlineSection, Question]]:
        """Every question of the template that the paper has an answer to."""
        for section in self.outline.sections:
            for question in section.asked:
                if question.kind != "parties" and progress.filled(self.paper, section, question):
                    yield section, question

    def answer(self, section: OutlineSection, question: Question, only: frozenset[str] | None = None) -> None:
        """From the paper; `only` are the parties whose rows are written."""
        place = (section.key, question.key)
        match question.kind:
            case "part":
                self._send(self.address("question", *place), question.path, question.names)
                self._lists(place, question.path, question.lists)
            case "each":
                for party, _ in list(progress.each(self.paper, question)):
                    if only is None or party.key in only:
                        path = question.path.replace("*", party.key)
                        if question.names:
                            self._send(self.address("change", *place, path), path, question.names)
                        self._lists(place, path, question.lists)
            case "rows":
                for row in progress.rows(self.paper, question):
                    if only is None or getattr(row, "party", "") in only:
                        self._row(place, question, question.path, row.key)

    def _row(self, place: tuple[str, str], question: Question, path: str, key: str) -> None:
        own = f"{path}/{key}"
        if (path, key) not in self.keys:
            before = {row.key for row in getattr(self.document, path)}
            self._send(self.address("add", *place, path), own, ())
            (self.keys[path, key],) = {row.key for row in getattr(self.document, path)} - before
        self._lists(place, own, question.lists)

    def _lists(self, place: tuple[str, str], path: str, names: tuple[str, ...]) -> None:
        steps = path.split("/")
        here = "/".join((steps[0], self.keys.get((steps[0], steps[1]), steps[1]), *steps[2:])) if steps[1:] else path
        for name in names:
            if name in self.pasted or getattr(editing.found(self.document, here), name, ()):
                continue
            for row in getattr(editing.found(self.paper, path), name, ()):
                self._send(self.address("add", *place, f"{here}/{name}"), f"{path}/{name}/{row.key}", ())

    def _called(self, rows: str, value: Any) -> Any:
        """The portal's keys for the rows of that list which the value names."""
        if rows and isinstance(value, (tuple, list)):
            return [self._called(rows, one) for one in value]
        return self.keys.get((rows, value), value) if rows else value

    def write_texts(self) -> None:
        """The paper's running text, into the sections that show the same tables."""
        for section in self.outline.sections:
            said = [one.text for one in self.paper.sections if one.text and set(one.blocks) & set(section.blocks)]
            if said:
                self.page.goto(self.address("question", section.key, outline.OWN_TEXT.key))
                put(self.page, "text", "\n\n".join(said))
                self._save()

    def _send(self, address: str, path: str, names: tuple[str, ...]) -> None:
        part = editing.found(self.paper, path)
        assert part is not None, path
        lists = {shape.name: shape.points_at for shape in shapes(type(part))}
        wanted = [(name, self._called(lists.get(name, ""), value)) for name, value in typed(part, names, self.document)]
        while wanted:  # a page has a few empty places for more; saving makes new ones
            self.page.goto(address)
            left = [(name, value) for name, value in wanted if not put(self.page, name, value)]
            self._save()
            wanted = left if "/change/" in address and len(left) < len(wanted) else []

    def _save(self) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Save and continue").click()
        wrong = self.page.locator(".govuk-error-summary")
        assert wrong.count() == 0, f"{self.page.url}: {wrong.inner_text()}"


def typed(part: Part, names: tuple[str, ...], document: AgreementDocument) -> Iterator[tuple[str, Any]]:
    """What the form of the part holds when the part is as it is."""
    known = tuple(shape.name for shape in shapes(type(part)) if not shape.rows and shape.name != "key")
    setting = Setting(document, law.catalogue(), timezone.localdate())
    form = PartForm(model=type(part), names=names or known, setting=setting, part=part)
    for name, value in form.initial.items():
        if value not in (None, "", (), [], False):
            yield name, value


def put(page: Page, name: str, value: Any) -> bool:
    """Into the field of that name, whatever kind it is. False where the page has no such field."""
    if isinstance(value, dt.date):
        for part in ("day", "month", "year"):
            put(page, f"{name}_{part}", getattr(value, part))
        return True
    field = page.locator(f'[name="{name}"]')
    kind = page.evaluate("name => document.getElementsByName(name)[0]?.type", name)
    if kind is None:
        return False
    if kind in ("radio", "checkbox"):
        for one in value if isinstance(value, (tuple, list)) else (value,):
            box = page.locator(f'[name="{name}"][value="{_text(one)}"]')
            (field if value is True and kind == "checkbox" else box).first.check(force=True)
    elif kind == "select-one":
        field.select_option(_text(value))
    else:
        field.fill("\n".join(map(_text, value)) if isinstance(value, (tuple, list)) else _text(value))
    return True


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value.value if isinstance(value, Enum) else value)
