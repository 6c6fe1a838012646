"""For which of their organisations a person is looking. It narrows what is shown and never widens it."""

from django.http import HttpRequest

from accounts.roles import OrgPermission
from parties.models import Organisation

_KEY = "organisation"
_CHOICES = "_organisation_choices"


def choices(request: HttpRequest) -> list[Organisation]:
    """The person's organisations, by name; asked once a request."""
    found = getattr(request, _CHOICES, None)
    if found is None:
        found = list(Organisation.objects.of(request.user, OrgPermission.VIEW_AGREEMENTS))
        setattr(request, _CHOICES, found)
    return list(found)


def organisation(request: HttpRequest) -> Organisation | None:
    """The chosen one, or the first; None for somebody without any."""
    mine = choices(request)
    chosen = request.session.get(_KEY)
    return next((o for o in mine if o.pk == chosen), mine[0] if mine else None)


def choose(request: HttpRequest, organisation: Organisation) -> None:
    request.session[_KEY] = organisation.pk
