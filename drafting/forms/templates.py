"""What operators say of a template: about it, of its groups, its sections and their own questions."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms

from drafting import outline, template_files
from drafting.conditions import LABELS
from drafting.forms.fields import ProseField
from drafting.outline import Outline, OutlineSection
from dsaformat.choices import Block, Kind
from dsaformat.values import LINE_LENGTH
from foundation.fields import LongTextField, SingleLineField
from foundation.verdicts import Refused
from foundation.widgets import Textarea

_LONG = 20_000
_CODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def _line(noun: str, label: str, hint: str = "", *, required: bool = True) -> SingleLineField:
    return SingleLineField(
        noun=noun, label=label, help_text=hint, required=required, max_length=LINE_LENGTH, must_have_letters=required
    )


def _prose(noun: str, label: str, hint: str = "", rows: int = 6) -> ProseField:
    widget = Textarea({"rows": rows, "spellcheck": "true", "lang": "en-GB"})
    return ProseField(noun=noun, label=label, help_text=hint, required=False, max_length=_LONG, widget=widget)


def _ticks(label: str, choices: Any, hint: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, help_text=hint, required=False, widget=forms.CheckboxSelectMultiple
    )


class TemplateForm(forms.Form):
    """A form for one place of a template. `names` are the fields that it asks for, as the outline calls them."""

    def __init__(self, data: Any = None, *, held: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__(data, initial=held or {}, **options)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.fields)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.names}


class AboutForm(TemplateForm):
    title = _line("a title", "What is the template called?")
    summary = _prose("what it is for", "What is it for?", "One or two sentences for the list of templates.", 3)
    use_when = _prose("when to use it", "When should somebody choose it?")
    kind = forms.ChoiceField(
        label="What does it make?", choices=[(one.value, one.label) for one in Kind], widget=forms.RadioSelect
    )
    source = _line("a source", "Where does its structure come from?", required=False)


class GroupForm(TemplateForm):
    title = _line("a title", "What is the group called?", "A heading over sections in the list of what there is to do.")


class StartsWithForm(TemplateForm):
    text = LongTextField(
        noun="what a new agreement begins with",
        label="What does a new agreement begin with?",
        help_text="Parts of the agreement and their fields, as YAML. Leave it blank for nothing.",
        required=False,
        max_length=100_000,
        widget=Textarea({"rows": 20, "spellcheck": "false", "autocapitalize": "off"}),
    )

    def clean_text(self) -> Any:
        typed = self.cleaned_data["text"]
        try:
            self.parts = template_files.read(typed.encode()) if typed else {}
        except Refused as refused:
            raise forms.ValidationError(list(refused.reasons)) from None
        return typed

    def values(self) -> dict[str, Any]:
        """The parts themselves; only when the form is valid."""
        return self.parts


class WordsForm(TemplateForm):
    """What a section says."""

    number = _line("a number", "Number", "As it is printed, such as 2.1. Leave it blank for none.", required=False)
    heading = _line("a heading", "Heading", "As it is printed in the agreement.")
    task = _line("what there is to do", "What is there to do?", "Such as “Say what the data is shared for”.")
    guidance = _prose("guidance", "Guidance", "What to cover. It is shown to writers and never printed.")
    fixed = _prose(
        "fixed wording", "Fixed wording", "The same in every agreement. Nobody who drafts can change it.", 12
    )
    text = _prose(
        "proposed text",
        "Proposed text",
        "People change it. Put gaps in square brackets: [name of the organisation].",
        8,
    )


class AsksForm(TemplateForm):
    """What a section asks, and when it is needed."""

    def __init__(self, data: Any = None, *, section: OutlineSection, whole: Outline, **options: Any) -> None:
        super().__init__(data, **options)
        groups = [(group.key, group.title) for group in whole.groups]
        standard = outline.standard()
        brought = [(q.key, q.label) for block in section.blocks for q in standard.get(block.value, ())]
        self.fields["group"] = forms.ChoiceField(label="Group", choices=groups)
        self.fields["optional"] = forms.BooleanField(label="The section can be left out", required=False)
        self.fields["opens_when"] = _ticks(
            "When is the section needed?", list(LABELS.items()), "When one of these holds. Tick none for always."
        )
        self.fields["because"] = _line(
            "a reason",
            "What is said when it is not needed?",
            "Such as “No personal data is shared”.",
            required=False,
        )
        self.fields["blocks"] = _ticks(
            "Which tables does it show?", _blocks(), "Each table brings its own questions to the section."
        )
        self.fields["asks"] = _ticks(
            "Which questions of other tables does it ask?", _standard(), "Their tables are printed in other sections."
        )
        if brought:
            self.fields["leave_out"] = _ticks("Which questions of its tables does it not ask?", brought)
        if asked := [(question.key, question.label) for question in section.asked]:
            self.fields["required"] = _ticks("Which questions must be answered?", asked)

    def values(self) -> dict[str, Any]:
        values = super().values()
        if "leave_out" in self.fields:
            stay = {q.key for block in values["blocks"] for q in outline.standard().get(block, ())}
            values["leave_out"] = [key for key in values["leave_out"] if key in stay]
        return values


class NewSectionForm(TemplateForm):
    """What a section cannot be without; the rest follows on its own pages."""

    def __init__(self, data: Any = None, *, whole: Outline, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["heading"] = _line("a heading", "Heading", "As it is printed in the agreement.")
        self.fields["task"] = _line(
            "what there is to do", "What is there to do?", "Such as “Say what the data is shared for”."
        )
        self.fields["group"] = forms.ChoiceField(
            label="In which group does it stand?",
            choices=[(group.key, group.title) for group in whole.groups],
            error_messages={"required": "Select a group", "invalid_choice": "Select a group"},
        )
        self.fields["after"] = forms.ChoiceField(
            label="After which section?",
            choices=[("", "At the end"), *((one.key, f"{one.number} {one.heading}".strip()) for one in whole.sections)],
            required=False,
        )


class QuestionForm(TemplateForm):
    """A question of the section's own."""

    label = _line("a question", "Question", "It becomes the heading of a page.")
    hint = _prose("a hint", "Hint", "One sentence under the question.", 2)
    guidance = _prose("guidance", "Guidance", "What to cover; opened when somebody wants it.")
    required = forms.BooleanField(label="It must be answered", required=False)


class _WithCode(forms.Form):
    code = SingleLineField(
        noun="a code",
        label="Code",
        help_text="Small letters, digits and hyphens, such as school-data. It stands in addresses and never changes.",
        max_length=63,
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not _CODE.fullmatch(code):
            raise forms.ValidationError("Code must be small letters, digits and hyphens, like school-data")
        return code


class CopyForm(_WithCode):
    """A new template from one that is there."""

    def __init__(self, data: Any = None, *, templates: Iterable[Any], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["title"] = _line("a title", "What is the new template called?")
        self.fields["source"] = forms.ChoiceField(
            label="Which template does it begin from?",
            choices=[(str(row.pk), str(row)) for row in templates],
            error_messages={"required": "Select a template", "invalid_choice": "Select a template"},
        )


class FileForm(forms.Form):
    file = forms.FileField(
        label="Template file",
        help_text="YAML or JSON, up to 1MB, as this portal writes it.",
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.json"}),
        error_messages={
            "required": "Select a file",
            "empty": "The selected file is empty",
            "missing": "The selected file could not be uploaded – try again",
            "invalid": "The selected file could not be uploaded – try again",
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > template_files.MAX_BYTES:
            raise forms.ValidationError("The selected file must be smaller than 1MB")
        try:
            self.outline_values = template_files.read(file.read())
        except Refused as refused:
            raise forms.ValidationError(list(refused.reasons)) from None
        return file


class BasedOnForm(forms.Form):
    """Stands for what the person read before they decided."""

    based_on = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)


class NoteForm(BasedOnForm):
    note = LongTextField(
        noun="what is new",
        label="What is new in this version?",
        help_text="Everybody who uses the template reads it.",
        max_length=2_000,
        must_have_letters=True,
    )


def _blocks() -> list[tuple[str, str]]:
    return [(block.value, block.label) for block in Block]


def _standard() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every standard question under the name of its table."""
    labels = {block.value: block.label for block in Block} | {"identity": "Name and owner"}
    return [
        (labels.get(block, block), [(f"{block}/{question.key}", question.label) for question in asked])
        for block, asked in outline.standard().items()
    ]
