"""When the database says "not now": a plain page and another chance, instead of a fault.

Somebody who waited too long for a lock, or lost a deadlock, has changed nothing and may simply press again. Somebody
who met a database that does not answer is told to come back later.
"""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from foundation import frontdoor

logger = logging.getLogger(__name__)

# lock_not_available, deadlock_detected, serialization_failure
_LOST_A_RACE = frozenset({"55P03", "40P01", "40001"})
_BUSY = "Several people were working on this at the same moment, so nothing was changed. Go back and try again."


class Outages:
    """Turns a database's refusals into 409 and 503. Placed where views raise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        if _lost_a_race(exception):
            logger.info("a request lost a race for a lock", extra={"status_code": 409})
            return frontdoor.failure(request, 409, reason=_BUSY)
        logger.exception("the database did not answer")
        answer = frontdoor.failure(request, 503)
        answer["Retry-After"] = "60"
        return answer


def _lost_a_race(exception: Exception) -> bool:
    state = getattr(exception.__cause__, "sqlstate", None)
    return state in _LOST_A_RACE or "database is locked" in str(exception)
