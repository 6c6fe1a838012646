"""Signing in with an organisation's own OpenID Connect provider (``settings.SSO_PROVIDERS``).

What a provider says about an email address counts only when it says so for its own domains and vouches for it. Even
then it never opens an existing account: the account's owner signs in to it once and links the two.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import invited
from accounts.models import User
from accounts.services import invitations
from foundation import text

TO_LINK = "organisation_sign_in_to_link"
# Issuers that answer for anybody's directory: what they say about an address proves nothing.
_SHARED_ISSUERS = ("/common", "/organizations", "/consumers")


@dataclass(frozen=True)
class Provider:
    """One entry of ``SSO_PROVIDERS``."""

    config: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.config["id"])

    @property
    def name(self) -> str:
        return str(self.config.get("name") or self.config["id"])

    @cached_property
    def domains(self) -> frozenset[str]:
        return frozenset(str(domain).lower().lstrip("@") for domain in self.config.get("domains", []))

    @property
    def vouches_for_addresses(self) -> bool:
        """The operator says that this directory alone gives out addresses of its domains."""
        shared = any(part in str(self.config["server_url"]) for part in _SHARED_ISSUERS)
        return bool(self.config.get("email_is_verified")) and not shared

    def app(self) -> SocialApp:
        known = {"server_url", "token_auth_method", "fetch_userinfo"}
        return SocialApp(
            provider="openid_connect",
            provider_id=self.id,
            name=self.name,
            client_id=str(self.config["client_id"]),
            secret=str(self.config.get("client_secret", "")),
            settings={key: value for key, value in self.config.items() if key in known} | {"oauth_pkce_enabled": True},
        )

    def proved_address(self, said: dict[str, Any]) -> str:
        """The address in lower case if it is proved by this provider, otherwise nothing."""
        address = str(said.get("email") or "").strip().lower()
        proved = said.get("email_verified") is True or self.vouches_for_addresses
        return address if proved and address.rpartition("@")[2] in self.domains else ""


def providers() -> list[Provider]:
    return [Provider(config) for config in settings.SSO_PROVIDERS]


def provider_for(email: str) -> Provider | None:
    """The provider of an address's domain."""
    domain = email.rpartition("@")[2].lower()
    return next((provider for provider in providers() if domain in provider.domains), None)


def by_id(provider_id: str) -> Provider | None:
    return next((provider for provider in providers() if provider.id == provider_id), None)


def said_by(login: SocialLogin) -> dict[str, Any]:
    data: dict[str, Any] = login.account.extra_data
    found = data.get("userinfo") or data.get("id_token") or data
    return found if isinstance(found, dict) else {}


class OrganisationSignIn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """From the settings only: a row in a table must not become a way in."""
        found = [entry.app() for entry in providers()]
        return [
            app
            for app in found
            if provider in (None, app.provider, app.provider_id) and client_id in (None, app.client_id)
        ]

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.is_existing:
            return
        provider = by_id(sociallogin.account.provider)
        address = provider.proved_address(said_by(sociallogin)) if provider else ""
        if not address:
            raise ImmediateHttpResponse(_refused(request, "address", provider))
        if filter_users_by_email(address):
            request.session[TO_LINK] = sociallogin.serialize()
            raise ImmediateHttpResponse(redirect("accounts:organisation_link"))
        self._invited(request, provider, address)
        sociallogin.email_addresses = [EmailAddress(email=address, verified=True, primary=True)]
        sociallogin.user.email = address

    def _invited(self, request: HttpRequest, provider: Provider | None, address: str) -> None:
        """New people come in by invitation, whoever vouches for them. The link need not have been opened first."""
        now = timezone.now()  # noqa: TID251 - a door
        invitation = invited.find(request, now)
        if invitation is None or invitation.email.lower() != address:
            invitation = invitations.open_for(address, now)
        if invitation is None:
            raise ImmediateHttpResponse(_refused(request, "invitation", provider))
        invited.remember(request, invitation)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        user: User = sociallogin.user
        names = " ".join(str(data.get(key) or "") for key in ("first_name", "last_name"))
        user.email = str(data.get("email") or "").lower()
        user.full_name = text.single_line(str(data.get("name") or names) or user.email)[:200]
        return user

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return "/account/security/"


def _refused(request: HttpRequest, why: str, provider: Provider | None) -> Any:
    context = {"why": why, "provider": provider.name if provider else ""}
    return render(request, "socialaccount/refused.html", context, status=403)
