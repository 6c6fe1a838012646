"""Templates: those that come with the portal, and what administrators make of them."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from pydantic import ValidationError

from drafting import beginning, outline, policies, reworking, template_files
from drafting.choices import TemplateState
from drafting.models import Template
from drafting.outline import Outline
from drafting.reworking import Edit, Values
from dsaformat.reading import DocumentError
from foundation.verdicts import Refused

if TYPE_CHECKING:
    from accounts.models import User

LARGEST = template_files.MAX_BYTES
RESERVED = frozenset({"new", "upload"})
"""Codes that are addresses of other pages."""
_SHOWN = 20
_FINAL = "A version that is in use no longer changes. Begin the next version instead."


class Changed(Exception):
    """Somebody else changed the same thing since it was read. `values` is the whole outline as it stands now."""

    def __init__(self, template: Template) -> None:
        super().__init__(str(template))
        self.template = template
        self.values: Values = json.loads(template.text)


def folder() -> Path:
    return Path(settings.BASE_DIR) / "fixtures" / "templates"


@transaction.atomic
def load(*, at: dt.datetime) -> list[Template]:
    """Bring in each template of the portal that is not there yet, or that came with it in other words.

    What an administrator made of one stays.
    """
    made: list[Template] = []
    for path in sorted(folder().glob("*.yaml")):
        if path.name == outline.STANDARD.name:
            continue
        found = parsed(template_files.unwrapped(template_files.read(path.read_bytes())))
        newest = Template.objects.select_for_update().filter(code=found.code).order_by("-version").first()
        if newest is None or _came_otherwise(newest, found):
            made.append(_shipped(found, newest, at))
    return made


def _came_otherwise(newest: Template, found: Outline) -> bool:
    """It came with the portal, nobody changed or retired it, and the portal says something else now."""
    untouched = newest.changed_by_id is None and newest.state == TemplateState.PUBLISHED
    return untouched and newest.text != _text(found)


def _shipped(found: Outline, newest: Template | None, at: dt.datetime) -> Template:
    if newest is not None:
        newest.state, newest.changed_at = TemplateState.RETIRED, at
        newest.save()
    version = newest.version + 1 if newest is not None else 1
    return _make(found, version=version, state=TemplateState.PUBLISHED, by=None, at=at, published_at=at)


@transaction.atomic
def revise(*, template: Template, by: "User", at: dt.datetime) -> Template:
    """Begin the next version of a template, or go on with the one that was begun."""
    policies.can_edit_templates(by).enforce()
    rows = list(Template.objects.select_for_update().filter(code=template.code).order_by("-version"))
    begun = next((row for row in rows if row.state == TemplateState.DRAFT), None)
    if begun is not None:
        return begun
    number = rows[0].version if rows else template.version
    # From the version that was asked for: an operator may want to go back to how it was.
    return _make(template.outline, version=number + 1, state=TemplateState.DRAFT, by=by, at=at)


@transaction.atomic
def change(
    *, template: Template, edit: Edit, place: str, names: tuple[str, ...], based_on: str, by: "User", at: dt.datetime
) -> Template:
    """Change one thing in a version that is being written.

    `based_on` is the `reworking.digest` of what was read at the place; `Changed` is raised when it says more or
    something else by now.
    """
    row = _open(template, by)
    values: Values = json.loads(row.text)
    if reworking.digest(values, place, names) != based_on:
        raise Changed(row)
    return _written(row, edit(values), by, at)


@transaction.atomic
def write(
    *, template: Template, values: dict[str, Any], by: "User", at: dt.datetime, based_on: str | None = None
) -> Template:
    """Replace the outline of a version that is being written. Refused, with the reasons, when it does not hold."""
    row = _open(template, by)
    if based_on is not None and digest(row) != based_on:
        raise Changed(row)
    return _written(row, values, by, at)


@transaction.atomic
def publish(*, template: Template, note: str, by: "User", at: dt.datetime, based_on: str | None = None) -> Template:
    """From now on new agreements are made from this version. Those that were made before keep theirs."""
    row = _open(template, by)
    if based_on is not None and digest(row) != based_on:
        raise Changed(row)
    if not parsed(json.loads(row.text)).sections:
        raise Refused(["Add a section before you publish the template."])
    for other in Template.objects.select_for_update().filter(code=row.code, state=TemplateState.PUBLISHED):
        other.state, other.changed_at, other.changed_by = TemplateState.RETIRED, at, by
        other.save()
    row.state, row.published_at, row.note, row.changed_at, row.changed_by = TemplateState.PUBLISHED, at, note, at, by
    row.save()
    return row


@transaction.atomic
def discard(*, template: Template, by: "User") -> None:
    """Throw away a version that is being written."""
    _open(template, by).delete()


@transaction.atomic
def retire(*, template: Template, by: "User", at: dt.datetime) -> Template:
    """Offer the template no longer. Agreements that were made from it are not touched."""
    policies.can_edit_templates(by).enforce()
    row: Template = Template.objects.select_for_update().get(pk=template.pk)
    if row.state != TemplateState.PUBLISHED:
        raise Refused(["Only a template that is in use can be retired."])
    row.state, row.changed_at, row.changed_by = TemplateState.RETIRED, at, by
    row.save()
    return row


@transaction.atomic
def create(*, values: dict[str, Any], by: "User", at: dt.datetime) -> Template:
    """A new template, to be written and published."""
    policies.can_edit_templates(by).enforce()
    found = parsed(values)
    if found.code in RESERVED:
        raise Refused([f"A template cannot have the code {found.code}. Choose another one."])
    taken = Refused([f"There is a template with the code {found.code} already."])
    if Template.objects.filter(code=found.code).exists():
        raise taken
    try:
        with transaction.atomic():
            return _make(found, version=1, state=TemplateState.DRAFT, by=by, at=at)
    except IntegrityError:  # somebody else made it in between
        raise taken from None


def parsed(values: object) -> Outline:
    """The outline, or a refusal that names each place that does not hold."""
    try:
        found = outline.parse(values)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False)
        raise Refused([f"{_place(item['loc'])}: {_reason(item['msg'])}" for item in problems[:_SHOWN]]) from None
    except ValueError as error:
        raise Refused(str(error).split("; ")[:_SHOWN]) from None
    if len(_text(found).encode()) > LARGEST:
        raise Refused(["The template is larger than 1MB. Shorten its texts."])
    if problems_of_it := list(_idle_names(found)) + list(_no_beginning(found)):
        raise Refused(problems_of_it[:_SHOWN])
    return found


def in_use(code: str, version: str) -> Template | None:
    """The version of a template that a document names. One that is still being written made no document."""
    if not code or not (version.isascii() and version.isdigit()) or len(version) > 9:
        return None
    rows = Template.objects.filter(code=code, version=int(version)).exclude(state=TemplateState.DRAFT)
    row: Template | None = rows.first()
    return row


def newer(template: Template) -> Template | None:
    """What new agreements are made from by now, where that is a later version."""
    rows = Template.objects.filter(code=template.code, state=TemplateState.PUBLISHED, version__gt=template.version)
    row: Template | None = rows.first()
    return row


def digest(template: Template) -> str:
    return hashlib.sha256(template.text.encode()).hexdigest()[:16]


def _written(row: Template, values: Values, by: "User", at: dt.datetime) -> Template:
    found = parsed(values)
    if found.code != row.code:
        raise Refused(["The code of a template stays as it is. Make a new template instead."])
    text = _text(found)
    if text != row.text:
        row.text, row.title, row.changed_at, row.changed_by = text, found.title, at, by
        row.save()
    return row


def _open(template: Template, by: "User") -> Template:
    policies.can_edit_templates(by).enforce()
    row: Template | None = Template.objects.select_for_update().filter(pk=template.pk).first()
    if row is None:
        raise Refused(["This version was thrown away by somebody else."])
    if row.state != TemplateState.DRAFT:
        raise Refused([_FINAL])
    return row


def _text(found: Outline) -> str:
    return json.dumps(found.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False, sort_keys=True)


def _place(steps: tuple[int | str, ...]) -> str:
    """sections, 3rd: heading"""
    return " ".join(f"no. {step + 1}" if isinstance(step, int) else step for step in steps) or "template"


def _reason(message: str) -> str:
    return message.removeprefix("Input ").removeprefix("Value error, ")


def _idle_names(found: Outline) -> Iterator[str]:
    """Names that would do nothing because no question of the section has them."""
    for section in found.sections:
        brought = {question.key for block in section.blocks for question in outline.standard().get(block.value, ())}
        asked = {question.key for question in section.asked}
        for key in section.leave_out:
            if key not in brought:
                yield f"section {section.key}: leaves out {key}, which it would not ask"
        for key in section.required:
            if key not in asked:
                yield f"section {section.key}: requires {key}, which it does not ask"


def _no_beginning(found: Outline) -> Iterator[str]:
    """Why no agreement could begin with it."""
    lead = {"key": "lead", "organisation": {"name": "Lead"}, "roles": ["controller"]}
    try:
        beginning.document(found, version=1, identity={"title": "Trial"}, lead=lead)
    except DocumentError as error:
        for path, reason in error.problems:
            yield f"what a new agreement begins with: {path or 'document'} {reason}"
    except (TypeError, ValueError, AttributeError):
        yield "what a new agreement begins with is no part of an agreement"


def _make(
    found: Outline,
    *,
    version: int,
    state: TemplateState,
    by: "User | None",
    at: dt.datetime,
    published_at: dt.datetime | None = None,
) -> Template:
    row: Template = Template.objects.create(
        code=found.code,
        version=version,
        title=found.title,
        text=_text(found),
        state=state,
        changed_at=at,
        changed_by=by,
        published_at=published_at,
    )
    return row
