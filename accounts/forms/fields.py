"""The few fields that every sign-in page shares."""

from django import forms

from foundation.fields import EmailField

PASSWORD_HINT = "At least 12 characters. Three words that only you would put together work well."  # noqa: S105 - a hint


def email(label: str = "Email address", *, hint: str = "", autocomplete: str = "email") -> EmailField:
    field = EmailField(noun="your email address", label=label, help_text=hint)
    field.widget.attrs["autocomplete"] = autocomplete
    return field


def password(label: str, missing: str, *, new: bool = False, hint: str = "") -> forms.CharField:
    """Pasting works, spaces count, nothing is trimmed; 128 characters are more than any phrase and cheap to hash."""
    return forms.CharField(
        label=label,
        help_text=hint,
        strip=False,
        max_length=128,
        error_messages={"required": missing, "max_length": f"{label} must be 128 characters or fewer"},
        widget=forms.PasswordInput(
            attrs={"autocomplete": "new-password" if new else "current-password", "data-width": "two-thirds"}
        ),
    )


def new_password(label: str = "New password") -> forms.CharField:
    return password(label, "Enter a password", new=True, hint=PASSWORD_HINT)


def code(label: str = "6-digit code", *, hint: str = "", digits_only: bool = True) -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "spellcheck": "false", "data-width": "10"}
    if digits_only:
        attrs["inputmode"] = "numeric"
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=40,
        error_messages={"required": "Enter the code", "max_length": "That code is too long"},
        widget=forms.TextInput(attrs=attrs),
    )
