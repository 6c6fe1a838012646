"""Saying things about a draft, by the portal's own services."""

import datetime as dt
from typing import Any

from django.urls import reverse

from accounts.models import User
from agreements import assembly
from drafting import discussion as pure
from drafting.choices_discussion import ThreadKind
from drafting.models import Thread
from drafting.services import discussion
from dsaformat import editing
from notices.models import Notice
from tests.drafting.scene import AT, Draft

WHY = "sections/necessity/answers/why"


def say(scene: Draft, by: User, kind: ThreadKind = ThreadKind.COMMENT, *, at=AT, **more: Any) -> Thread:
    lead = by in (scene.officer, scene.reader)
    values = {"organisation": scene.organisations[0 if lead else 1], "section": "necessity", "text": "Too vague."}
    said = discussion.Opening(kind=kind, **(values | more))
    return discussion.start(agreement=scene.agreement, said=said, by=by, at=at)


def suggest(scene: Draft, by: User, proposed: str, *, path: str = WHY, field: str = "text", **more: Any) -> Thread:
    scene.agreement.refresh_from_db()
    before = pure.text_at(assembly.assemble(scene.agreement), path, field)
    values = {"question": "why", "text": "", "path": path, "field": field, "before": before, "proposed": proposed}
    return say(scene, by, ThreadKind.SUGGESTION, **(values | more))


def text(scene: Draft, path: str = WHY, field: str = "text") -> str:
    scene.agreement.refresh_from_db()
    part = editing.found(assembly.assemble(scene.agreement), path)
    return getattr(part, field) if part is not None else ""


def gather(minutes: float = 6) -> int:
    """So long after the scene's beginning the sweep comes by."""
    return discussion.tell(at=AT + dt.timedelta(minutes=minutes))


def mail(kind: str) -> list[tuple[str, str, str]]:
    """Who was told, with which words."""
    rows = Notice.objects.filter(kind=f"discussion.{kind}").order_by("email")
    return [(row.email, row.subject, row.text) for row in rows]


def told_to(kind: str) -> list[str]:
    return [email for email, _, _ in mail(kind)]


def at(scene, name, *parts):
    return reverse(f"drafting:{name}", args=[scene.agreement.reference, *parts])


def page(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def of(scene, name, thread):
    return at(scene, name, thread.reference)


def read(shown):
    return shown.split('name="based_on" value="')[1].split('"')[0]
