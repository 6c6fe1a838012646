"""Example data for /styleguide/: every component in every state. The facts are illustrative."""

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator

from dsaformat import redline
from foundation import fields, widgets

_TODAY = dt.date(2026, 11, 20)


def _at(day: int, hour: int, minute: int) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=dt.UTC)


class ExampleForm(forms.Form):
    """One field of each kind. It is never saved."""

    title = fields.SingleLineField(
        label="Working title", noun="a title", max_length=120, help_text="You can change this until the text is frozen."
    )
    email = fields.EmailField(label="Email address", noun="an email address")
    telephone = fields.SingleLineField(
        label="Work phone",
        noun="a phone number",
        max_length=30,
        required=False,
        widget=widgets.TextInput({"autocomplete": "tel", "data-width": "20"}),
    )
    password = forms.CharField(
        label="Password",
        widget=forms.PasswordInput({"autocomplete": "current-password", "data-width": "20"}),
        error_messages={"required": "Enter your password"},
    )
    organisation = forms.ChoiceField(
        label="Lead organisation",
        choices=[("", "Choose one"), ("ecc", "Essex County Council"), ("ep", "Essex Police")],
        error_messages={"required": "Choose the lead organisation"},
    )
    partner = forms.ChoiceField(
        label="Another party",
        help_text="Type at least 2 letters.",
        required=False,
        choices=[("", ""), ("bbc", "Basildon Borough Council"), ("uoe", "University of Essex"), ("pi", "Pi Limited")],
        widget=forms.Select({"data-autocomplete": "true"}),
    )
    review_on = fields.DatePartsField(
        label="When is the first review?", noun="the review date", help_text="For example, 27 3 2027"
    )
    role = forms.ChoiceField(
        label="Part in the agreement",
        choices=[("controller", "Controller"), ("processor", "Processor"), ("observer", "Observer")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what part the organisation has"},
    )
    instructions = fields.SingleLineField(label="Whose instructions does it follow?", noun="a name", max_length=100)
    kinds = forms.MultipleChoiceField(
        label="Which kinds of data are shared?",
        help_text="Select all that apply.",
        choices=[("health", "Health"), ("offences", "Criminal offences"), ("none", "None of these")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select the kinds of data, or select ‘None of these’"},
    )
    purpose = fields.LongTextField(
        label="What is the sharing for?", noun="the purpose", max_length=2_000, help_text="Plain words, for the public."
    )
    plan = forms.FileField(
        label="Security plan",
        help_text="A PDF or DOCX file smaller than 10MB.",
        error_messages={"required": "Select a file"},
    )
    agreed = forms.BooleanField(
        label="I have checked these answers", error_messages={"required": "Tick the box to confirm"}
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        role: Any = self.fields["role"]
        role.choice_hints = {"controller": "Decides why and how the data is used", "processor": "Acts for a controller"}
        role.reveals = {"processor": ["instructions"]}
        kinds: Any = self.fields["kinds"]
        kinds.exclusive = "none"
        self.fields["instructions"].required = False


class ExampleFilter(forms.Form):
    hide_optional = True
    state = forms.MultipleChoiceField(
        label="State",
        choices=[("draft", "Draft"), ("force", "In force"), ("overdue", "Overdue for review")],
        widget=forms.CheckboxSelectMultiple({"class": "govuk-checkboxes--small"}),
        required=False,
    )
    kind = forms.ChoiceField(label="Kind", choices=[("", "All kinds"), ("isp", "Sharing protocol")], required=False)


class ExampleReason(forms.Form):
    reason = fields.LongTextField(label="Reason", noun="a reason", max_length=500)


def examples() -> dict[str, Any]:
    """Everything that templates/styleguide/ shows."""
    typed = {"sample-title": "", "sample-email": "nobody", "sample-review_on_day": "31", "sample-review_on_month": "6"}
    typed |= {"sample-review_on_year": "2027", "sample-role": "", "sample-purpose": "x" * 2_001}
    return {
        "blank": ExampleForm(prefix="example"),
        "faulty": ExampleForm(typed, {}, prefix="sample"),
        "filter_form": ExampleFilter({"state": ["draft"]}, prefix="filter"),
        "reason_form": ExampleReason(prefix="confirm"),
        "today": _TODAY,
        "due_dates": [_TODAY + dt.timedelta(days=days) for days in (-12, 0, 1, 20, 60, 200)],
        "page": Paginator(range(212), 25).page(4),
        "swatches": _SWATCHES,
        "states": _STATES,
        "fingerprint_example": "7f3a91c024bed05e8b114c6a90fd2e37",
        **_lists(),
        **_tables(),
    }


def _lists() -> dict[str, Any]:
    return {
        "summary_rows": _summary_rows(),
        "card_actions": [{"text": "Change", "href": "#"}, {"text": "Remove", "href": "#"}],
        "tasks": _tasks(),
        "events": _events(),
        "findings": _findings(),
        "redline": redline.redline("Keep the data for 7 years.", "Keep the data for 6 years, then delete it."),
        "points": ["what the organisations want to reach", "for whom", "how they will know"],
        **_places(),
    }


def _summary_rows() -> list[dict[str, Any]]:
    change = {"text": "Change", "href": "#"}
    return [
        {"key": "Reference", "value": "DSA-2026-0147, version 5"},
        {"key": "Lead", "value": {"text": "Essex County Council", "href": "#"}, "actions": [change]},
        {"key": "State", "value": {"text": "In review", "tag": ""}, "actions": []},
        {"key": "First review", "value": {"text": "30 November 2027", "hint": "Then every 12 months"}},
        {"key": "Address", "value": {"lines": ["County Hall", "Chelmsford"]}, "actions": [change]},
        {"key": "Data protection officer", "value": "", "actions": [{"text": "Add", "href": "#"}]},
    ]


def _tasks() -> list[dict[str, str]]:
    dates = {"title": "Set dates and review", "href": "#", "hint": "First review after 12 months"}
    return [
        {"title": "Name the agreement and its owner", "href": "#", "status": "Completed"},
        {**dates, "status": "In progress"},
        {"title": "Choose Article 9 conditions", "href": "#", "status": "There is a problem"},
        {"title": "Justify proportionality", "href": "#", "status": "Not yet started"},
        {"title": "Apply the Serious Violence Duty", "hint": "No party relies on it", "status": "Not needed"},
        {"title": "Check everything", "status": "Cannot start yet"},
    ]


def _events() -> list[dict[str, Any]]:
    officer, reviewer = "An officer, Essex County Council", "A reviewer, Essex Police"
    return [
        {"title": "Text frozen", "by": officer, "at": _at(19, 14, 14), "text": "Version 5."},
        {"title": "Approved", "by": reviewer, "at": _at(12, 9, 0), "href": "#", "link_text": "Compare"},
        {"title": "Agreement created", "at": _at(2, 16, 40)},
    ]


def _findings() -> list[dict[str, str]]:
    return [
        {
            "rule": "DT-01",
            "severity": "problem",
            "message": "Pseudonymised data is personal data",
            "reference": "UK GDPR Article 4(5)",
            "href": "#",
        },
        {"rule": "RL-02", "severity": "warning", "message": "Retention says only “own policy”"},
        {"rule": "IN-03", "severity": "information", "message": "A similar agreement exists with the same parties"},
    ]


def _places() -> dict[str, Any]:
    """Where somebody is: crumbs, sections, steps, and what a list is filtered by."""
    return {
        "crumbs": [{"text": "Agreements", "href": "#"}, {"text": "School readiness in Vange", "href": "#"}],
        "sections": [
            {"text": "Overview", "href": "#", "current": True},
            {"text": "Draft", "href": "#"},
            {"text": "Sign", "href": "#"},
            {"text": "History", "href": "#"},
        ],
        "steps": [
            {"text": "Draft", "done": True},
            {"text": "Review", "done": True},
            {"text": "Agreed text", "current": True},
            {"text": "Signing"},
            {"text": "In force"},
        ],
        "chips": [{"text": "State: Draft", "href": "#"}, {"text": "Essex Police", "href": "#"}],
        "identity_action": {"text": "Send for signature", "href": "#"},
    }


def _tables() -> dict[str, Any]:
    def sort(direction: str) -> dict[str, str]:
        return {"href": "#", "direction": direction}

    return {
        "table_head": [
            {"text": "Agreement", "sort": sort("ascending")},
            {"text": "Lead", "sort": sort("none")},
            {"text": "Signed", "numeric": True},
            {"text": "State"},
        ],
        "table_rows": [
            [
                {"text": "School readiness in Vange", "href": "#", "hint": "DSA-2026-0147"},
                "Essex County Council",
                {"text": "2 of 4", "numeric": True},
                {"text": "Out for signature", "tag": ""},
            ],
            [
                {"text": "Supporting families in Camden", "href": "#", "hint": "DSA-2026-0101"},
                "London Borough of Camden",
                {"text": "33 of 33", "numeric": True},
                {"text": "In force", "tag": ""},
            ],
        ],
    }


_STATES = (
    "Draft", "In review", "Agreed text", "Out for signature", "In force", "Signed – starts later", "Review due",
    "Overdue for review", "Under review", "Superseded", "Withdrawn", "Not yet asked", "Asked", "Signed", "Declined",
    "Signed on paper – being checked", "Not yet started", "In progress", "Completed", "There is a problem",
)  # fmt: skip
_SWATCHES = (
    ("ink", "#15202B"), ("secondary", "#4A5260"), ("field", "#6B7280"), ("rule", "#D9D4C9"), ("panel", "#F1EEE7"),
    ("paper", "#FAF8F4"), ("sheet", "#FFFFFF"), ("pine", "#0B5D57"), ("pine-dark", "#084642"), ("visited", "#5B3A8C"),
    ("amber", "#FFB31A"), ("warning", "#B35C00"), ("error", "#A61B1B"),
)  # fmt: skip
