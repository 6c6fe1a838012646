"""A file that goes with a form of two steps: kept when it comes in, named by its token until the record is made."""

from typing import TypeVar, cast

from django.http import QueryDict

from accounts.models import User
from agreements.views import shared
from closing.forms_disposal import GoneForm, OutcomeForm
from parties.models import Organisation
from parties.services import evidence

Proved = TypeVar("Proved", OutcomeForm, GoneForm)
_OWN = ("csrfmiddlewaretoken", "step", "file")


def kept(form: Proved, organisation: Organisation, person: User) -> Proved:
    """The form as it came in, with its file put away: also when something else in it has to be put right."""
    form.is_valid()
    content = form.uploaded
    if content is not None:
        row = evidence.keep(content=content, organisation=organisation, by=person, at=shared.now())
        cast(QueryDict, form.data)["kept"] = row.token
    return form


def hidden(form: OutcomeForm) -> list[tuple[str, str]]:
    """Everything that was typed, to go along with the next step."""
    posted = cast(QueryDict, form.data)
    return [(name, value) for name, values in posted.lists() if name not in _OWN for value in values]


def number(value: str | None) -> int:
    """From a field that nobody types: 0 for whatever is no number."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 19 else 0
