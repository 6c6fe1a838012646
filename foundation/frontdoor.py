"""What reaches the portal at all. Requests that no browser of ours sends get a plain answer before any view runs."""

import re
import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

Handler = Callable[[HttpRequest], HttpResponse]

_METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::(\d{1,5}))?", re.IGNORECASE)
_CHARSETS = {"utf-8", "utf8", '"utf-8"'}
_NUL = re.compile("%00")


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
        return self.get_response(request)


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
        return None
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return failure(request, 413)
    return None


def failure(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    """One of the common failure pages. They need no database and no signed-in person."""
    page = {
        "service_name": settings.SERVICE_NAME,
        "operator_email": settings.OPERATOR_EMAIL,
        "request_reference": request.META.get("PORTAL_REQUEST_ID", ""),
    }
    return HttpResponse(render_to_string(f"errors/{status}.html", page | context), status=status)


class PortalHeaders:
    """Headers of every answer that no library sets for us."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", _PERMISSIONS)
        # Looked at only when the view looked: a public page must stay free of "Vary: Cookie".
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response


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


def safe_path(value: str | None, default: str) -> str:
    """``value`` when it is a path on this site, otherwise ``default``: no open redirects."""
    if not value or not value.startswith("/") or value.startswith(("//", "/\\")):
        return default
    parts = urlsplit(value)
    if parts.scheme or parts.netloc or "\\" in value or any(ord(c) < 32 for c in value):
        return default
    return value
