"""How values look on a page: dates, states, fingerprints, errors. A builtin of every template; no ``load`` needed."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.utils import timezone

register = template.Library()

# Adjectives, never buttons; red only for problems; what is done has no colour.
TAG_COLOURS = {
    "draft": "grey",
    "in review": "blue",
    "agreed text": "purple",
    "out for signature": "blue",
    "signed – starts later": "grey",
    "review due": "amber",
    "overdue for review": "red",
    "under review": "blue",
    "superseded": "grey",
    "ended": "grey",
    "withdrawn": "grey",
    "not yet asked": "grey",
    "asked": "blue",
    "opened": "blue",
    "approved by dpo": "blue",
    "signed on paper – being checked": "amber",
    "declined": "red",
    "passed on": "blue",
    "removed": "grey",
    "not yet started": "grey",
    "in progress": "blue",
    "there is a problem": "red",
    "proposed": "blue",
    "suspended": "amber",
    "expired": "red",
    "expires soon": "amber",
    "not delivered": "red",
    "sending": "blue",
    "queued": "grey",
    "invited": "blue",
}


class ErrorLink(NamedTuple):
    """One line of the error summary: the words beside the field, and the field."""

    message: str
    target: str


def _local(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def uk_date(value: dt.date | dt.datetime | None) -> str:
    """20 September 2019"""
    if not isinstance(value, dt.date):
        return ""
    day = _local(value)
    return f"{day.day} {day:%B %Y}"


@register.filter
def uk_time(value: dt.datetime | dt.time | None) -> str:
    """2:14pm, 9am, midday"""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    if not isinstance(value, dt.datetime | dt.time):
        return ""
    if value.minute == 0 and value.hour in (0, 12):
        return "midday" if value.hour else "midnight"
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


@register.filter
def uk_datetime(value: dt.datetime | None) -> str:
    """20 September 2019 at 2:14pm"""
    return f"{uk_date(value)} at {uk_time(value)}" if isinstance(value, dt.datetime) else ""


@register.filter
def machine_date(value: dt.date | dt.datetime | None) -> str:
    """For the ``datetime`` attribute of a ``time`` element."""
    return _local(value).isoformat() if isinstance(value, dt.date) else ""


def _days_until(value: dt.date | dt.datetime, today: dt.date | dt.datetime) -> int:
    day, now = _local(value), _local(today)
    day = day.date() if isinstance(day, dt.datetime) else day
    now = now.date() if isinstance(now, dt.datetime) else now
    return (day - now).days


@register.filter
def contextual_date(value: dt.date | dt.datetime | None, today: dt.date | dt.datetime) -> str:
    """How far away a due date is: Overdue by 12 days, Due today, Due in 3 weeks. Empty beyond 90 days."""
    if not isinstance(value, dt.date):
        return ""
    days = _days_until(value, today)
    if days < 0:
        return f"Overdue by {-days} day{'s' if days < -1 else ''}"
    if days == 0:
        return "Due today"
    if days == 1:
        return "Due tomorrow"
    if days <= 30:
        return f"Due in {days} days"
    return f"Due in {days // 7} weeks" if days <= 90 else ""


@register.filter
def contextual_level(value: dt.date | dt.datetime | None, today: dt.date | dt.datetime) -> str:
    """overdue, due, soon or on-track: what the shape beside a due date says."""
    if not isinstance(value, dt.date):
        return "on-track"
    days = _days_until(value, today)
    if days < 0:
        return "overdue"
    if days <= 30:
        return "due"
    return "soon" if days <= 90 else "on-track"


@register.filter
def tag_colour(state: object) -> str:
    """The colour of a state's tag by its words; empty for a state that is simply done (plain text)."""
    return TAG_COLOURS.get(str(state).strip().lower(), "")


@register.filter
def fingerprint(value: object, groups: int = 0) -> str:
    """7F3A 91C0 24BE …: groups of four, and only the first ``groups`` of them when a number is given."""
    letters = str(value).replace(" ", "").upper()
    parts = [letters[start : start + 4] for start in range(0, len(letters), 4)]
    if groups and len(parts) > groups:
        return " ".join(parts[:groups]) + " …"
    return " ".join(parts)


@register.filter
def attr(values: Mapping[str, Any], name: str) -> Any:
    """A key that a template cannot write, such as ``data-width``; empty when it is not there."""
    return values.get(name, "") if isinstance(values, Mapping) else ""


@register.filter
def is_words(value: object) -> bool:
    """Text by itself, without a link, tag or hint: nothing to look for in it."""
    return isinstance(value, str)


@register.filter
def page_numbers(paginator: Any, current: int) -> list[int]:
    """The pages worth a link: first, last and the neighbours of this one; 0 stands for the gap between."""
    last = int(paginator.num_pages)
    wanted = sorted({1, last, *range(max(1, current - 1), min(last, current + 1) + 1)})
    numbers: list[int] = []
    for number in wanted:
        if numbers and number - numbers[-1] == 2:
            numbers.append(number - 1)
        elif numbers and number - numbers[-1] > 2:
            numbers.append(0)
        numbers.append(number)
    return numbers


@register.filter
def choice_class(kind: str) -> str:
    """GOV.UK's word for a set of ``radio`` or ``checkbox`` inputs."""
    return "govuk-radios" if kind == "radio" else "govuk-checkboxes"


@register.filter
def error_links(forms: BaseForm | Iterable[BaseForm] | None) -> list[ErrorLink]:
    """Every message of one form or of several, in the order of the fields, each with the id to link to."""
    if not forms:
        return []
    links: list[ErrorLink] = []
    for form in [forms] if isinstance(forms, BaseForm) else forms:
        visible = form.visible_fields()
        first = _target(visible[0]) if visible else "main-content"
        links += [ErrorLink(str(message), first) for message in form.non_field_errors()]
        for field in [*form.hidden_fields(), *visible]:
            target = first if field.is_hidden else _target(field)
            links += [ErrorLink(str(message), target) for message in field.errors]
    return links


def _target(field: Any) -> str:
    return str(getattr(field, "target_id", "") or field.id_for_label or field.auto_id)


@register.simple_tag
def idle_seconds() -> int:
    """After how many idle seconds a session ends."""
    return int(getattr(settings, "SESSION_IDLE_SECONDS", 3600))


@register.simple_tag
def site_url() -> str:
    """The address that links leaving the portal begin with."""
    return str(getattr(settings, "SITE_URL", ""))


@register.simple_tag
def service_name_setting() -> str:
    """The service's name where no context processor has run: failure pages."""
    return str(settings.SERVICE_NAME)
