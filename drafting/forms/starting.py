"""Input for starting an agreement: what is in mind, the answers of the triage, the template, the title."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.models import User
from accounts.roles import OrgPermission
from agreements.models import Agreement
from drafting import triage
from drafting.models import Template
from dsaformat.choices import Link
from foundation.fields import LongTextField, SingleLineField
from parties.models import Organisation

TITLE = 120


class TokenField(forms.UUIDField):
    """Names the page that is sent, so that sending it twice does its work once. A broken one counts as a new page."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> uuid.UUID:
        try:
            return uuid.UUID(str(value))
        except ValueError:
            return uuid.uuid4()


class TitleField(SingleLineField):
    """A title of an agreement; its messages are those of every page that asks for one."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Title")
        super().__init__(noun="a title", max_length=TITLE, must_have_letters=True, **options)


class OrganisationField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """One of the organisations for which the person drafts; chosen already when there is one."""

    def __init__(self, person: User, on: dt.date, *, among: Iterable[int] | None = None, **options: Any) -> None:
        found = Organisation.objects.of(person, OrgPermission.DRAFT).active_on(on).order_by("legal_name", "pk")
        if among is not None:
            found = found.filter(pk__in=among)
        choices = list(found[:9])
        few = len(choices) < 9
        options.setdefault("initial", choices[0].pk if len(choices) == 1 else None)
        super().__init__(
            found,
            widget=forms.RadioSelect if few else forms.Select,
            empty_label=None if few else "Choose an organisation",
            error_messages={"required": "Choose an organisation", "invalid_choice": "Choose an organisation"},
            **options,
        )

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.legal_name)


class IdeaForm(forms.Form):
    """What somebody has in mind, before any question is asked (B-4: the question to answer is a must)."""

    token = TokenField()
    subject = SingleLineField(
        noun="what you want to share",
        label="What do you want to share, or ask for?",
        help_text="A few words, such as attendance of children known to social care. Do not name people.",
        max_length=TITLE,
        must_have_letters=True,
        error_messages={"required": "Enter what you want to share"},
    )
    question = LongTextField(
        noun="the question you want to answer",
        label="Which question is it to answer?",
        help_text="Be as clear as you can. It decides how little data is enough.",
        max_length=2_000,
    )
    others = LongTextField(
        noun="the other organisations",
        label="Which other organisations take part?",
        help_text="One on each line, as far as you know. We look for agreements with them.",
        max_length=10_000,
        required=False,
    )

    def __init__(self, data: Any = None, *, person: User, on: dt.date, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["organisation"] = OrganisationField(person, on, label="For which organisation are you asking?")


class StepForm(forms.Form):
    """One question of the triage."""

    def __init__(self, data: Any = None, *, step: triage.Step, answer: str = "", near: Iterable[Any] = ()) -> None:
        super().__init__(data, initial={"answer": answer})
        message = {"required": "Choose one of the answers", "invalid_choice": "Choose one of the answers"}
        self.fields["answer"] = field = forms.ChoiceField(
            label=step.question,
            help_text=step.hint,
            choices=[(choice.value, choice.label) for choice in step.choices],
            widget=forms.RadioSelect,
            error_messages=message,
        )
        field.choice_hints = {choice.value: choice.hint for choice in step.choices}  # type: ignore[attr-defined]
        self.wants_reference = step.key == "existing"
        if self.wants_reference:
            self.fields["reference"] = SingleLineField(
                noun="the reference",
                label="Its reference, if you said yes",
                help_text="For example DSA-2026-0001",
                max_length=20,
                required=False,
                widget=forms.TextInput({"data-width": "20"}),
            )

    def check(self, visible: Any) -> Agreement | None:
        """The agreement that is meant. Says what is missing; somebody else's is not there."""
        if not self.wants_reference or self.cleaned_data.get("answer") in (None, "none"):
            return None
        typed = self.cleaned_data.get("reference", "").upper()
        found: Agreement | None = visible.filter(reference=typed).first() if typed else None
        if found is None:
            words = "We could not find that agreement. Check its reference" if typed else "Enter its reference"
            self.add_error("reference", words)
        return found


class DecisionForm(forms.Form):
    """Whether to take the advice."""

    def __init__(self, data: Any = None, *, advice: triage.Outcome) -> None:
        super().__init__(data)
        if not advice.makes_one:
            self.fields["decision"] = forms.ChoiceField(
                label="What do you want to do?",
                choices=[
                    ("accept", "Record this outcome"),
                    ("anyway", "Make an agreement all the same"),
                ],
                widget=forms.RadioSelect,
                error_messages={
                    "required": "Select what you want to do",
                    "invalid_choice": "Select what you want to do",
                },
            )
        self.fields["reason"] = LongTextField(
            noun="the reason",
            label="Reasons and notes",
            help_text="Needed when you make an agreement all the same. Kept with the record.",
            max_length=2_000,
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") == "anyway" and not cleaned.get("reason"):
            self.add_error("reason", "Say why you want an agreement all the same")
        return cleaned

    @property
    def all_the_same(self) -> bool:
        return self.cleaned_data.get("decision") == "anyway"


class TemplateForm(forms.Form):
    """Which template, each with what it is for."""

    def __init__(self, data: Any = None, *, templates: Iterable[Template], chosen: str = "") -> None:
        super().__init__(data, initial={"template": chosen})
        outlines = [row.outline for row in templates]
        self.fields["template"] = field = forms.ChoiceField(
            label="Which template do you want to start from?",
            choices=[(outline.code, outline.title) for outline in outlines],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose a template", "invalid_choice": "Choose a template that is in use"},
        )
        hints = {outline.code: " ".join(f"{outline.summary} {outline.use_when}".split()) for outline in outlines}
        field.choice_hints = hints  # type: ignore[attr-defined]


class NameForm(forms.Form):
    title = TitleField(help_text="For the people who write and sign it. Do not name people.")
    public_title = SingleLineField(
        noun="a public title",
        label="Public title",
        help_text="Stands in email subjects and in the public register, so it must give nothing away.",
        max_length=TITLE,
        must_have_letters=True,
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        person: User,
        on: dt.date,
        title: str = "",
        organisation: Organisation | None = None,
    ) -> None:
        super().__init__(data, initial={"title": title})
        chosen: dict[str, Any] = {"initial": organisation.pk} if organisation else {}
        self.fields["organisation"] = OrganisationField(person, on, label="Which organisation leads?", **chosen)


class CopyForm(forms.Form):
    token = TokenField()
    title = TitleField(label="Title of the new agreement")
    link = forms.ChoiceField(
        label="How will the new agreement stand to this one?",
        choices=[
            (Link.SUPERSEDES.value, "It replaces this one"),
            (Link.VARIES.value, "It varies this one"),
            (Link.RELATED.value, "Both stand side by side"),
            ("", "Do not mention this one"),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        person: User,
        on: dt.date,
        agreement: Agreement,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        parties = [row.organisation_id for row in agreement.parties.all()]
        self.fields["organisation"] = OrganisationField(person, on, among=parties, label="Which organisation leads?")

    @property
    def chosen_link(self) -> Link | None:
        return Link(self.cleaned_data["link"]) if self.cleaned_data["link"] else None


class RegisterForm(forms.Form):
    """What to look for among the outcomes."""

    hide_optional = True
    q = forms.CharField(required=False, label="Words", max_length=200)
    outcome = forms.ChoiceField(
        required=False,
        label="Outcome",
        choices=[("", "Any"), ("open", "Not decided yet"), *((one.value, one.words) for one in triage.Outcome)],
    )

    def value(self, name: str) -> str:
        """What was asked for; nothing where it makes no sense."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")
