"""Anybody may have a document checked, without signing in. Nothing that they bring is kept."""

from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agreements import policies
from foundation import frontdoor
from signing import genuineness, lookup
from signing.forms.verifying import BUSY, FileForm, WordsForm, unread
from signing.genuineness import Answer, Result
from signing.seal import fenced, keys
from signing.views import verified

TRIES = 60
_WHILE = 900


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, reference: str = "") -> HttpResponse:
    """``reference`` is what the code on a printed page leads to: it fills in the form and opens nothing."""
    if request.method != "POST":
        return _page(request, FileForm(), WordsForm(initial={"words": reference}), reference)
    if _tries(request) > TRIES:
        return render(request, "429.html", status=429)
    if "words" in request.POST:
        return _words(request, WordsForm(request.POST), reference)
    return _file(request, FileForm(request.POST, request.FILES), reference)


def _file(request: HttpRequest, form: FileForm, reference: str) -> HttpResponse:
    wants_data = request.POST.get("what") == "data"
    try:
        found = _read(form, wants_data) if form.is_valid() else None
    except keys.KeyTrouble:
        return frontdoor.failure(request, 503)
    if found is None:
        return _page(request, form, WordsForm(initial={"words": reference}), reference)
    result = genuineness.judge(found.examination)
    if wants_data:
        return _data(request, found, result, reference)
    context = verified.page(result, reference) | {"link": _link(request, result.version)}
    return render(request, "signing/verify/result.html", context)


def _read(form: FileForm, wants_data: bool) -> fenced.Reading | None:
    """Apart from this process. None where that came to nothing: the form then says why."""
    keyring = keys.current(timezone.now())
    try:
        return fenced.read(form.content, roots=keyring.roots, seals=keyring.seals, data=wants_data)
    except fenced.Unread as trouble:
        form.add_error("file", unread(trouble))
    return None


def _words(request: HttpRequest, form: WordsForm, reference: str) -> HttpResponse:
    if not form.is_valid():
        return _page(request, FileForm(), form, reference)
    words = form.cleaned_data["words"]
    is_fingerprint = lookup.is_fingerprint(words)
    known = lookup.by_fingerprint(words) if is_fingerprint else lookup.by_reference(words, request.user)
    context: dict[str, Any] = {"known": known, "is_fingerprint": is_fingerprint, "words": words}
    if known is not None:
        context |= {"rows": verified.known(known), "link": _link(request, known.version)}
    return render(request, "signing/verify/known.html", context)


def _data(request: HttpRequest, found: fenced.Reading, result: Result, reference: str) -> HttpResponse:
    """The agreement that a genuine file carries; of any other file, what is wrong with it."""
    data = found.data
    if result.answer not in {Answer.GENUINE, Answer.OLDER} or result.version is None or data is None:
        context = verified.page(result, reference) | {"refused_data": True, "link": _link(request, result.version)}
        return render(request, "signing/verify/result.html", context, status=422)
    name = f"{result.version.agreement.reference}-v{result.version.number}.json"
    return HttpResponse(
        data,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


def _page(request: HttpRequest, file: FileForm, words: WordsForm, reference: str) -> HttpResponse:
    wrong = file if file.errors else words
    may_import = request.user.is_authenticated and bool(policies.can_import(request.user))
    context = {
        "file_form": file,
        "words_form": words,
        "form": wrong,
        "reference": reference,
        "seals": verified.seals(timezone.now()),
        "may_import": may_import,
    }
    busy = BUSY in file.errors.get("file", [])
    return render(request, "signing/verify/check.html", context, status=503 if busy else 422 if wrong.errors else 200)


def _link(request: HttpRequest, version: Any) -> str:
    """To the agreement, for those who find it there."""
    if version is None or not request.user.is_authenticated or not policies.can_view(request.user, version.agreement):
        return ""
    return str(version.agreement.get_absolute_url())


def _tries(request: HttpRequest) -> int:
    """How often this address has asked lately: checking a file costs more than asking for a page."""
    key = f"verify:{get_client_ip(request)}"
    cache.add(key, 0, timeout=_WHILE)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out just now
        return 1
