"""The cards of the settings page: what holds today, in words."""

from typing import Any

from django.urls import reverse

from accounts import single_sign_on
from parties import logos
from parties.choices import Publication
from parties.models import Organisation
from parties.preferences import Preferences

Row = dict[str, Any]

_PUBLISHED = {
    Publication.PUBLISH: "Agreements are published unless you say otherwise",
    Publication.KEEP: "Agreements are not published unless you say otherwise",
    Publication.ASK: "You decide for each agreement",
}


def cards(organisation: Organisation, chosen: Preferences, *, edit: bool) -> list[Row]:
    """Each card with its rows and, for whoever may change it, its link."""
    parts = [
        ("reviews", "Reviews", _reviews(chosen)),
        ("drafts", "Drafts", [_row("Time to review a draft", _days(chosen.draft_review_working_days, "working day"))]),
        ("publication", "Public register", [_row("Publication", _PUBLISHED[chosen.publication])]),
    ]
    return [
        {"title": title, "rows": rows, "actions": [_change(organisation, code)] if edit else []}
        for code, title, rows in parts
    ]


def sign_in(organisation: Organisation) -> list[Row]:
    """Read only: the portal's configuration decides, so that no row of a table can become a way in."""
    domain = organisation.email_domain
    provider = single_sign_on.provider_for(f"anybody@{domain}") if domain else None
    if provider is None:
        return [_row("Single sign-on", {"text": "Not set up", "hint": "Ask the people who run this portal."})]
    domains = {"lines": sorted(provider.domains)}
    return [_row("Single sign-on", provider.name), _row("For email addresses at", domains)]


def logo(organisation: Organisation, chosen: Preferences) -> Row | None:
    """Its picture as a page shows it. The address changes with the picture, so that no browser shows an old one."""
    picture = logos.content_of(chosen.logo_sha256)
    if picture is None:
        return None
    width, height = logos.size_on_pages(picture)
    address = reverse("parties:logo_picture", args=[organisation.slug])
    return {"src": f"{address}?{chosen.logo_sha256[:8]}", "width": width, "height": height}


def _reviews(chosen: Preferences) -> list[Row]:
    first, then = chosen.review_first_after_months, chosen.review_then_every_months
    days = [str(days) for days in chosen.reminder_days]
    listed = f"{', '.join(days[:-1])} and {days[-1]}" if len(days) > 1 else days[0]
    noun = "day" if days == ["1"] else "days"
    return [
        _row("First review", f"{_days(first, 'month')} after the start"),
        _row("Then", f"Every {_days(then, 'month')}" if then > 1 else "Every month"),
        _row("Reminders", {"text": f"{listed} {noun} before", "hint": "Also on the day, and when it has passed"}),
    ]


def _change(organisation: Organisation, card: str) -> Row:
    return {"text": "Change", "href": reverse("parties:change_settings", args=[organisation.slug, card])}


def _row(key: str, value: Any) -> Row:
    return {"key": key, "value": value}


def _days(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
