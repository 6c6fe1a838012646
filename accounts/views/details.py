"""Your details, one question a page, and your passkeys and second factors."""

from typing import Any, cast

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import factors
from accounts.forms.details import QUESTIONS, DetailForm
from accounts.models import User
from accounts.services import people
from foundation.doors import attempt
from foundation.frontdoor import safe_path


@login_required
@require_safe
def details(request: HttpRequest) -> HttpResponse:
    person = cast(User, request.user)
    return render(
        request, "accounts/details.html", {"about": _about(person), "signing_in": _signing_in(person), "more": _more()}
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, question: str) -> HttpResponse:
    if question not in QUESTIONS:
        raise Http404
    person = cast(User, request.user)
    form = DetailForm(question, person, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = form.answer()
        if attempt(form, lambda: people.change_details(person=person, by=person, at=timezone.now(), **answer)):
            messages.success(request, "Your details were changed")
            return redirect("accounts:details")
    context = {"form": form, "label": form.fields[form.attribute].label}
    return render(request, "accounts/change.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def factor_needed(request: HttpRequest) -> HttpResponse:
    """Why a second factor is needed, and the two ways to have one."""
    wanted = safe_path(request.GET.get("next"), reverse("home"))
    if factors.has_one(cast(User, request.user)):
        return redirect(wanted)
    request.session["after_factor"] = wanted
    return render(request, "accounts/factor_needed.html", {"on_address": _passkeys_elsewhere(request)})


def _passkeys_elsewhere(request: HttpRequest) -> str:
    """Browsers keep no passkeys for a bare IP address; the same portal answers as localhost."""
    host, _, port = request.get_host().partition(":")
    if not settings.EMBEDDED or host != "127.0.0.1":
        return ""
    return f"http://localhost:{port}" if port else "http://localhost"


def _row(key: str, value: Any, href: str, hidden: str, text: str = "Change") -> dict[str, Any]:
    return {"key": key, "value": value, "actions": [{"text": text, "href": href, "hidden": hidden}]}


def _about(person: User) -> list[dict[str, Any]]:
    def asked(key: str, question: str) -> dict[str, Any]:
        attribute = QUESTIONS[question][0]
        href = reverse("accounts:change", args=[question])
        return _row(key, getattr(person, attribute), href, f"your {key.lower()}")

    return [
        asked("Full name", "name"),
        asked("Job title", "job-title"),
        asked("Rank", "rank"),
        asked("Work phone", "work-phone"),
        asked("Name you sign with", "signing-name"),
    ]


def _signing_in(person: User) -> list[dict[str, Any]]:
    waiting = EmailAddress.objects.filter(user=person, verified=False).values_list("email", flat=True).first()
    email = {"text": person.email, "hint": f"Waiting to be confirmed: {waiting}"} if waiting else person.email
    password = reverse("account_change_password" if person.has_usable_password() else "account_set_password")
    return [
        _row("Email address", email, reverse("account_email"), "your email address"),
        _row("Password", "Set" if person.has_usable_password() else "None", password, "your password"),
        _row("Second factor", _factors(person), reverse("mfa_index"), "your second factor"),
        _row("Signed in", _sessions(person), reverse("usersessions_list"), "where you are signed in", "See"),
    ]


def _factors(person: User) -> str:
    app = factors.has(person, Authenticator.Type.TOTP)
    keys = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).count()
    found = ["Authenticator app"] if app else []
    found += [f"{keys} passkey{'s' if keys > 1 else ''}"] if keys else []
    return " and ".join(found) or "None"


def _sessions(person: User) -> str:
    count = UserSession.objects.filter(user=person).count()
    return "Only here" if count < 2 else f"In {count} browsers"


def _more() -> list[dict[str, str]]:
    """Pages of upper floors about the same person."""
    found = []
    for name, text in (("notices:preferences", "Choose what we tell you, and when"),):
        try:
            found.append({"href": reverse(name), "text": text})
        except NoReverseMatch:
            continue
    return found
