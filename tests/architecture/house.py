"""The house as the tests walk it: floors, files, syntax trees. Nothing here imports the code it reads."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

FLOORS: tuple[tuple[str, ...], ...] = (
    ("dsaportal",),
    ("closing",),
    ("reviews", "signing", "drafting"),
    ("agreements",),
    ("lawfulbasis", "parties"),
    ("notices",),
    ("accounts",),
    ("dsaformat", "foundation"),
)
PACKAGES = tuple(name for floor in FLOORS for name in floor)
LEVEL = {name: len(FLOORS) - number for number, floor in enumerate(FLOORS) for name in floor}


def python_files(*packages: str) -> Iterator[Path]:
    for package in packages or PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room(path: Path) -> str:
    """The room a file belongs to: ``services`` for parties/services/people.py and for accounts/services.py alike."""
    parts = path.relative_to(ROOT).parts
    return parts[1].removesuffix(".py") if len(parts) > 1 else parts[0]


def chain(node: ast.expr) -> list[str]:
    """The names of a dotted call chain, outermost last: ``A.objects.all().update()`` gives A, objects, all, update."""
    names: list[str] = []
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            if isinstance(node, ast.Name):
                names.append(node.id)
            return list(reversed(names))
