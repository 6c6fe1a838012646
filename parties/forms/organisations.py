"""What people type about an organisation: one form for each card of its page."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from foundation.fields import DatePartsField, EmailField, LongTextField, SingleLineField
from foundation.widgets import TextInput
from parties.choices import Kind, Nation, OrganisationState, SeriousViolenceClass
from parties.facts import Facts
from parties.forms.named_organisations import NamedOrganisationsField
from parties.models import Organisation

_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


def _choice(question: str, choices: type[Any], missing: str, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=question,
        choices=choices.choices,
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
        **options,
    )


def _select(question: str, choices: type[Any], missing: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=question,
        choices=[("", "Choose one"), *choices.choices],
        error_messages={"required": missing, "invalid_choice": missing},
    )


class CardForm(forms.Form):
    """A form of some of an organisation's facts."""

    def __init__(self, *args: Any, organisation: Organisation | None = None, **options: Any) -> None:
        self.organisation = organisation
        if organisation is not None:
            options.setdefault("initial", {name: getattr(organisation, name, None) for name in self.base_fields})
        super().__init__(*args, **options)

    def facts(self) -> Facts:
        """What to hand to the service."""
        values: Facts = {name: self.cleaned_data[name] for name in self.fields}  # type: ignore[assignment]
        return values


class AboutForm(CardForm):
    """What everybody calls it, and where it is."""

    short_name = SingleLineField(
        noun="a short name",
        max_length=80,
        required=False,
        label="Short name",
        help_text="What its partners call it, such as Hackney or the Met.",
    )
    nation = _choice("Nation", Nation, "Select a nation")


class IdentityForm(AboutForm):
    """What only the portal's operators change: which body this is."""

    legal_name = SingleLineField(
        noun="the legal name",
        max_length=200,
        must_have_letters=True,
        label="Legal name",
        help_text="As its agreements should name it, such as London Borough of Hackney.",
        error_messages={"required": "Enter the legal name"},
    )
    kind = _select("Kind", Kind, "Select a kind of organisation")
    email_domain = SingleLineField(
        noun="the email domain",
        max_length=253,
        required=False,
        label="Email domain",
        help_text="The part of its email addresses after the @, such as hackney.gov.uk.",
    )
    field_order = ("legal_name", "short_name", "kind", "nation", "email_domain")

    def clean_email_domain(self) -> str:
        domain = str(self.cleaned_data["email_domain"]).lower().lstrip("@")
        if domain and not _DOMAIN.fullmatch(domain):
            raise ValidationError("Enter a domain in the correct format, like example.gov.uk")
        return domain


class ReachForm(CardForm):
    """Where it can be reached."""

    address = LongTextField(
        noun="the address", max_length=500, required=False, label="Head office address", help_text="With the postcode."
    )
    phone = SingleLineField(
        noun="a phone number", max_length=40, required=False, label="Phone", widget=TextInput({"data-width": "20"})
    )
    email = EmailField(required=False, label="Email", help_text="A shared mailbox outlives the people who read it.")


class LawForm(CardForm):
    """What the law says it is."""

    is_public_authority = forms.BooleanField(
        required=False,
        label="It is a public authority",
        help_text="As in the Freedom of Information Acts, so it cannot rely on legitimate interests for its tasks.",
    )
    is_competent_authority = forms.BooleanField(
        required=False,
        label="It is a competent authority for law enforcement",
        help_text="Named in Schedule 7 to the Data Protection Act 2018, or given law enforcement powers by law.",
    )
    competent_authority_paragraph = SingleLineField(
        noun="the paragraph",
        max_length=40,
        required=False,
        label="Paragraph of Schedule 7",
        help_text="Such as 5 for a police force. Leave it empty for a body with powers under section 30(1)(b).",
        widget=TextInput({"data-width": "10"}),
    )
    serious_violence_class = _choice(
        "Serious Violence Duty",
        SeriousViolenceClass,
        "Select what it is under the Serious Violence Duty",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("competent_authority_paragraph") and not values.get("is_competent_authority"):
            self.add_error("competent_authority_paragraph", "Only a competent authority has a paragraph of Schedule 7")
        return values


class IcoForm(CardForm):
    """Its data protection fee registration, or why it has none."""

    ico_reference = SingleLineField(
        noun="the ICO registration number",
        max_length=20,
        required=False,
        label="ICO registration number",
        help_text="Such as Z1234567 or ZA123456. It is on the certificate.",
        widget=TextInput({"data-width": "10", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    ico_expires_on = DatePartsField(
        noun="the date it runs out", required=False, label="Runs out on", help_text="For example, 27 3 2027."
    )
    ico_reason = LongTextField(
        noun="why it has no number",
        max_length=500,
        required=False,
        label="If it has no number, why not",
        help_text="Such as: a school that is covered by its trust's registration.",
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("ico_reference") and values.get("ico_reason"):
            self.add_error("ico_reason", "Give the number or say why there is none, not both")
        if values.get("ico_expires_on") and not values.get("ico_reference"):
            self.add_error("ico_reference", "Enter the ICO registration number that runs out on this day")
        return values


class EndForm(forms.Form):
    """How an organisation ends, and who follows it."""

    how = forms.ChoiceField(
        label="What happens to it",
        choices=[
            (OrganisationState.RENAMED.value, "It is renamed: the same body goes on under another name"),
            (OrganisationState.MERGED.value, "It merges into another organisation"),
            (OrganisationState.ABOLISHED.value, "It is abolished"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what happens to it", "invalid_choice": "Select what happens to it"},
    )
    on = DatePartsField(noun="the date", label="From when", help_text="The first day without it, such as 1 4 2027.")
    successors = NamedOrganisationsField(
        required=False,
        label="Its successors",
        help_text="The full name of each organisation that follows it, one on a line.",
    )
    note = SingleLineField(
        noun="a note", max_length=500, required=False, label="Note", help_text="Such as the order that provides for it."
    )
