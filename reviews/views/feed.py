"""A person's calendar address: the page where it is made, and what calendar programs read."""

import hashlib

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from agreements.models import Agreement
from agreements.views import shared
from reviews import events, ics
from reviews.models import Feed
from reviews.services import feeds
from reviews.views.agenda import sections

READS, MISSES = 60, 60
"""In a quarter of an hour: how often one address is answered, and how often one sender may miss."""
_WHILE = 900


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def feed(request: HttpRequest) -> HttpResponse:
    """A new address stands in the answer to the form that made it, and on no page that can be asked for again."""
    person, secret, stopped = shared.person(request), "", False
    verdict = feeds.can_have(person)
    if request.method == "POST" and "stop" in request.POST:
        stopped = feeds.stop(by=person, at=shared.now())
    elif request.method == "POST" and verdict:
        secret = feeds.make(by=person, at=shared.now())
    context = {
        "sections": sections("reviews:feed"),
        "verdict": verdict,
        "address": settings.SITE_URL + reverse("reviews:feed_ics", args=[secret]) if secret else "",
        "stopped": stopped,
        "known": Feed.objects.filter(person=person).first(),
    }
    refused = request.method == "POST" and not (verdict or "stop" in request.POST)
    return render(request, "reviews/time/feed.html", context, status=403 if refused else 200)


@require_safe
def feed_ics(request: HttpRequest, secret: str) -> HttpResponse:
    """Whoever knows the secret reads what its person may see now. There is no session, and no sign-in."""
    missed = f"feed-missed:{get_client_ip(request)}"
    if cache.get(missed, 0) >= MISSES:
        return render(request, "429.html", status=429)
    found = feeds.of_secret(secret)
    if found is None:
        _count(missed)
        raise Http404
    if _count(f"feed-read:{found.pk}") > READS:
        return render(request, "429.html", status=429)
    feeds.note_read(feed=found, at=shared.now())
    return _conditional(request, _written(found))


def _written(found: Feed) -> HttpResponse:
    agreements = Agreement.objects.visible_to(found.person)
    text = ics.write(
        events.between(agreements, *events.EVER),
        name=settings.SERVICE_NAME,
        domain=settings.MAIL_DOMAIN,
        site=settings.SITE_URL,
    )
    headers = {
        "Content-Disposition": 'inline; filename="agreements.ics"',
        "Cache-Control": "private, no-cache",
        "ETag": f'"{hashlib.sha256(text.encode()).hexdigest()}"',
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


def _conditional(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """By its tag alone: an event that went away would leave no later date behind."""
    same = get_conditional_response(request, etag=answer["ETag"], response=answer)
    assert isinstance(same, HttpResponse)
    return same


def _count(key: str) -> int:
    cache.add(key, 0, timeout=_WHILE)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out just now
        return 1
