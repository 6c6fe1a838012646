"""Pages that need nobody signed in, and the pages shown when something went wrong.

The information pages must be readable when everything else is down, so they ask the database nothing.
"""

import datetime as dt
import re
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsaportal import facts, styleguide
from foundation import frontdoor

COOKIE_NOTICE = "cookie_notice"
_YEAR = 365 * 24 * 3600
_SECRET = re.compile("password|token|code|credential|fingerprint|^next$")

# Slug, title and one line of each help topic; its text is templates/pages/help/<slug>.html.
HELP_TOPICS = (
    ("signing-in", "If you cannot sign in", "Forgotten password, locked account, lost phone"),
    ("two-factors", "Proving it is you, twice", "Passkeys, authenticator codes and recovery codes"),
    ("who-sees-what", "Who can see what", "Your organisation, the other parties, and nobody else"),
    ("signing", "What a signature here means", "What you do, what is kept, and what it proves"),
)

# Each with the day by which it is to be mended; the accessibility statement prints them.
KNOWN_ISSUES = (
    (
        "Nobody with access needs has tested the service yet, nor has it been tried with JAWS, NVDA, VoiceOver, "
        "TalkBack or Dragon",
        "People who use assistive technology may meet problems that no machine finds",
        "By 31 March 2027",
    ),
    (
        "PDFs of agreements are made to the PDF/UA standard and checked by machine only",
        "People who read PDFs with a screen reader; the same text is always there as a web page",
        "By 31 March 2027",
    ),
)


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/start.html", {"facts": facts.for_start_page()})


@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/help.html", {"topics": HELP_TOPICS})


@require_GET
def help_topic(request: HttpRequest, slug: str) -> HttpResponse:
    titles = {known: title for known, title, _line in HELP_TOPICS}
    if slug not in titles:
        raise Http404(slug)
    return render(request, f"pages/help/{slug}.html", {"topic_title": titles[slug]})


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    head = ["What", "Who it affects", "When it will be mended"]
    return render(request, "pages/accessibility.html", {"issue_head": head, "issues": KNOWN_ISSUES})


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html", {"regulator": settings.REGULATOR_NAME})


@require_GET
def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/terms.html")


@require_GET
def security(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/security.html")


@require_GET
def cookies(request: HttpRequest) -> HttpResponse:
    hours = settings.SESSION_ABSOLUTE_SECONDS // 3600
    minutes = settings.SESSION_IDLE_SECONDS // 60
    rows = [
        [
            settings.SESSION_COOKIE_NAME,
            "Keeps you signed in while you work",
            f"After {minutes} minutes without use, {hours} hours at most, or when you sign out",
        ],
        [settings.CSRF_COOKIE_NAME, "Makes sure that a form was sent from this service, by you", "After 1 year"],
        ["messages", "Carries a message such as “Saved” to the next page", "When the message has been shown"],
        [COOKIE_NOTICE, "Remembers that you have hidden the cookie message", "After 1 year"],
    ]
    return render(request, "pages/cookies.html", {"head": ["Name", "What it does", "When it ends"], "rows": rows})


# Exempt so that reading a public page sets no cookie: all that this can do is hide one message.
@csrf_exempt
@require_POST
def hide_cookie_notice(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(frontdoor.safe_path(request.POST.get("next"), reverse("start")))
    response.set_cookie(COOKIE_NOTICE, "hidden", max_age=_YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax")
    return response


@require_GET
def security_txt(request: HttpRequest) -> HttpResponse:
    expires = (timezone.now() + dt.timedelta(days=180)).replace(microsecond=0)
    lines = [
        f"Contact: mailto:{settings.OPERATOR_EMAIL}",
        f"Expires: {expires.astimezone(dt.UTC).isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}{reverse('security_txt')}",
        f"Policy: {settings.SITE_URL}{reverse('security')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_GET
def status(request: HttpRequest) -> HttpResponse:
    parts = [("Pages and help", True), ("Sign-in, organisations and agreements", _database_answers())]
    context = {"parts": parts, "well": all(well for _name, well in parts), "at": timezone.now()}
    return render(request, "pages/status.html", context)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


@require_http_methods(["GET", "POST"])
def styleguide_page(request: HttpRequest) -> HttpResponse:
    """The examples' buttons lead back here: pressing one shows the page again and does nothing."""
    return render(request, "styleguide/index.html", styleguide.examples())


@require_GET
def extend_session(request: HttpRequest) -> HttpResponse:
    """Asked by the time-out warning: that a signed-in person asked is all that keeps the session."""
    return HttpResponse(status=204 if request.user.is_authenticated else 403)


@require_GET
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponsePermanentRedirect(static("favicon.ico"))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return frontdoor.failure(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.html", {"reason": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return frontdoor.failure(request, 403, stale=True, typed=_typed(request))


def _typed(request: HttpRequest) -> list[dict[str, Any]]:
    """What a signed-in person had written, to copy: pages of theirs are not stored, so Back shows an empty form.

    Secrets stay out, and nobody signed out is shown anything that somebody else's page may have sent.
    """
    if not (getattr(request, "user", None) and request.user.is_authenticated):
        return []
    kept = [(name, value) for name, value in request.POST.items() if value and not _SECRET.search(name)]
    return [
        {"key": re.sub("[_-]", " ", name).capitalize(), "value": {"lines": str(value).splitlines()}}
        for name, value in kept
    ]


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without a database and without a context; in plain HTML when even the templates cannot be read."""
    try:
        return frontdoor.failure(request, 500)
    except Exception:
        return HttpResponse(
            "<!doctype html><html lang=en-GB><title>Sorry, there is a problem with the service</title>"
            "<h1>Sorry, there is a problem with the service</h1><p>Try again later.</p></html>",
            status=500,
        )
