"""Input for the files of a draft."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from drafting import attached
from drafting.attached import File
from drafting.choices_starting import AttachmentKind, Audience
from foundation.fields import LongTextField, SingleLineField
from parties.models import Organisation


class FileField(forms.FileField):
    """A file whose bytes are checked; the cleaned value is a `File`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.FileInput({"accept": attached.ACCEPT}),
            allow_empty_file=True,
            max_length=None,
            error_messages={
                "required": "Select a file",
                "missing": "The selected file could not be uploaded – try again",
                "invalid": "The selected file could not be uploaded – try again",
            },
            **options,
        )

    def clean(self, data: Any, initial: Any = None) -> File | None:
        upload = super().clean(data, initial)
        if not upload:
            raise ValidationError(attached.EMPTY if upload is not None else "Select a file", code="empty")
        if upload.size > attached.LARGEST:
            raise ValidationError(attached.TOO_BIG, code="size")
        try:
            return attached.examine(upload.name, upload.read())
        except attached.NotTaken as problem:
            raise ValidationError(str(problem), code="file") from None


class AttachForm(forms.Form):
    file = FileField(label="File", help_text="PDF, DOCX, XLSX, PNG or JPEG, up to 10MB.")
    kind = forms.ChoiceField(
        label="What is it?",
        choices=AttachmentKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is", "invalid_choice": "Select what it is"},
    )
    title = SingleLineField(noun="a title", label="Title", max_length=200, must_have_letters=True)
    description = LongTextField(
        noun="what it shows",
        label="What it shows",
        help_text="For readers who cannot open the file.",
        max_length=2_000,
        required=False,
    )
    audience = forms.ChoiceField(
        label="Who may open it?",
        choices=Audience.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who may open it", "invalid_choice": "Select who may open it"},
    )

    def __init__(self, data: Any = None, files: Any = None, *, own: list[Organisation]) -> None:
        super().__init__(data, files)
        self._own = {str(row.pk): row for row in own}
        if len(own) > 1:
            self.fields["organisation"] = forms.ChoiceField(
                label="Which organisation brings it?",
                choices=[(key, row.legal_name) for key, row in self._own.items()],
                widget=forms.Select,
                error_messages={"required": "Choose an organisation", "invalid_choice": "Choose an organisation"},
            )

    @property
    def organisation(self) -> Organisation:
        """Only when the form is valid."""
        chosen = self.cleaned_data.get("organisation")
        return self._own[chosen] if chosen else next(iter(self._own.values()))
