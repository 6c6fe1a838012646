"""Signing in by password or by emailed code."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, RequestLoginCodeForm
from django import forms

from accounts import pretence
from accounts.forms import fields


class SignInForm(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {
            "login": fields.email(autocomplete="username"),
            "password": fields.password("Password", "Enter your password"),
        }


class AskCodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    email = fields.email()

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if self._user is None:
            words = {"code": "000 000", "what": "sign-in"}
            pretence.of_telling(kind="account.code", email=email, context=words)
        return email


class EmailedCodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    code = fields.code(hint="For example 482 913")


class OrganisationForm(forms.Form):
    """Which organisation's sign-in to use: the address's domain says so."""

    email = fields.email("Work email address")
