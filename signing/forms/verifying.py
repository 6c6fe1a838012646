"""What somebody brings to have it checked: a file, or a line of text."""

from typing import Any

from django import forms

from foundation.fields import SingleLineField
from signing import lookup
from signing.seal import fenced

MOST = 20_000_000
TOO_BIG = "The selected file must be smaller than 20MB"
NO_PDF = "The selected file must be a PDF"
LOCKED = "The selected file is password protected – remove the password, then try again"
_NOTHING = "so we cannot say whether it is genuine"
TOO_LONG = (
    f"The selected file could not be read within {fenced.SECONDS} seconds, {_NOTHING} – try again in a few minutes"
)
TOO_MUCH = f"The selected file takes more to read than we allow, {_NOTHING} – ask for the file as it was first sent"
BUSY = "We are checking other files just now – try again in a minute"
NEITHER = "Enter a reference like DSA-2026-0042, or a fingerprint of 64 letters and digits"


class FileForm(forms.Form):
    """A PDF, read once. ``content`` holds its bytes when the form is valid."""

    file = forms.FileField(
        label="Signed PDF",
        help_text="Up to 20MB. We check the file and do not keep it.",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={
            "required": "Select a PDF",
            "empty": "The selected file is empty",
            "missing": "The selected file could not be uploaded – try again",
            "invalid": "The selected file could not be uploaded – try again",
        },
    )

    content: bytes = b""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST:
            raise forms.ValidationError(TOO_BIG)
        self.content = file.read()
        # Readers allow some bytes before the mark; whether the rest is in order is for the check to say.
        if b"%PDF-" not in self.content[:1024]:
            raise forms.ValidationError(NO_PDF)
        if b"/Encrypt" in self.content[-4096:]:
            raise forms.ValidationError(LOCKED)
        return file


def unread(trouble: fenced.Unread) -> str:
    """Why there is no answer, and what to do."""
    if isinstance(trouble, fenced.Busy):
        return BUSY
    return TOO_LONG if isinstance(trouble, fenced.TooLong) else TOO_MUCH


class WordsForm(forms.Form):
    words = SingleLineField(
        noun="a reference or a fingerprint",
        label="Reference or fingerprint",
        help_text="They stand on the first page of the agreement. A reference alone is enough only if you are signed "
        "in and take part in the agreement.",
        max_length=200,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "none", "autocomplete": "off"}),
    )

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if not (lookup.is_fingerprint(words) or lookup.is_reference(words)):
            raise forms.ValidationError(NEITHER)
        return words
