"""Second factors: codes that work once, and passkeys that answer in JSON."""

from collections.abc import Callable
from typing import Any, TypeVar

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
    SignupWebAuthnForm,
)
from django import forms

from accounts import factors
from accounts.forms import fields
from foundation.fields import SingleLineField

T = TypeVar("T")
NO_ANSWER = "Your device did not answer. Try again, in a browser that supports passkeys and has JavaScript turned on."
_SMALL = 20_000


class AnswerField(forms.JSONField):
    """What the device said. Anything that is not a JSON object of reasonable size is no answer."""

    def __init__(self) -> None:
        messages = {"required": NO_ANSWER, "invalid": NO_ANSWER}
        super().__init__(widget=forms.HiddenInput, error_messages=messages)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > _SMALL:
            raise forms.ValidationError(NO_ANSWER, code="invalid")
        try:
            found = super().to_python(value)
        except (ValueError, RecursionError):  # thousands of digits, thousands of brackets
            raise forms.ValidationError(NO_ANSWER, code="invalid") from None
        if found is not None and not isinstance(found, dict):
            raise forms.ValidationError(NO_ANSWER, code="invalid")
        return found

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Nobody typed it: a device that is asked again gives a new answer."""
        return initial


def understood(read: Callable[[], T]) -> T:
    """The library reads an object it did not make with every exception there is; to the person it is one mistake."""
    try:
        return read()
    except forms.ValidationError as error:
        if getattr(error, "code", "") != "incorrect_code":
            raise
        raise forms.ValidationError(NO_ANSWER, code="invalid") from error
    except (TypeError, ValueError, KeyError, AttributeError, IndexError, OverflowError) as error:
        raise forms.ValidationError(NO_ANSWER, code="invalid") from error


class _OnceOnly(forms.Form):
    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        if not factors.first_use(self.authenticator, code):  # type: ignore[attr-defined]
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(_OnceOnly, AuthenticateForm):  # type: ignore[misc]
    code = fields.code("Code", hint="The 6 digits that your authenticator app shows, or a recovery code")


class CodeAgainForm(_OnceOnly, ReauthenticateForm):  # type: ignore[misc]
    code = fields.code("Code", hint="The 6 digits that your authenticator app shows, or a recovery code")


class StartAuthenticatorForm(ActivateTOTPForm):  # type: ignore[misc]
    code = fields.code(hint="The 6 digits that the app shows now")


class _NewPasskey(forms.Form):
    def clean(self) -> dict[str, Any]:
        return understood(super().clean) or {}


class AddPasskeyForm(_NewPasskey, AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)  # every passkey here is one
        self.fields["name"] = _name()
        self.fields["credential"] = AnswerField()


class FirstPasskeyForm(_NewPasskey, SignupWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = _name()
        self.fields["credential"] = AnswerField()


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    name = SingleLineField(noun="a name", max_length=60, must_have_letters=True, label="Name of this passkey")


class _Answer(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = AnswerField()

    def clean_credential(self) -> Any:
        return understood(super().clean_credential)  # type: ignore[misc]


class PasskeyForm(_Answer, AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyAgainForm(_Answer, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeySignInForm(_Answer, LoginWebAuthnForm):  # type: ignore[misc]
    pass


def _name() -> SingleLineField:
    return SingleLineField(
        noun="a name",
        max_length=60,
        required=False,
        label="Name of this passkey",
        help_text="So that you know it again, such as Work laptop",
    )
