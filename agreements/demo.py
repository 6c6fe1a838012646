"""Demonstration agreements: real documents whose dates are counted from the day they are loaded."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from agreements import intake, policies, services
from agreements.models import Agreement
from dsaformat import reading
from dsaformat.document import AgreementDocument

if TYPE_CHECKING:
    from accounts.models import User

_DAY = re.compile(r"today(?:([+-])([0-9]{1,5}))?")


def folder() -> Path:
    return Path(settings.BASE_DIR) / "fixtures" / "demo" / "agreements"


def document(path: Path, *, on: dt.date) -> AgreementDocument:
    """The document in the file, with `today`, `today+90` and the like as days."""
    return reading.parse(_dated(json.loads(path.read_text(encoding="utf-8")), on))


def load(*, at: dt.datetime, by: "User | None" = None) -> list[Agreement]:
    """Take in every demonstration agreement that is not there yet. Its organisations must be in the directory."""
    taken: list[Agreement] = []
    for path in sorted(folder().glob("*.json")):
        wanted = document(path, on=at.date())
        if not Agreement.objects.filter(title=wanted.identity.title).exists():
            taken.append(services.import_document(document=wanted, by=_taken_in_by(by, wanted), at=at))
    return taken


def _taken_in_by(by: "User | None", document: AgreementDocument) -> "User | None":
    """The drafter where the lead is theirs; otherwise whoever runs the portal."""
    placed = intake.places(document)
    return by if by and placed and policies.can_create(by, intake.lead(document, placed)) else None


def _dated(value: Any, on: dt.date) -> Any:
    if isinstance(value, dict):
        return {name: _dated(member, on) for name, member in value.items()}
    if isinstance(value, list):
        return [_dated(member, on) for member in value]
    if isinstance(value, str) and (match := _DAY.fullmatch(value)):
        days = int(match[2] or 0)
        return (on + dt.timedelta(days=-days if match[1] == "-" else days)).isoformat()
    return value
