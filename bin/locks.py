"""Are the lock files current, complete, and free of the address of any registry?"""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

_PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?: ; (?P<marker>[^\\]+?))? \\")
_HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")
_ADDRESS = re.compile(r"registry\.npmjs|pypi\.org|pythonhosted|index-url|find-links|yarnpkg|file://|npm\.pkg")
_ADDRESS_FREE = ("requirements*.lock", "package*.json", ".npmrc", "pyproject.toml", "Dockerfile", "Makefile", "*.yml")


def problems(root: Path) -> list[str]:
    return [*_python(root), *_npm(root), *_addresses(root)]


def _python(root: Path) -> Iterator[str]:
    with (root / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    run, develop = (_pins(root / name) for name in ("requirements.lock", "requirements-dev.lock"))
    for name, found in (("requirements.lock", run), ("requirements-dev.lock", develop)):
        if not found:
            yield f"{name} has lines that are neither a pin nor its hashes."
    yield from _unmet("requirements.lock", project["project"]["dependencies"], run)
    yield from _unmet("requirements-dev.lock", project["dependency-groups"]["dev"], develop)
    for name, version in run.items():
        if develop.get(name) != version:
            yield f"{name} is {version} in requirements.lock and {develop.get(name)} in requirements-dev.lock."


def _pins(path: Path) -> dict[str, str]:
    """Name and version of each pin; nothing at all when a line is anything else."""
    found: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        pin = _PIN.fullmatch(line)
        if pin:
            found[canonicalize_name(pin["name"])] = pin["version"]
        elif not _HASH.fullmatch(line):
            return {}
    return found


def _unmet(lock: str, wanted: list[str], pins: dict[str, str]) -> Iterator[str]:
    for text in wanted:
        requirement = Requirement(text)
        version = pins.get(canonicalize_name(requirement.name))
        if version is None or Version(version) not in requirement.specifier:
            yield f'pyproject.toml wants "{text}" and {lock} has {version}: run make lock.'


def _npm(root: Path) -> Iterator[str]:
    package = json.loads((root / "package.json").read_text(encoding="utf-8"))
    lock: dict[str, Any] = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))
    for kind in ("dependencies", "devDependencies"):
        if package.get(kind) != lock["packages"][""].get(kind):
            yield f"package-lock.json was not made from the {kind} of package.json: run make lock."
    for name, entry in lock["packages"].items():
        if name and ("resolved" in entry or not entry.get("integrity")):
            yield f"package-lock.json: {name} has an address, or no hash."


def _addresses(root: Path) -> Iterator[str]:
    folders = [*(root / "bin").rglob("*.lock"), *(root / "bin").rglob("*.in")]
    for path in [path for pattern in _ADDRESS_FREE for path in root.glob(pattern)] + folders:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if _ADDRESS.search(line):
                yield f"{path.relative_to(root)}:{number} names a registry."
