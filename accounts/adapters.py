"""Where django-allauth asks how this portal does things."""

import base64
import secrets
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts import clock, factors, invited, mails
from accounts.models import User
from accounts.services import people
from foundation.frontdoor import safe_path

WRONG_CODE = "That code is not right, or it has expired or been used"
TOO_MANY = "Too many attempts. Try again in 15 minutes, or reset your password."
_FAILURES_KEPT = 86_400
_PASSWORD_WORDS: dict[str | None, str] = {
    "password_too_short": "Password must be 12 characters or more",
    "password_too_common": "Choose a password that is harder to guess: this one is on lists of common passwords",
    "password_too_similar": "Password must not be like your name or email address",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed",
        "duplicate_email": "This is already your email address",
        "email_password_mismatch": "Email address or password is not right",
        "email_taken": "You cannot use this email address",
        "enter_current_password": "Your current password is not right",
        "incorrect_code": WRONG_CODE,
        "incorrect_password": "Password is not right",
        "invalid_login": "Email address or password is not right",
        "invalid_or_expired_key": "This link no longer works",
        "invalid_password_reset": "This link no longer works",
        "max_email_addresses": "Finish the change of address that you have started first",
        "too_many_login_attempts": TOO_MANY,
        "same_as_current": "Enter a different email address",
        "rate_limited": "Too many attempts. Wait a few minutes, then try again.",
    }

    # --- who may come in ---
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return invited.find(request, timezone.now()) is not None  # noqa: TID251 - a door

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:
        """Whoever holds the invitation's link reads that mailbox."""
        invitation = invited.find(request, timezone.now())  # noqa: TID251 - a door
        return invitation is not None and invitation.email.lower() == email.lower()

    def new_user(self, request: HttpRequest) -> User:
        invitation = invited.find(request, timezone.now())  # noqa: TID251 - a door
        begun = people.unfinished(email=invitation.email) if invitation else None
        return people.begin_again(person=begun) if begun else User()

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.full_name = form.cleaned_data["full_name"]
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if invited.find(request, timezone.now()):  # noqa: TID251 - a door
            return reverse("accounts:invitation")
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def clean_password(self, password: str, user: User | None = None) -> str:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise ValidationError(
                [ValidationError(_PASSWORD_WORDS.get(e.code, e.message), code=e.code) for e in error.error_list]
            ) from error
        return password

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:signed_out")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:details")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        return reverse("accounts:details")

    def is_safe_url(self, url: str | None) -> bool:
        """Paths on this site only; allauth would also take our host's other ports and schemes."""
        return bool(url) and safe_path(url, "") == url

    # --- what is told ---
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        person = context.get("user") or self._person(email)
        mails.send(
            template=template_prefix,
            email=email,
            context=context,
            person=person,
            unique=secrets.token_hex(12),
            at=timezone.now(),  # noqa: TID251 - a door
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", key)

    def _person(self, email: str) -> User | None:
        address = EmailAddress.objects.select_related("user").filter(email__iexact=email, verified=True).first()
        if address:
            owner: User = address.user
            return owner
        request = context.request
        return request.user if request is not None and request.user.is_authenticated else None

    # --- tries, and where from ---
    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        # Counted alike whether or not there is such an account.
        key = self._failures_key(credentials.get("email", ""))
        cache.add(key, 0, timeout=_FAILURES_KEPT)
        cache.incr(key)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        now = timezone.now()  # noqa: TID251 - a door
        clock.start(request, now)
        key = self._failures_key(user.email)
        failures = cache.get(key, 0)
        cache.delete(key)
        people.signed_in(
            person=user,
            user_agent=request.META.get("HTTP_USER_AGENT", ""),
            ip=self.get_client_ip(request),
            failures=failures if failures >= 5 else 0,
            at=now,
        )
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        return answer

    @staticmethod
    def _failures_key(email: str) -> str:
        return "sign-in-failures:" + salted_hmac("accounts.failures", email.strip().lower()).hexdigest()

    # --- proving it again, before the account is changed ---
    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Whoever has a second factor uses it: the password alone no longer opens the account's own settings."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if user.is_authenticated and factors.has_one(user):
            methods = [method for method in methods if method["id"] != "reauthenticate"]
        if user.is_authenticated and factors.totp(user) is None:
            methods.sort(key=lambda method: method["id"] != "mfa_reauthenticate:webauthn")
        words = {
            "reauthenticate": "Use your password",
            "mfa_reauthenticate": "Use a code from your authenticator app, or a recovery code",
            "mfa_reauthenticate:webauthn": "Use a passkey",
        }
        return [method | {"description": words[method["id"]]} for method in methods]


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "unverified_email": "Confirm your email address first",
        "cannot_delete_authenticator": "You cannot remove this",
        "cannot_generate_recovery_codes": "Set up an authenticator app or a passkey first",
    }

    def encrypt(self, text: str) -> str:
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _vault().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return str(settings.SERVICE_NAME)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey belongs to a host. In production that is ours, whatever the request says."""
        host = (
            context.request.get_host().partition(":")[0] if settings.EMBEDDED else urlsplit(settings.SITE_URL).hostname
        )
        return {"id": host or "localhost", "name": str(settings.SERVICE_NAME)}

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return f"Passkey {number}" if type == Authenticator.Type.WEBAUTHN else f"Authenticator {number}"


@lru_cache(maxsize=8)
def _vault_for(secrets_: tuple[str, ...]) -> MultiFernet:
    keys = [salted_hmac("accounts.factors", "secret at rest", secret=s, algorithm="sha256").digest() for s in secrets_]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


def _vault() -> MultiFernet:
    """Seeds of authenticator apps are unreadable in a stolen database. Old keys still open them while keys rotate."""
    return _vault_for((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
