"""Confirm it is you: step-up for acts that a stolen session must not be able to do."""

from typing import Any, cast

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import factors, freshness, passkeys
from accounts.forms.confirming import CodeForm, PasskeyAnswerForm
from accounts.models import Confirmation, User
from accounts.services import confirmations, people
from foundation.frontdoor import safe_path

TRIES = 5
_LOCKED_FOR = 900


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    person = cast(User, request.user)
    if not factors.has_one(person):
        return render(request, "accounts/confirm/no_factor.html", {"next": _next(request)}, status=403)
    code_form, key_form = CodeForm(person), PasskeyAnswerForm()
    if request.method == "POST" and "credential" in request.POST:
        key_form = PasskeyAnswerForm(request.POST)
        if _passkey(request, person, key_form):
            return redirect(_next(request))
    elif request.method == "POST":
        if _tries(person) >= TRIES:
            return render(request, "429.html", status=429)
        code_form = CodeForm(person, request.POST)
        if _code(request, person, code_form):
            return redirect(_next(request))
    return _page(request, person, code_form, key_form)


def _page(request: HttpRequest, person: User, code_form: CodeForm, key_form: PasskeyAnswerForm) -> HttpResponse:
    has_passkey = factors.has(person, Authenticator.Type.WEBAUTHN)
    context: dict[str, Any] = {
        "form": key_form if key_form.errors else code_form,
        "code_form": code_form,
        "key_form": key_form,
        "has_app": factors.has(person, Authenticator.Type.TOTP),
        "has_passkey": has_passkey,
        "passkey_data": passkeys.ask(request, person, _purpose(request), digest=_digest(request))
        if has_passkey
        else None,
        "saying": _kept(request, freshness.SAYING),
        "next": _next(request),
    }
    status = 422 if code_form.errors or key_form.errors else 200
    return render(request, "accounts/confirm/confirm.html", context, status=status)


def _code(request: HttpRequest, person: User, form: CodeForm) -> bool:
    if form.is_valid() and form.authenticator:
        _done(request, person, Confirmation.Method.TOTP, form.authenticator, {})
        return True
    if form.cleaned_data.get("code") or form.data.get("code"):
        _failed(person)
    return False


def _passkey(request: HttpRequest, person: User, form: PasskeyAnswerForm) -> bool:
    if not form.is_valid():
        return False
    try:
        answer = form.cleaned_data["credential"]
        passkey, proof = passkeys.check(request, person, _purpose(request), answer, digest=_digest(request))
    except forms.ValidationError as error:
        form.add_error(None, error)
        return False
    _done(request, person, Confirmation.Method.PASSKEY, passkey, proof)
    return True


def _done(
    request: HttpRequest, person: User, method: Confirmation.Method, used: Authenticator, proof: dict[str, Any]
) -> None:
    now = timezone.now()
    cache.delete(_tries_key(person))
    used.record_usage()
    confirmations.record(
        person=person,
        method=method,
        credential=f"{method}:{used.pk}",
        session_digest=freshness.session_digest(request),
        purpose=request.session.pop(freshness.WANTED, ""),
        at=now,
        proof=proof,
    )
    for name in (freshness.DIGEST, freshness.SAYING):
        request.session.pop(name, None)
    record_authentication(request, person, "mfa", id=used.pk, type=used.type, reauthenticated=True)
    # A session that can now do more gets a new key: whoever saw the old one is left with nothing.
    old = request.session.session_key or ""
    request.session.cycle_key()
    people.move_session(old_key=old, new_key=request.session.session_key or "")


def _purpose(request: HttpRequest) -> str:
    return _kept(request, freshness.WANTED)


def _digest(request: HttpRequest) -> bytes:
    return bytes.fromhex(_kept(request, freshness.DIGEST))


def _kept(request: HttpRequest, name: str) -> str:
    found = request.session.get(name, "")
    return found if isinstance(found, str) else ""


def _next(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next")
    return safe_path(asked, reverse("accounts:details"))


def _tries_key(person: User) -> str:
    return f"confirm-tries:{person.pk}"


def _tries(person: User) -> int:
    return int(cache.get(_tries_key(person), 0))


def _failed(person: User) -> None:
    """Count a wrong code; at the fifth, stop for a quarter of an hour and tell the person."""
    cache.add(_tries_key(person), 0, timeout=_LOCKED_FOR)
    if cache.incr(_tries_key(person)) == TRIES:
        confirmations.tell_of_guessing(person=person, at=timezone.now())
