"""Who holds what for which organisation. The one door to django-guardian; nothing else imports it.

Grants go to teams (an organisation has one per role), never to people, except for a named outside helper on one
object. They live in tables with direct foreign keys, so a deleted object takes its grants along.
"""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from guardian.utils import get_group_obj_perms_model, get_user_obj_perms_model

from accounts.roles import OrgPermission

if TYPE_CHECKING:
    from accounts.models import User

TeamGrantBase = GroupObjectPermissionBase
PersonGrantBase = UserObjectPermissionBase

_CACHE = "_organisation_ids"


def permissions_of(model: type[models.Model], codenames: list[str]) -> dict[str, Permission]:
    """The model's permissions by codename; a missing one is an error, not a silent no."""
    found = {
        permission.codename: permission
        for permission in Permission.objects.filter(
            content_type__app_label=model._meta.app_label,
            content_type__model=model._meta.model_name,
            codename__in=codenames,
        )
    }
    missing = set(codenames) - set(found)
    if missing:
        raise LookupError(f"no such permission on {model.__name__}: {', '.join(sorted(missing))}")
    return found


def grant(*, team: Group, permissions: frozenset[OrgPermission], on: models.Model, table: type[models.Model]) -> None:
    """Give the team these permissions on one object; those it has already stay as they are. One insert."""
    found = permissions_of(type(on), [str(permission) for permission in permissions])
    table._default_manager.bulk_create(
        [table(group=team, permission=permission, content_object=on) for permission in found.values()],
        ignore_conflicts=True,
    )


def organisation_ids(user: "User | AnonymousUser", permission: OrgPermission) -> frozenset[int]:
    """The organisations for which the person holds the permission. Asked of the database once a request."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    if _CACHE not in user.__dict__:
        held: dict[str, set[int]] = {}
        for codename, key in _granted(user):
            held.setdefault(codename, set()).add(key)
        user.__dict__[_CACHE] = {codename: frozenset(keys) for codename, keys in held.items()}
    known: dict[str, frozenset[int]] = user.__dict__[_CACHE]
    return known.get(permission, frozenset())


def _granted(user: "User") -> models.QuerySet[Any]:
    """From both of guardian's tables for organisations: what the person's teams hold, and what a helper does.

    Guardian's own shortcut asks the same of the organisations around these, at several times the cost; and a page that
    asks for one permission asks for others.
    """
    organisation: Any = apps.get_model("parties", "Organisation")
    teams: Any = get_group_obj_perms_model(organisation)
    helpers: Any = get_user_obj_perms_model(organisation)
    what = ("permission__codename", "content_object_id")
    of_teams = teams._default_manager.filter(group__user=user.pk).values_list(*what)
    as_helper = helpers._default_manager.filter(user=user.pk).values_list(*what)
    found: models.QuerySet[Any] = of_teams.union(as_helper, all=True)
    return found


def holds(user: "User | AnonymousUser", permission: OrgPermission, organisation: models.Model) -> bool:
    return organisation.pk in organisation_ids(user, permission)


def forget(user: "User") -> None:
    """Drop what was remembered in this request, after the person's teams changed."""
    user.__dict__.pop(_CACHE, None)
