"""What people leave out of the PDF for publication: a reason beside each section that is withheld."""

from collections.abc import Iterable
from typing import Any

from django import forms

from agreements import publication
from dsaformat.document import AgreementDocument
from foundation.fields import SingleLineField


class PublicationForm(forms.Form):
    """One line for each section of the document: blank publishes it, a reason leaves it out."""

    def __init__(self, *arguments: Any, document: AgreementDocument, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for section in document.sections:
            field = SingleLineField(
                noun="a reason",
                max_length=publication.REASON_LENGTH,
                required=False,
                label=f"{section.number} {section.heading}".strip(),
            )
            # Nothing that a browser remembers of other forms belongs here.
            field.widget.attrs["autocomplete"] = "off"
            self.fields[section.key] = field

    @property
    def withheld(self) -> tuple[publication.Withheld, ...]:
        """Only when the form is valid."""
        return tuple(publication.Withheld(key, reason) for key, reason in self.cleaned_data.items() if reason)


def filled(withheld: Iterable[publication.Withheld]) -> dict[str, str]:
    """What was left out last, as the form's first values."""
    return {one.section: one.reason for one in withheld}
