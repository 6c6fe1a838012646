"""What every page shows: whose service it is, where one can go, and for which organisation one is looking."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from parties import current

_NAV = (
    ("home", "Your work"),
    ("agreements:list", "Agreements"),
    ("reviews:list", "Reviews"),
    ("lawfulbasis:catalogue", "Law"),
    ("parties:directory", "Organisations"),
)
_NAV_SIGNED_OUT = (("help", "Help"), ("account_login", "Sign in"))


def portal(request: HttpRequest) -> dict[str, Any]:
    signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
    path = request.path
    nav = []
    for name, text in _NAV if signed_in else _NAV_SIGNED_OUT:
        href = reverse(name)
        nav.append({"text": text, "href": href, "current": path == href or (href != "/" and path.startswith(href))})
    return {
        "service_name": settings.SERVICE_NAME,
        "operator": {
            "name": settings.OPERATOR_NAME,
            "address": settings.OPERATOR_ADDRESS,
            "email": settings.OPERATOR_EMAIL,
        },
        "embedded": settings.EMBEDDED,
        "demo": settings.DEMO and settings.EMBEDDED,
        "nav": nav,
        "organisations": current.choices(request) if signed_in else [],
        "current_organisation": current.organisation(request) if signed_in else None,
        "switch_url": reverse("parties:switch"),
    }
