"""Who holds what for which organisation. The one door to django-guardian; nothing else imports it.

Grants go to teams (an organisation has one per role), never to people, except for a named outside helper on one
object. They live in tables with direct foreign keys, so a deleted object takes its grants along.
"""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from guardian.shortcuts import get_objects_for_user

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
    cache: dict[str, frozenset[int]] = user.__dict__.setdefault(_CACHE, {})
    if permission not in cache:
        from django.apps import apps

        objects: Any = get_objects_for_user(
            user,
            f"parties.{permission}",
            apps.get_model("parties", "Organisation"),
            with_superuser=False,
            accept_global_perms=False,
        )
        cache[permission] = frozenset(objects.values_list("pk", flat=True))
    return cache[permission]


def holds(user: "User | AnonymousUser", permission: OrgPermission, organisation: models.Model) -> bool:
    return organisation.pk in organisation_ids(user, permission)


def forget(user: "User") -> None:
    """Drop what was remembered in this request, after the person's teams changed."""
    user.__dict__.pop(_CACHE, None)
