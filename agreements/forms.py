"""What people send about agreements, as values."""

from typing import Any

from django import forms

from dsaformat import reading
from dsaformat.document import AgreementDocument

TOO_BIG = "The selected file must be smaller than 2MB"


class DocumentForm(forms.Form):
    """One agreement document from a file. `problems` names each place in it that is wrong."""

    file = forms.FileField(
        label="Agreement file",
        help_text="JSON, up to 2MB, as this portal or a program that knows the format writes it.",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={
            "required": "Select a file",
            "empty": "The selected file is empty",
            "missing": "The selected file could not be uploaded – try again",
            "invalid": "The selected file could not be uploaded – try again",
        },
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.problems: list[str] = []

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > reading.MAX_BYTES:
            raise forms.ValidationError(TOO_BIG)
        try:
            self.cleaned_data["document"] = reading.load(file.read())
        except reading.DocumentError as error:
            self.problems = [f"{path or 'document'}: {reason}" for path, reason in error.problems]
            raise forms.ValidationError("The selected file is not an agreement document") from None
        return file

    @property
    def document(self) -> AgreementDocument:
        """Only when the form is valid."""
        document: AgreementDocument = self.cleaned_data["document"]
        return document
