"""What the pages of papers ask for."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from foundation.fields import DatePartsField, LongTextField, SingleLineField
from parties.choices import Kind
from signing import policies_papers as policies
from signing.choices import Route
from signing.models import Request
from signing.papers import scan as scans
from signing.papers.checks import Check
from signing.papers.pdf import NotTaken
from signing.papers.scan import Scan
from signing.services.elsewhere import Said
from signing.services.papers import Written

NO_FILE = "Select a file"
NOT_UPLOADED = "The selected file could not be uploaded – try again"
_HOW = "Select how it was signed"


class ScanField(forms.FileField):
    """A file of the size that is taken; what it holds is examined when it is known how it was signed."""

    def __init__(self, *, accept: str = scans.ACCEPT, **options: Any) -> None:
        super().__init__(
            widget=forms.FileInput({"accept": accept}),
            allow_empty_file=True,
            max_length=None,
            error_messages={"required": NO_FILE, "missing": NOT_UPLOADED, "invalid": NOT_UPLOADED},
            **options,
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if not upload:
            raise ValidationError(scans.EMPTY if upload is not None else NO_FILE, code="empty")
        if upload.size > scans.LARGEST:
            raise ValidationError(scans.TOO_BIG, code="size")
        return upload


class _Brought(forms.Form):
    """A form with a file that is examined once. ``scan`` only when it is valid."""

    scan: Scan
    has_virus = False

    def examined(self, route: Route) -> Scan | None:
        """What is worth keeping of the file; None, with the sentence beside the field, when it is not taken."""
        upload = self.cleaned_data.get("file")
        if not upload:
            return None
        try:
            return scans.examine(upload.read(), route)
        except NotTaken as problem:
            self.has_virus = isinstance(problem, scans.Virus)
            self.add_error("file", str(problem))
            return None


class UploadForm(_Brought):
    """How it was signed, and the file."""

    route = forms.ChoiceField(
        label="How was it signed?",
        choices=[
            (Route.PAPER, "On paper: I have a scan or a photo"),
            (Route.ELSEWHERE, "In another system: I have the PDF that it made"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _HOW, "invalid_choice": _HOW},
    )
    file = ScanField(
        label="File",
        help_text="A PDF, JPG or PNG of up to 20MB. From another system, a PDF. A photo is sharp enough "
        "when you can read the smallest words.",
    )

    def __init__(self, data: Any = None, files: Any = None, *, asked: Request) -> None:
        usual = asked.route if asked.route != Route.PORTAL else Route.PAPER
        super().__init__(data, files, initial={"route": usual})
        self.asked = asked

    @property
    def route_chosen(self) -> Route:
        return Route(self.cleaned_data["route"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "route" in cleaned and (scan := self.examined(self.route_chosen)):
            for reason in policies.can_have_pages(self.asked, self.route_chosen, scan.pages).reasons:
                self.add_error("file", reason)
            self.scan = scan
        return cleaned


class WrittenForm(forms.Form):
    """What stands on the paper."""

    name = SingleLineField(
        noun="the name that is written there",
        label="Name written there",
        max_length=200,
        must_have_letters=True,
        widget=forms.TextInput(attrs={"data-width": "two-thirds", "autocomplete": "off", "spellcheck": "false"}),
    )
    rank = SingleLineField(
        noun="the rank that is written there",
        label="Rank written there",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"data-width": "20", "spellcheck": "false"}),
    )
    office = SingleLineField(
        noun="the job title that is written there",
        label="Job title written there",
        max_length=200,
        must_have_letters=True,
        widget=forms.TextInput(attrs={"data-width": "two-thirds"}),
    )
    dated_on = DatePartsField(noun="the date that is written there", label="Date written there")
    keeper = SingleLineField(
        noun="who keeps the original, and where",
        label="Who keeps the original, and where",
        help_text="Such as “Legal services, County Hall, room 4”.",
        max_length=200,
        must_have_letters=True,
    )

    def __init__(self, data: Any = None, *, asked: Request, route: Route, today: dt.date) -> None:
        super().__init__(data)
        self.asked = asked
        date: Any = self.fields["dated_on"]
        date.earliest, date.latest = timezone.localdate(asked.round.version.frozen_at), today
        if route == Route.ELSEWHERE:
            self.fields["name"].label, self.fields["office"].label = "Name of the person who signed", "Job title"
            date.label, date.noun = "Date of the signature", "the date of the signature"
            self.fields["keeper"].label = "In which system was it signed, and who keeps its record?"
            self.fields["keeper"].help_text = ""
        if asked.organisation.kind == Kind.POLICE:
            self.fields["rank"].help_text = "Police officers sign with name and rank."
        else:
            del self.fields["rank"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for field in ("name", "office", "rank"):
            for reason in policies.drawable(cleaned.get(field) or "").reasons:
                self.add_error(field, reason)
        return cleaned

    def said(self) -> Written:
        found = self.cleaned_data
        return Written(
            name=found["name"],
            office=found["office"],
            rank=found.get("rank", ""),
            dated_on=found["dated_on"],
            keeper=found["keeper"],
        )


class CheckForm(forms.Form):
    """One answer to each question of the second person."""

    note = LongTextField(
        noun="what is wrong",
        label="What should they do about it? (optional)",
        help_text="Sent with your answers when one of them is no.",
        max_length=500,
        required=False,
    )

    def __init__(self, data: Any = None, *, questions: Iterable[Check]) -> None:
        super().__init__(data)
        self.codes = [one.code for one in questions]
        asked: dict[str, forms.Field] = {}
        for one in questions:
            missing = f"Select yes or no: {one.question}"
            asked[one.code] = forms.ChoiceField(
                label=one.question,
                choices=[("yes", "Yes"), ("no", "No")],
                widget=forms.RadioSelect,
                error_messages={"required": missing, "invalid_choice": missing},
            )
        self.fields = asked | self.fields

    def answers(self) -> dict[str, bool]:
        return {code: self.cleaned_data[code] == "yes" for code in self.codes}


class ElsewhereForm(_Brought):
    """The signed file of an agreement from before the portal, and what is known of it."""

    file = ScanField(
        label="The signed agreement",
        help_text="A PDF of up to 20MB. The portal keeps it exactly as it is.",
        accept=".pdf",
    )
    signed_on = DatePartsField(
        noun="the date on which it was signed",
        label="Date on which it was signed",
        help_text="When the parties signed on different days, the last of them.",
    )
    keeper = SingleLineField(
        noun="who keeps the original",
        label="Who keeps the original, and where (optional)",
        max_length=200,
        required=False,
    )
    note = LongTextField(
        noun="a note", label="What others should know about it (optional)", max_length=1_000, required=False
    )

    def __init__(self, data: Any = None, files: Any = None, *, today: dt.date) -> None:
        super().__init__(data, files)
        self.fields["signed_on"].latest = today  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if scan := self.examined(Route.ELSEWHERE):
            self.scan = scan
        return cleaned

    def said(self) -> Said:
        found = self.cleaned_data
        return Said(signed_on=found["signed_on"], keeper=found["keeper"], note=found["note"])
