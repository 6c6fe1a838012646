"""The access rows of the pages of templates; see access_routes."""

from typing import Any

from django.utils import timezone

from drafting.models import Template
from drafting.services import templates
from tests.architecture import access_table as a
from tests.architecture.access_table import Row
from tests.scenarios import World


def published(world: World) -> dict[str, Any]:
    """The templates of the portal, loaded when a row first asks for one."""
    templates.load(at=timezone.now())
    return {"code": "pan-london", "number": 1}


def code(world: World) -> dict[str, Any]:
    return {"code": published(world)["code"]}


def written(world: World) -> dict[str, Any]:
    """A version that is being written: only operators know of it."""
    row = Template.objects.get(code=code(world)["code"], version=1)
    made = templates.revise(template=row, by=world.people["operator"], at=timezone.now())
    return {"code": made.code, "number": made.version}


def _drafted(**parts: str) -> Row:
    return a.row(lambda world: written(world) | parts, 404, (200, ("operator",)))


def _posted(**parts: str) -> Row:
    return a.only_posted(lambda world: written(world) | parts)


_SECTION = {"section": "lawful-basis"}
_QUESTION = _SECTION | {"question": "article-6"}
_GROUP = {"group": "set-up"}

ROUTES: dict[str, Row] = {
    "drafting:templates": a.signed_in(),
    "drafting:template": a.signed_in(code),
    "drafting:template_compare": a.signed_in(code),
    "drafting:template_version": a.signed_in(published),
    "drafting:template_tasks": a.signed_in(published),
    "drafting:template_download": a.signed_in(published),
    "drafting:template_section": a.signed_in(lambda world: published(world) | _SECTION),
    "drafting:template_history": a.operator(code),
    "drafting:template_new": a.operator(),
    "drafting:template_upload": a.operator(),
    "drafting:template_retire": a.operator(published),
    "drafting:template_revise": a.only_posted(published),
    "drafting:template_replace": _drafted(),
    "drafting:template_publish": _drafted(),
    "drafting:template_discard": _drafted(),
    "drafting:template_about": _drafted(),
    "drafting:template_start": _drafted(),
    "drafting:template_group_add": _drafted(),
    "drafting:template_group": _drafted(**_GROUP),
    "drafting:template_group_remove": _drafted(**_GROUP),
    "drafting:template_group_move": _posted(**_GROUP),
    "drafting:template_section_add": _drafted(),
    "drafting:template_words": _drafted(**_SECTION),
    "drafting:template_asks": _drafted(**_SECTION),
    "drafting:template_section_remove": _drafted(**_SECTION),
    "drafting:template_section_move": _posted(**_SECTION),
    "drafting:template_question_add": _drafted(**_SECTION),
    "drafting:template_question": _drafted(**_QUESTION),
    "drafting:template_question_remove": _drafted(**_QUESTION),
    "drafting:template_question_move": _posted(**_QUESTION),
}
