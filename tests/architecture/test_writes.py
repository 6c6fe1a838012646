"""Only services write. A write elsewhere would skip policies, transitions, history and notices."""

import ast
from pathlib import Path

import pytest

from tests.architecture import house

_ALWAYS = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "create_user", "bulk_create_with_history"}
_QUERY_WORDS = {"objects", "_default_manager", "filter", "exclude", "all", "history", "order_by", "select_for_update"}
_AFTER_QUERY = {"create", "update", "delete", "aupdate", "adelete", "acreate"}
_ON_INSTANCE = {"save", "delete"}

# Doors that write without being a service, each with its reason.
DOORS = {
    "accounts/access.py": "the one door to guardian: grants are rows of its tables",
    "accounts/models.py": "the manager that Django and allauth call to make a person",
    "dsaportal/bench/crowd.py": "fills a throw-away database, in bulk",
    "dsaportal/bench/reviews.py": "moves days in a throw-away database",
    "dsaportal/bench/signing.py": "fills a throw-away database with rounds of any size",
}


def writes(path: Path) -> list[tuple[int, str]]:
    found = []
    for node in ast.walk(house.tree(path)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        names = house.chain(node)
        verb, before = names[-1], set(names[:-1])
        is_write = (
            verb in _ALWAYS
            or (verb in _AFTER_QUERY and before & _QUERY_WORDS)
            or (
                verb in _ON_INSTANCE
                and not before & {"super", "default_storage", "storage", "image", "workbook"}
                and not node.args
            )
        )
        if is_write and "super" not in names:
            found.append((node.lineno, ".".join(names)))
    return found


def _is_service(path: Path) -> bool:
    return house.room(path) == "services" or "services" in path.relative_to(house.ROOT).parts


def test_only_services_write():
    stray = [
        f"{house.relative(path)}:{line} {call}"
        for path in house.python_files()
        if not _is_service(path) and house.relative(path) not in DOORS
        for line, call in writes(path)
    ]
    assert stray == []


def test_every_door_is_needed():
    assert [door for door in DOORS if not writes(house.ROOT / door)] == []


def test_history_sees_every_change():
    """simple-history misses update() and bulk_*(): neither may touch a model that keeps history."""
    from django.apps import apps

    tracked = {model.__name__ for model in apps.get_models() if hasattr(model, "history")}
    blind = []
    for path in house.python_files():
        if house.relative(path) in DOORS:
            continue
        for node in ast.walk(house.tree(path)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            names = house.chain(node)
            if names[-1] in {"update", "bulk_update", "bulk_create"} and names[0] in tracked:
                blind.append(f"{house.relative(path)}:{node.lineno} {'.'.join(names)}")
    assert blind == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("Thing.objects.filter(a=1).update(b=2)", True),
        ("thing.save(update_fields=['a'])", True),
        ("Thing.objects.create(a=1)", True),
        ("Thing.objects.bulk_create(rows)", True),
        ("digest.update(b'x')", False),
        ("words.update({'a': 1})", False),
        ("super().save(*args)", False),
    ],
)
def test_the_walk_tells_a_write_from_a_word(tmp_path, code, expected):
    path = tmp_path / "sample.py"
    path.write_text(code)
    assert bool(writes(path)) is expected
