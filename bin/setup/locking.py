"""Locking the packages again: exact versions and hashes, and no address of where they came from."""

from collections.abc import Callable
from pathlib import Path

from setup import packages
from setup.plain import ROOT, clean_environment, say

_HERE = ROOT / "bin" / "setup"
_OPTIONS = [
    *("--universal", "--python-version", "3.11", "--generate-hashes", "--upgrade", "--quiet"),
    *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
]


def lock(run: Callable[..., None]) -> None:
    env = clean_environment()
    project = ROOT / "pyproject.toml"
    for output, source in (
        (packages.RUN, [project]),
        (packages.DEVELOP, [project, "--group", "dev"]),
        (_HERE / "installer.lock", [_HERE / "installer.in"]),
        (_HERE / "node.lock", [_HERE / "node.in"]),
    ):
        say(f"Locking {Path(output).relative_to(ROOT)} ...")
        run("Locking", [packages.UV, "pip", "compile", *_OPTIONS, *source, "-o", output], env)
    say("Locking package-lock.json ...")
    run("Locking", ["npm", "update", "--package-lock-only", "--legacy-peer-deps", "--ignore-scripts"], env)
