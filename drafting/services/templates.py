"""Templates: those that come with the portal, and what administrators make of them."""

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django.conf import settings
from django.db import transaction
from pydantic import ValidationError

from drafting import outline, policies
from drafting.choices import TemplateState
from drafting.models import Template
from drafting.outline import Outline
from foundation.verdicts import Refused

if TYPE_CHECKING:
    from accounts.models import User


def folder() -> Path:
    return Path(settings.BASE_DIR) / "fixtures" / "templates"


def load(*, at: dt.datetime) -> list[Template]:
    """Bring in each template of the portal that is not there yet. What an administrator made of one stays."""
    made: list[Template] = []
    for path in sorted(folder().glob("*.yaml")):
        if path.name == outline.STANDARD.name:
            continue
        found = outline.parse(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader))
        if not Template.objects.filter(code=found.code).exists():
            made.append(_make(found, version=1, state=TemplateState.PUBLISHED, by=None, at=at, published_at=at))
    return made


@transaction.atomic
def revise(*, template: Template, by: "User", at: dt.datetime) -> Template:
    """Begin the next version of a template, or go on with the one that was begun."""
    policies.can_edit_templates(by).enforce()
    rows = Template.objects.select_for_update().filter(code=template.code)
    begun: Template | None = rows.filter(state=TemplateState.DRAFT).first()
    if begun is not None:
        return begun
    newest = rows.order_by("-version").first() or template
    return _make(newest.outline, version=newest.version + 1, state=TemplateState.DRAFT, by=by, at=at)


@transaction.atomic
def write(*, template: Template, values: dict[str, Any], by: "User", at: dt.datetime) -> Template:
    """Replace the outline of a version that is being written. Refused, with the reasons, when it does not hold."""
    row = _open(template, by)
    found = parsed(values)
    if found.code != row.code:
        raise Refused(["The code of a template stays as it is. Make a new template instead."])
    row.text, row.title, row.changed_at, row.changed_by = _text(found), found.title, at, by
    row.save()
    return row


@transaction.atomic
def publish(*, template: Template, note: str, by: "User", at: dt.datetime) -> Template:
    """From now on new agreements are made from this version. Those that were made before keep theirs."""
    row = _open(template, by)
    parsed(json.loads(row.text))
    for other in Template.objects.select_for_update().filter(code=row.code, state=TemplateState.PUBLISHED):
        other.state = TemplateState.RETIRED
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
    if Template.objects.filter(code=found.code).exists():
        raise Refused([f"There is a template with the code {found.code} already."])
    return _make(found, version=1, state=TemplateState.DRAFT, by=by, at=at)


def parsed(values: object) -> Outline:
    """The outline, or a refusal that names each place that does not hold."""
    try:
        return outline.parse(values)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        raise Refused([f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in found[:20]]) from None
    except ValueError as error:
        raise Refused(str(error).split("; ")) from None


def in_use(code: str, version: str) -> Template | None:
    """The version of a template that a document names."""
    if not code or not version.isdigit() or len(version) > 9:
        return None
    row: Template | None = Template.objects.filter(code=code, version=int(version)).first()
    return row


def digest(template: Template) -> str:
    return hashlib.sha256(template.text.encode()).hexdigest()[:16]


def _open(template: Template, by: "User") -> Template:
    policies.can_edit_templates(by).enforce()
    row: Template = Template.objects.select_for_update().get(pk=template.pk)
    if row.state != TemplateState.DRAFT:
        raise Refused(["A version that is in use no longer changes. Begin the next version instead."])
    return row


def _text(found: Outline) -> str:
    return json.dumps(found.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False, sort_keys=True)


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
