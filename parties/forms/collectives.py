"""Input for groups of organisations."""

import datetime as dt
from typing import Any

from django import forms

from foundation.fields import DatePartsField, LongTextField, SingleLineField
from parties.forms.authority import TermForm
from parties.forms.named_organisations import NamedOrganisationsField
from parties.models import Organisation


class CollectiveForm(forms.Form):
    """A new group."""

    name = SingleLineField(
        noun="the name of the group",
        max_length=200,
        must_have_letters=True,
        label="Name",
        help_text="As agreements name it, such as “All district councils of Essex”",
    )
    description = LongTextField(
        noun="a description",
        max_length=1000,
        label="Description",
        required=False,
        help_text="Who belongs to it and why",
    )

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = forms.ModelChoiceField(
            owners,
            label="Who keeps the list of members?",
            help_text="An administrator of this organisation can add and remove members",
            empty_label="Choose an organisation",
            to_field_name="slug",
            error_messages={
                "required": "Choose who keeps the list of members",
                "invalid_choice": "Choose from the list",
            },
        )
        self.fields["convener"] = ConvenerField()


class ConvenerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """The body through which the members meet, out of those that may convene others."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Which body brings its members together?")
        super().__init__(
            Organisation.objects.filter(kind="unincorporated"),
            required=False,
            empty_label="None",
            to_field_name="slug",
            error_messages={"invalid_choice": "Choose from the list"},
            **options,
        )


class MembersForm(TermForm):
    """Organisations that join a group on the same day."""

    field_order = ("organisations", "starts_on", "ends_on")

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["organisations"] = NamedOrganisationsField(
            label="Organisations", error_messages={"required": "Enter at least one organisation"}
        )
        self.order_fields(self.field_order)


class LastDayForm(forms.Form):
    """When a membership ends."""

    def __init__(self, *args: Any, today: dt.date, starts_on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"] = DatePartsField(
            noun="the last day of membership",
            label="Last day of membership",
            initial=today,
            earliest=starts_on,
            latest=today + dt.timedelta(days=3653),
        )
