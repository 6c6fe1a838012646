"""From a service's answer to what the person sees."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest

from foundation.verdicts import Refused

T = TypeVar("T")


def perform(request: HttpRequest, act: Callable[[], object], success: str = "") -> bool:
    """Do ``act``. A refusal becomes messages and the answer False; otherwise ``success`` is said and it is True."""
    try:
        act()
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
        return False
    if success:
        messages.success(request, success)
    return True


def attempt(form: BaseForm, act: Callable[[], T], field: str | None = None) -> T | None:
    """Do ``act`` for a form. A refusal becomes the form's error, beside what was typed; the answer is then None."""
    try:
        return act()
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(field, reason)
        return None
