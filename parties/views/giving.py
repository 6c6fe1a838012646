"""Giving roles: those that bind the organisation ask for a second factor from minutes ago."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.forms import BaseForm
from django.http import HttpRequest

from accounts.roles import Role
from foundation import doors
from parties.policies.people import BINDING
from parties.views import binding

T = TypeVar("T")


def attempt(
    request: HttpRequest, form: BaseForm, gained: Iterable[Role], verb: Callable[[], T], field: str
) -> T | None:
    """``doors.attempt`` for ``field``; through ``binding.attempt`` when somebody would gain a role that binds."""

    def act() -> T | None:
        return doors.attempt(form, verb, field)

    return binding.attempt(request, form, act) if BINDING.intersection(gained) else act()
