"""Arrows go down. import-linter holds the imports; a string foreign key is an import that it cannot see."""

from django.apps import apps

from accounts import access
from tests.architecture import house


def _relations() -> list[tuple[str, str, str, str]]:
    found = []
    for model in apps.get_models():
        if model._meta.app_label not in house.LEVEL:
            continue
        for field in model._meta.get_fields(include_parents=False):
            target = getattr(field, "related_model", None)
            concrete = getattr(field, "concrete", False) or getattr(field, "many_to_many", False)
            if concrete and target is not None and hasattr(field, "remote_field") and not field.auto_created:
                found.append((model._meta.app_label, model.__name__, field.name, target._meta.app_label))
    return found


def test_every_relation_goes_down_or_stays_on_its_floor():
    upwards = [
        f"{app}.{model}.{field} -> {target}"
        for app, model, field, target in _relations()
        if target in house.LEVEL and target != app and house.LEVEL[target] >= house.LEVEL[app]
    ]
    assert upwards == []


def test_a_lower_floor_never_sees_who_points_at_it():
    """Across floors a relation says related_name="+", so that the lower model grows no attribute of an upper one."""
    visible = []
    grants = (access.TeamGrantBase, access.PersonGrantBase)  # guardian asks through their accessors
    for model in apps.get_models():
        if model._meta.app_label not in house.LEVEL:
            continue
        for relation in model._meta.related_objects:
            other = relation.related_model._meta.app_label
            if issubclass(relation.related_model, grants):
                continue
            if other in house.LEVEL and other != model._meta.app_label and relation.get_accessor_name():
                visible.append(f"{model.__name__}.{relation.get_accessor_name()} (from {other})")
    assert visible == []


def test_the_walk_sees_relations():
    assert ("parties", "Membership", "person", "accounts") in _relations()


def test_every_top_level_package_is_on_a_floor():
    packages = {path.parent.name for path in house.ROOT.glob("*/__init__.py")} - {"tests", "bin"}
    assert packages == set(house.PACKAGES)
