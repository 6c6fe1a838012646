"""Acts that bind an organisation: a stolen session alone must not be able to do them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse

from accounts import freshness
from foundation import doors

T = TypeVar("T")
View = TypeVar("View", bound=Callable[..., HttpResponse])
AGAIN = "Confirm again that it is you: a confirmation works for 10 minutes"


def page(view: View) -> View:
    """The form opens only for somebody who has just confirmed with a second factor; others are asked to, then return.

    What is sent reaches the view in any case, so that nothing typed is lost: the view acts through ``attempt``.
    """
    opened = freshness.fresh_factor_required(view)

    @login_required
    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return (view if request.method == "POST" else opened)(request, *args, **kwargs)

    return cast(View, asked)


def attempt(request: HttpRequest, form: BaseForm, act: Callable[[], T]) -> T | None:
    """``doors.attempt``, with a fresh second factor; without one the form says so and ``confirm_again`` is where."""
    if freshness.fresh_evidence(request) is not None:
        return doors.attempt(form, act)
    form.add_error(None, AGAIN)
    form.confirm_again = freshness.bind(request, "", then=request.path).url  # type: ignore[attr-defined]
    return None
