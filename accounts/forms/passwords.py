"""Changing, setting and resetting a password, and typing it again."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    ChangePasswordForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from django import forms
from django.http import HttpRequest
from django.urls import reverse

from accounts import pretence
from accounts.forms import fields
from accounts.models import User


class _NewPassword(forms.Form):
    """One box: whoever wants to check what they typed shows it."""

    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        self.fields["password1"] = fields.new_password()

    def clean_password1(self) -> str:
        password: str = get_adapter().clean_password(self.cleaned_data["password1"], user=self.user)
        return password


class ChangeForm(_NewPassword, ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = fields.password("Current password", "Enter your current password")
        self.order_fields(["oldpassword", "password1"])


class SetForm(_NewPassword, SetPasswordForm):  # type: ignore[misc]
    pass


class ResetForm(_NewPassword, ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class AskResetForm(ResetPasswordForm):  # type: ignore[misc]
    email = fields.email()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        if not self.users:
            link = reverse("account_reset_password")
            pretence.of_telling(kind="account.reset", email=self.cleaned_data["email"], context={"link": link})
        saved: str = super().save(request, **kwargs)
        return saved


class AgainForm(ReauthenticateForm):  # type: ignore[misc]
    password = fields.password("Password", "Enter your password")
