"""Confirming that it is you, with a second factor."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms

from accounts import factors
from accounts.adapters import WRONG_CODE
from accounts.forms import fields
from accounts.forms.factors import AnswerField
from accounts.models import User


class CodeForm(forms.Form):
    """A code from the person's authenticator app. Recovery codes are for getting back in, and do not confirm an act."""

    code = fields.code(hint="The code that your authenticator app shows now. Each code works once.")

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.authenticator: Authenticator | None = None

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        app = factors.totp(self.person)
        if app is None or not app.wrap().validate_code(code) or not factors.first_use(app, code):
            raise forms.ValidationError(WRONG_CODE, code="incorrect")
        self.authenticator = app
        return code


class PasskeyAnswerForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = AnswerField()
