"""A form with a file that shows what happened to data."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from parties import evidence
from parties.evidence import Content
from parties.models import EvidenceFile
from signing.choices import Route
from signing.papers import scan as scans
from signing.papers.pdf import NotTaken

_NOT_UPLOADED = "The selected file could not be uploaded – try again"


class ProofField(forms.FileField):
    """A file that is examined and made anew; the cleaned value is ``evidence.Content`` or None."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.FileInput({"accept": scans.ACCEPT}),
            allow_empty_file=True,
            max_length=None,
            required=False,
            label="A file that shows it (optional)",
            help_text="Such as a log or a certificate of destruction: a PDF, JPG or PNG of up to 20MB. "
            "Every party can open it.",
            error_messages={"missing": _NOT_UPLOADED, "invalid": _NOT_UPLOADED},
            **options,
        )

    def clean(self, data: Any, initial: Any = None) -> Content | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        if upload.size > scans.LARGEST:
            raise ValidationError(scans.TOO_BIG, code="size")
        try:
            scan = scans.examine(upload.read(), Route.PAPER)
        except scans.Virus as problem:
            raise ValidationError(str(problem), code="virus") from None
        except NotTaken as problem:
            raise ValidationError(str(problem), code="file") from None
        return Content(evidence.clean_name(upload.name, scan.suffix), scan.media_type, scan.data)


class Proved(forms.Form):
    """A form with a file, which is kept under its token once it was examined: nobody selects it twice."""

    hide_optional = True
    organisation: int
    sender: int

    @property
    def has_virus(self) -> bool:
        return self.has_error("file", "virus")

    @property
    def uploaded(self) -> Content | None:
        found: Content | None = self.cleaned_data.get("file")
        return found

    @property
    def kept(self) -> EvidenceFile | None:
        """What the person uploaded for this organisation before; never somebody else's file."""
        token = str(self.data.get("kept", ""))[:64]
        if not token:
            return None
        mine = EvidenceFile.objects.filter(organisation=self.organisation, uploaded_by=self.sender)
        found: EvidenceFile | None = mine.filter(token=token).first()
        return found
