"""An answer that belongs to a section alone."""

from typing import Any

from django import forms

from drafting.forms.fields import ANSWER, ProseField
from drafting.outline import Question
from dsaformat import parts
from dsaformat.shape import Shape, shape
from foundation.widgets import Textarea


class AnswerForm(forms.Form):
    """One long text."""

    shapes: tuple[Shape, ...] = (shape(parts.Answer, "text"),)
    names = ("text",)

    def __init__(self, data: Any = None, *, question: Question, text: str) -> None:
        super().__init__(data, initial={"text": text})
        self.fields["text"] = ProseField(
            noun=f"an answer to “{question.label}”",
            label=question.label,
            help_text=question.hint,
            required=False,
            max_length=max(ANSWER, len(text)),
            widget=Textarea({"rows": 12, "spellcheck": "true", "lang": "en-GB"}),
        )

    def values(self) -> dict[str, Any]:
        return {"text": self.cleaned_data.get("text") or None}
