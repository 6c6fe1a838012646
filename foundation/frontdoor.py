"""What reaches the portal at all. Requests that no browser of ours sends get a plain answer before any view runs."""

import logging
import re
import uuid
from collections.abc import Callable, Iterable
from typing import TypeVar
from urllib.parse import urlsplit

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

Handler = Callable[[HttpRequest], HttpResponse]

_METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::(\d{1,5}))?", re.IGNORECASE)
_CHARSETS = {"utf-8", "utf8", '"utf-8"'}
_NUL = re.compile("%00")
# No form of ours asks for these; whoever sends them tries doors.
_NEVER_ASKED = frozenset({"is_staff", "is_superuser", "is_operator", "is_active", "signed_at", "frozen_at"})
MOST_FILES = 60
"""Forms with files in a minute: nobody chooses files faster, and each is read, checked and drawn anew."""
logger = logging.getLogger(__name__)


class FrontDoor:
    """Answers malformed requests: method, host, path, encoding, size, origin. Everything else passes unchanged."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META["PORTAL_REQUEST_ID"] = uuid.uuid4().hex[:12]
        refusal = _refusal(request)
        if refusal is not None:
            return refusal
        # A NUL in a query is nobody's word: drop it here, where one rule covers every search and filter.
        request.META["QUERY_STRING"] = _NUL.sub("", request.META.get("QUERY_STRING", "")).replace("\0", "")
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            _give_words(request, response)
        return response

    def process_view(self, request: HttpRequest, view: object, *_addressed: object) -> HttpResponse | None:
        """Here, not before: an address that leads nowhere is answered without reading what was sent to it."""
        if request.method != "POST":
            return None
        try:
            sent = dict(request.POST.lists())
        except UnreadablePostError:
            return failure(request, 400)
        if request.FILES and _files_lately(request) > MOST_FILES:
            answer = failure(request, 429, wait="a minute")
            answer["Retry-After"] = "60"
            return answer
        if probing := sorted(_NEVER_ASKED & sent.keys()):
            logger.warning("probing: %s was sent %s", request.path[:200], ", ".join(probing))
        repeated = {name for name, values in sent.items() if len(values) > 1} - settings.MANY_VALUED_FIELDS
        if repeated and not getattr(view, "tells_repeated", False):
            return failure(request, 400)  # sign and decline in one answer: guessing which was meant would be wrong
        return None


View = TypeVar("View", bound=Callable[..., HttpResponse])


def _files_lately(request: HttpRequest) -> int:
    """How many forms with files this person, or this address, has sent within a minute."""
    person = getattr(request, "user", None)
    signed_in = person is not None and person.is_authenticated
    # As everywhere: behind our proxies, not the last of them, or all visitors would share one allowance.
    who = person.pk if person is not None and signed_in else get_client_ip(request)
    key = f"files:{who}"
    cache.add(key, 0, timeout=60)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out just now
        return 1


def has_repeats(request: HttpRequest, many_valued: Iterable[str]) -> bool:
    """Whether a field outside the sets of choices was sent twice."""
    return any(len(values) > 1 for name, values in request.POST.lists() if name not in set(many_valued))


def tells_repeated(view: View) -> View:
    """For a view whose form has sets of choices under names that nobody can list: it refuses other repeats itself."""
    view.tells_repeated = True  # type: ignore[attr-defined]
    return view


def _give_words(request: HttpRequest, response: HttpResponse) -> None:
    """Django's refusal of a method is an empty page; its headers, ``Allow`` among them, stay."""
    response.content = failure(request, 405).content
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))


def _refusal(request: HttpRequest) -> HttpResponse | None:
    if request.method not in _METHODS:
        answer = failure(request, 405)
        answer["Allow"] = ", ".join(_METHODS)
        return answer
    if not _known_host(request.META.get("HTTP_HOST", "")):
        return failure(request, 400)
    if "\0" in request.path_info:
        return failure(request, 404)
    if request.method == "POST":
        return _refused_post(request)
    return None


def _known_host(host: str) -> bool:
    """Django accepts a port of 99999 and a trailing dot; links built from such a host would be poisoned."""
    if not host:
        return True  # HTTP/1.0; Django answers with SERVER_NAME, which is ours
    match = _HOST.fullmatch(host)
    if not match:
        return False
    port = match.group(1)
    return port is None or 0 < int(port) <= 65_535


def _refused_post(request: HttpRequest) -> HttpResponse | None:
    if request.META.get("HTTP_SEC_FETCH_SITE", "same-origin") not in {"same-origin", "none"}:
        return failure(request, 403)
    content_type = request.META.get("CONTENT_TYPE", "").lower()
    charset = re.search(r"charset=([^;\s]+)", content_type)
    if charset and charset.group(1) not in _CHARSETS:
        return failure(request, 415)
    if content_type.startswith("multipart/form-data"):
        if "boundary=" not in content_type:
            return failure(request, 400)
        return failure(request, 413) if _length(request) > settings.UPLOAD_MAX_SIZE else None
    return failure(request, 413) if _length(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE else None


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        return 0
    return int(length[:16])


def failure(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    """One of the common failure pages. They need no database and no signed-in person."""
    page = {
        "service_name": settings.SERVICE_NAME,
        "operator_email": settings.OPERATOR_EMAIL,
        "request_reference": request.META.get("PORTAL_REQUEST_ID", ""),
    }
    return HttpResponse(render_to_string(f"errors/{status}.html", page | context), status=status)


class PortalHeaders:
    """Headers of every answer, the front door's own and the failures' included: nothing stands further out."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in _ALWAYS.items():
            response.setdefault(name, value)
        if settings.SECURE_HSTS_SECONDS and request.is_secure():
            response.setdefault("Strict-Transport-Security", _transport())
        # Only when somebody has looked already: asking here would cost every static file a query, and fail without
        # a database.
        person = getattr(request, "_cached_user", None)
        if person is not None and person.is_authenticated:
            response["Cache-Control"] = "no-store"
            patch_vary_headers(response, ["Cookie"])
        return response


def _transport() -> str:
    parts = [f"max-age={settings.SECURE_HSTS_SECONDS}"]
    parts += ["includeSubDomains"] if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else []
    parts += ["preload"] if settings.SECURE_HSTS_PRELOAD else []
    return "; ".join(parts)


_PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "microphone",
        "payment",
        "usb",
    )
)
_ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": _PERMISSIONS,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def safe_path(value: str | None, default: str) -> str:
    """``value`` when it is a path on this site, otherwise ``default``: no open redirects."""
    if not value or not value.startswith("/") or value.startswith(("//", "/\\")):
        return default
    parts = urlsplit(value)
    if parts.scheme or parts.netloc or "\\" in value or any(ord(c) < 32 for c in value):
        return default
    return value
