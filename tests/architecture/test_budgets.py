"""Sizes that keep files readable. The tail is what rots, so the tail is what is measured."""

import ast
import re

import pytest

from tests.architecture import house

FILE, SETTINGS, TEMPLATE, FUNCTION, VIEW, CONFTEST = 300, 400, 120, 40, 25, 150


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = node.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:] or body
    return (node.end_lineno or 0) - body[0].lineno + 1


def _functions(path):
    for node in ast.walk(house.tree(path)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def test_files_fit_on_a_few_screens():
    long = []
    for path in [*house.python_files(), *(house.ROOT / "tests").rglob("*.py")]:
        size = len(path.read_text(encoding="utf-8").splitlines())
        if size > (SETTINGS if path.name == "settings.py" else FILE):
            long.append((size, house.relative(path)))
    assert sorted(long, reverse=True) == []


def test_templates_fit_on_a_few_screens():
    long = [
        (size, house.relative(path))
        for path in (house.ROOT / "templates").rglob("*.html")
        if (size := len(path.read_text(encoding="utf-8").splitlines())) > TEMPLATE
    ]
    assert sorted(long, reverse=True) == []


def test_functions_do_one_thing():
    long = [
        (size, f"{house.relative(path)}:{node.name}")
        for path in house.python_files()
        for node in _functions(path)
        if (size := _lines(node)) > FUNCTION
    ]
    assert sorted(long, reverse=True) == []


def test_views_load_clean_call_and_answer():
    long = [
        (size, f"{house.relative(path)}:{node.name}")
        for path in house.python_files()
        if house.room(path) == "views"
        for node in _functions(path)
        if node.args.args and node.args.args[0].arg == "request" and (size := _lines(node)) > VIEW
    ]
    assert sorted(long, reverse=True) == []


def test_conftest_stays_small():
    sizes = {house.relative(p): len(p.read_text().splitlines()) for p in (house.ROOT / "tests").rglob("conftest.py")}
    assert {name: size for name, size in sizes.items() if size > CONFTEST} == {}


def test_migrations_are_named_by_a_person_and_go_back():
    named_by_machine, one_way = [], []
    for path in house.ROOT.glob("*/migrations/*.py"):
        if re.search(r"_auto_|_and_more", path.name) or re.fullmatch(r"\d{4}_alter_.*_alter_.*\.py", path.name):
            named_by_machine.append(house.relative(path))
        for call in re.findall(r"RunPython\(([^)]*)\)", path.read_text(encoding="utf-8")):
            if "," not in call:
                one_way.append(house.relative(path))
    assert (named_by_machine, one_way) == ([], [])


FORBIDDEN = {
    r"\|\s*safe\b": "templates escape everything",
    r"\{%\s*autoescape off": "templates escape everything",
    r"\sstyle=\"": "the security policy forbids styles in markup",
    r"<script(?![^>]*\b(src=|type=\"(application|importmap)/)|[^>]*type=\"application/json\")": "no script in markup",
    r"\son[a-z]+=\"": "no handlers in markup",
}


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_no_page_template_breaks_the_security_policy(pattern):
    pages = [
        path
        for path in (house.ROOT / "templates").rglob("*.html")
        if not {"document", "notices"} & set(path.relative_to(house.ROOT / "templates").parts)
    ]
    hits = [house.relative(path) for path in pages if re.search(pattern, path.read_text(encoding="utf-8"))]
    assert hits == [], FORBIDDEN[pattern]
