"""Input for the authority register: who, by what office, for what, from when to when, and on what evidence."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.roles import Role
from dsaformat import choices as document
from foundation.fields import DatePartsField, LongTextField, SingleLineField
from parties import evidence
from parties.authority_rules import Scope, Term
from parties.choices import Kind
from parties.evidence import Content
from parties.forms.named_organisations import NamedOrganisationsField
from parties.models import Authority, Collective, Membership, Organisation
from parties.services.authority import Office

_TEN_YEARS = dt.timedelta(days=3653)
EVERY, SOME = "every", "some"


class EvidenceField(forms.FileField):
    """A file whose bytes are checked; the cleaned value is ``evidence.Content`` or None."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Evidence")
        options.setdefault("error_messages", {"required": "Select a file that shows the authority"})
        super().__init__(
            widget=forms.FileInput({"accept": evidence.ACCEPT}), allow_empty_file=True, max_length=None, **options
        )

    def clean(self, data: Any, initial: Any = None) -> Content | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        if upload.size > evidence.LARGEST:
            raise ValidationError(evidence.TOO_BIG, code="size")
        try:
            return evidence.examine(upload.name, upload.read())
        except evidence.NotEvidence as problem:
            raise ValidationError(str(problem), code="evidence") from None


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """One of the organisation's active signatories."""

    def __init__(self, organisation: Organisation, *, other_than: User | None = None, **options: Any) -> None:
        signing = Membership.objects.active().in_role(Role.SIGNATORY).filter(organisation=organisation)
        people = User.objects.filter(pk__in=signing.values("person")).order_by("full_name", "pk")
        if other_than is not None:
            people = people.exclude(pk=other_than.pk)
        self.is_empty = not people.exists()
        few = people.count() <= 8
        options.setdefault("error_messages", {"required": "Choose a person", "invalid_choice": "Choose a person"})
        super().__init__(
            people,
            widget=forms.RadioSelect if few else forms.Select,
            empty_label=None if few else "Choose a person",
            **options,
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name}, {obj.job_title}" if obj.job_title else str(obj)


class TermForm(forms.Form):
    """The first and the last day."""

    last_day_required = False

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = {"earliest": today - _TEN_YEARS, "latest": today + _TEN_YEARS}
        self.fields["starts_on"] = DatePartsField(noun="the first day", label="First day", initial=today, **near)
        self.fields["ends_on"] = DatePartsField(
            noun="the last day",
            label="Last day",
            required=self.last_day_required,
            help_text="" if self.last_day_required else "Leave empty if no end is known yet",
            **near,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("starts_on", "First day must be on or before the last day")
            self.add_error("ends_on", "Last day must be on or after the first day")
        return cleaned

    @property
    def term(self) -> Term:
        return Term(self.cleaned_data["starts_on"], self.cleaned_data["ends_on"])


class ScopeForm(forms.Form):
    """Which agreements."""

    which = forms.ChoiceField(
        label="Which kinds of agreement?",
        choices=[(EVERY, "Every kind"), (SOME, "Only some kinds")],
        initial=EVERY,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which kinds of agreement"},
    )
    kinds = forms.MultipleChoiceField(
        label="Kinds",
        choices=[(kind.value, kind.label) for kind in document.Kind],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    sensitive = forms.ChoiceField(
        label="Does this include agreements with sensitive data?",
        help_text="Special category data, criminal offence data, or data for law enforcement",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select yes if agreements with sensitive data are included"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        which: Any = self.fields["which"]
        which.reveals = {SOME: ["kinds"]}
        kinds: Any = self.fields["kinds"]
        kinds.hide_optional = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("which") == SOME and not cleaned.get("kinds") and "kinds" not in self.errors:
            self.add_error("kinds", "Select at least one kind of agreement")
        return cleaned

    @property
    def scope(self) -> Scope:
        some = self.cleaned_data["which"] == SOME
        return Scope(frozenset(self.cleaned_data["kinds"] if some else ()), self.cleaned_data["sensitive"] == "yes")


def _office_fields(form: forms.Form, organisation: Organisation) -> None:
    form.fields["office"] = SingleLineField(
        noun="the office", max_length=200, label="Office", help_text="Such as senior information risk owner"
    )
    if organisation.kind == Kind.POLICE:
        form.fields["rank"] = SingleLineField(noun="the rank", max_length=100, label="Rank")


def _evidence_field(*, required: bool, hint: str) -> EvidenceField:
    return EvidenceField(required=required, help_text=f"{hint} A PDF, DOCX, PNG or JPEG file smaller than 10MB")


class OfficeForm(forms.Form):
    @property
    def office(self) -> Office:
        return Office(self.cleaned_data["office"], self.cleaned_data.get("rank", ""))


class SignatoryForm(TermForm, ScopeForm, OfficeForm):
    """Somebody who may sign for the organisation."""

    field_order = ("person", "office", "rank", "which", "kinds", "sensitive", "starts_on", "ends_on", "evidence")

    def __init__(self, *args: Any, organisation: Organisation, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        person = self.fields["person"] = PersonField(organisation, label="Who may sign?")
        self.has_people = not person.is_empty
        _office_fields(self, organisation)
        self.fields["evidence"] = _evidence_field(
            required=False, hint="A minute, a scheme of delegation or a letter of appointment."
        )
        self.order_fields(self.field_order)


class DelegationForm(TermForm, OfficeForm):
    """Somebody who signs in an office-holder's place for a while."""

    last_day_required = True
    field_order = ("person", "office", "rank", "starts_on", "ends_on", "reason", "evidence")

    def __init__(self, *args: Any, authority: Authority, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        organisation = authority.organisation
        person = PersonField(organisation, other_than=authority.person, label=f"Who signs for {authority.person}?")
        self.fields["person"] = person
        self.has_people = not person.is_empty
        _office_fields(self, organisation)
        self.fields["reason"] = SingleLineField(
            noun="a reason", max_length=500, label="Reason", required=False, help_text="Such as annual leave"
        )
        self.fields["evidence"] = _evidence_field(required=False, hint="A note or email that says so.")
        self.order_fields(self.field_order)


class MandateForm(TermForm, ScopeForm):
    """An office-holder who asks to sign for many bodies."""

    field_order = (
        "person", "office", "purpose", "whom", "collective", "bodies", "which", "kinds", "sensitive",
        "starts_on", "ends_on", "evidence",
    )  # fmt: skip

    def __init__(self, *args: Any, organisation: Organisation, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.today = today
        person = self.fields["person"] = PersonField(organisation, label="Who would sign?")
        self.has_people = not person.is_empty
        self.fields["office"] = SingleLineField(
            noun="the office", max_length=200, label="Office", help_text="Such as Chair of the association"
        )
        self.fields["purpose"] = LongTextField(
            noun="what the mandate is for", max_length=500, label="What is the mandate for?",
            help_text="One or two sentences that each organisation reads before it answers",
        )  # fmt: skip
        whom: Any = forms.ChoiceField(
            label="Which organisations would they sign for?",
            choices=[("group", "Everybody in a group today"), ("named", "Organisations that I name")],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose which organisations they would sign for"},
        )
        whom.reveals = {"group": ["collective"], "named": ["bodies"]}
        self.fields["whom"] = whom
        self.fields["collective"] = forms.ModelChoiceField(
            Collective.objects.order_by("name"), label="Group", required=False, empty_label="Choose a group",
            error_messages={"invalid_choice": "Choose a group"},
        )  # fmt: skip
        self.fields["bodies"] = NamedOrganisationsField(label="Organisations", required=False)
        self.fields["evidence"] = _evidence_field(
            required=True, hint="A minute, constitution or letter that each organisation can read."
        )
        for name in ("collective", "bodies"):
            revealed: Any = self.fields[name]
            revealed.hide_optional = True
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("whom") == "group" and not cleaned.get("collective") and "collective" not in self.errors:
            self.add_error("collective", "Choose a group")
        if cleaned.get("whom") == "named" and not cleaned.get("bodies") and "bodies" not in self.errors:
            self.add_error("bodies", "Enter at least one organisation")
        return cleaned

    @property
    def collective(self) -> Collective | None:
        chosen: Collective | None = self.cleaned_data["collective"]
        return chosen if self.cleaned_data["whom"] == "group" else None

    @property
    def bodies(self) -> list[Organisation]:
        """The organisations to ask: the group's members of today, or those named."""
        if self.collective is not None:
            return list(self.collective.members_on(self.today))
        return list(self.cleaned_data["bodies"])


class AnswerForm(forms.Form):
    """What one body says to a mandate."""

    answer: Any = forms.ChoiceField(
        choices=[("confirm", "Yes, confirm"), ("decline", "No, decline")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether to confirm or to decline"},
    )
    reason: Any = LongTextField(noun="a reason", label="Why not?", max_length=500, required=False)

    def __init__(self, *args: Any, question: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = question
        answer: Any = self.fields["answer"]
        answer.reveals = {"decline": ["reason"]}
        reason: Any = self.fields["reason"]
        reason.hide_optional = True
        reason.help_text = "Whoever proposed the mandate will read this"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answer") == "decline" and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Enter a reason")
        return cleaned


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = LongTextField(noun="a reason", label="Reason", max_length=500)

    def __init__(self, *args: Any, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = hint
