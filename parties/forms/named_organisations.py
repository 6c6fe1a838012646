"""Organisations typed or pasted as a list of names: works for three and for three hundred, without script."""

from typing import Any

from django.core.exceptions import ValidationError

from foundation.fields import LongTextField
from parties.models import Organisation
from parties.services import organisations

_MOST = 200


class NamedOrganisationsField(LongTextField):
    """One name on each line; the cleaned value is the list of organisations, each once."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", "The full name of one organisation on each line")
        super().__init__(noun="the name of an organisation", max_length=20_000, **options)

    def clean(self, value: Any) -> Any:
        names = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(names) > _MOST:
            raise ValidationError(f"Enter {_MOST} organisations or fewer at a time", code="many")
        found: dict[int, Organisation] = {}
        unknown = []
        for name in names:
            organisation = organisations.named(name)
            if organisation is None:
                unknown.append(name)
            else:
                found[organisation.pk] = organisation
        if unknown:
            raise ValidationError(
                [f"We could not find “{name[:80]}”. Check the name in the directory" for name in unknown[:10]],
                code="unknown",
            )
        return list(found.values())
