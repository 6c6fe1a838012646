"""Who the parties of an agreement are, and as what."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from drafting.forms.parts import PartForm
from drafting.recognising import Named
from dsaformat.choices import Role
from dsaformat.document import AgreementDocument
from foundation import text
from foundation.fields import DatePartsField, EmailField, LongTextField, SingleLineField
from parties.choices import Kind, Nation
from parties.models import Collective, Organisation

MOST_NAMES = 300
LEAVE_OUT, NEW = "leave-out", "new"
_WITHIN = "Roles in this agreement"
_HINTS = {
    Role.CONTROLLER: "Decides alone what the data is for. Two of them share from controller to controller.",
    Role.JOINT_CONTROLLER: "Decides together with others what the data is for and how it is used.",
    Role.PROCESSOR: "Handles the data for others, under a written contract.",
    Role.OBSERVER: "Is told of the agreement and is not bound by it.",
}


def role_choices(document: AgreementDocument) -> list[tuple[str, str]]:
    """A role of earlier law is offered only where the agreement has it already."""
    held = {role for party in document.parties for role in party.roles}
    return [(role.value, role.label) for role in Role if role is not Role.CONTROLLER_IN_COMMON or role in held]


def roles_field(document: AgreementDocument, **options: Any) -> forms.MultipleChoiceField:
    field = forms.MultipleChoiceField(
        label=_WITHIN,
        choices=role_choices(document),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one role", "invalid_choice": "Select roles from the list"},
        **options,
    )
    field.choice_hints = {role.value: hint for role, hint in _HINTS.items()}  # type: ignore[attr-defined]
    return field


class RolesForm(forms.Form):
    """What parties are in the agreement; for a processor, for whom it works."""

    def __init__(self, data: Any = None, *, document: AgreementDocument, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["roles"] = roles_field(document)
        if document.parties:
            self.fields["processor_for"] = forms.MultipleChoiceField(
                label="Processor for",
                choices=[(party.key, party.name) for party in document.parties],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                error_messages={"invalid_choice": "Select parties from the list"},
            )
            self.fields["roles"].reveals = {Role.PROCESSOR.value: ["processor_for"]}  # type: ignore[attr-defined]

    @property
    def processor_for(self) -> list[str]:
        """Nobody unless it is a processor: a hidden answer counts for nothing."""
        return list(self.cleaned_data.get("processor_for") or ()) if self._processes else []

    @property
    def _processes(self) -> bool:
        return Role.PROCESSOR.value in self.cleaned_data.get("roles", ())

    def more(self) -> dict[str, Any]:
        return {"processor_for": self.processor_for} if self.processor_for else {}


class ChooseForm(RolesForm):
    """One organisation out of those that a search found."""

    def __init__(self, data: Any = None, *, found: Iterable[Organisation], **options: Any) -> None:
        super().__init__(data, **options)
        self.found = {row.slug: row for row in found}
        field = forms.ChoiceField(
            label="Which organisation?",
            choices=[(row.slug, row.legal_name) for row in self.found.values()],
            widget=forms.RadioSelect,
            error_messages={"required": "Select an organisation", "invalid_choice": "Select an organisation"},
        )
        field.choice_hints = {  # type: ignore[attr-defined]
            row.slug: ", ".join(filter(None, (row.get_kind_display(), row.address.replace("\n", ", ")[:80])))
            for row in self.found.values()
        }
        self.fields = {"organisation": field} | self.fields

    @property
    def organisation(self) -> Organisation:
        return self.found[self.cleaned_data["organisation"]]


class ByHandForm(RolesForm):
    """An organisation, or a class of bodies, that the directory does not have."""

    name = SingleLineField(noun="the name", max_length=200, must_have_letters=True, label="Name")
    short_name = SingleLineField(noun="the short name", max_length=80, label="Short name", required=False)
    kind = forms.ChoiceField(label="Kind of organisation", choices=[("", "Choose one"), *Kind.choices], required=False)
    nation = forms.ChoiceField(label="Nation", choices=[("", "Choose one"), *Nation.choices], required=False)
    address = LongTextField(noun="the address", max_length=500, label="Head office", required=False)
    email = EmailField(label="Email address", required=False)
    phone = SingleLineField(noun="the phone number", max_length=40, label="Phone number", required=False)
    ico_reference = SingleLineField(noun="the ICO number", max_length=20, label="ICO number", required=False)
    whole_class = forms.BooleanField(
        label="It stands for a class of bodies",
        help_text="Such as “All schools in Norfolk”. The class is one party, and its members do not sign.",
        required=False,
    )
    membership = LongTextField(
        noun="who belongs to the class", max_length=5_000, label="Who belongs to the class", required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("whole_class") and not cleaned.get("membership") and "membership" not in self.errors:
            self.add_error("membership", "Enter who belongs to the class")
        return cleaned

    def snapshot(self) -> dict[str, str]:
        names = ("name", "short_name", "kind", "nation", "address", "email", "phone", "ico_reference")
        return {name: str(self.cleaned_data[name]) for name in names}

    def more(self) -> dict[str, Any]:
        own = {"whole_class": True, "membership": self.cleaned_data["membership"]}
        return super().more() | (own if self.cleaned_data["whole_class"] else {})


class NamesForm(forms.Form):
    """Names of organisations, one on each line, as they were pasted."""

    def __init__(self, data: Any = None, *, document: AgreementDocument) -> None:
        super().__init__(data)
        self.fields["names"] = LongTextField(
            noun="the names of the organisations",
            label="Names",
            max_length=40_000,
            help_text="One on each line: the full name, the short name or the ICO number.",
        )
        self.fields["roles"] = roles_field(document)

    def clean_names(self) -> list[str]:
        """Each name once, in the order of the lines."""
        lines = [text.single_line(line)[:500] for line in self.cleaned_data["names"].split("\n")]
        names = list({text.folded(line): line for line in lines if text.has_letters_or_digits(line)}.values())
        if len(names) > MOST_NAMES:
            raise forms.ValidationError(f"Paste {MOST_NAMES} names or fewer at a time. You pasted {len(names):,}.")
        if not names:
            raise forms.ValidationError("Enter the names of the organisations")
        return names


class MeaningsForm(forms.Form):
    """What each line meant that was not recognised."""

    def __init__(self, data: Any = None, *, unknown: Sequence[Named]) -> None:
        super().__init__(data)
        self.unknown = unknown
        for index, named in enumerate(unknown):
            near = [(row.slug, row.legal_name) for row in named.near]
            words = f"“{named.line}” was not recognised – choose an organisation or add a new one"
            self.fields[f"line-{index}"] = forms.ChoiceField(
                label=f"“{named.line}”",
                choices=[
                    *near,
                    (NEW, "Add as a new organisation that is not on this portal"),
                    (LEAVE_OUT, "Leave out"),
                ],
                widget=forms.RadioSelect,
                error_messages={"required": words, "invalid_choice": words},
            )

    def meant(self) -> list[tuple[str, Organisation | None]]:
        """Line and organisation, None for a new one; without those that are left out."""
        found: list[tuple[str, Organisation | None]] = []
        for index, named in enumerate(self.unknown):
            answer = self.cleaned_data[f"line-{index}"]
            if answer != LEAVE_OUT:
                found.append((named.line, next((row for row in named.near if row.slug == answer), None)))
        return found


class GroupForm(forms.Form):
    """A group of the directory: its members, or the class as one party."""

    def __init__(self, data: Any = None, *, document: AgreementDocument, today: dt.date) -> None:
        super().__init__(data, initial={"on": today, "how": "each"})
        self.fields["group"] = forms.ModelChoiceField(
            Collective.objects.all(),
            label="Which group?",
            to_field_name="slug",
            empty_label="Choose a group",
            error_messages={"required": "Choose a group", "invalid_choice": "Choose a group from the list"},
        )
        how = forms.ChoiceField(
            label="How is the group a party?",
            choices=[("each", "Each member is a party"), ("class", "The group is one party, as a class of bodies")],
            widget=forms.RadioSelect,
            error_messages={"required": "Select how the group is a party", "invalid_choice": "Select how"},
        )
        how.choice_hints = {  # type: ignore[attr-defined]
            "each": "Each has rows of its own and signs, itself or through somebody with its mandate.",
            "class": "It is listed once, with its members under it.",
        }
        self.fields["how"] = how
        self.fields["on"] = DatePartsField(
            noun="the day of membership",
            label="Members on which day?",
            help_text="For example, 27 3 2027.",
            earliest=dt.date(1990, 1, 1),
            latest=dt.date(2199, 12, 31),
        )
        self.fields["roles"] = roles_field(document)


class PartyForm(PartForm):
    """What one party is; earlier law's role only where it stands, and never a processor for itself."""

    def __init__(self, data: Any = None, *, key: str, **options: Any) -> None:
        super().__init__(data, **options)
        document: AgreementDocument = options["setting"].document
        self.fields["roles"] = roles_field(document, required=False)
        others = [(party.key, party.name) for party in document.parties if party.key != key]
        self.fields["processor_for"].choices = others  # type: ignore[attr-defined]
        self.fields["roles"].reveals = {Role.PROCESSOR.value: ["processor_for", "contract"]}  # type: ignore[attr-defined]
        self.order_fields(["roles", "processor_for", "contract"])


class ReplaceForm(forms.Form):
    """The organisation that takes a party's place."""

    def __init__(self, data: Any = None, *, found: Iterable[Organisation]) -> None:
        super().__init__(data)
        self.found = {row.slug: row for row in found}
        self.fields["organisation"] = forms.ChoiceField(
            label="Which organisation takes its place?",
            choices=[(row.slug, row.legal_name) for row in self.found.values()],
            widget=forms.RadioSelect,
            error_messages={"required": "Select an organisation", "invalid_choice": "Select an organisation"},
        )

    @property
    def organisation(self) -> Organisation:
        return self.found[self.cleaned_data["organisation"]]
