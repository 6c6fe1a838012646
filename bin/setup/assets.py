"""The pages' style, behaviour and type, built from npm's packages into static/built/."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from setup import packages, stamps
from setup.plain import ROOT, clean_environment, run, say

BUILT = ROOT / "static" / "built"
_MODULES = ROOT / "node_modules"
_OLDEST = 20


def build() -> None:
    locked = [ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"]
    sources = [path for path in (ROOT / "static" / "src").rglob("*") if path.is_file()]
    fetched = stamps.digest(locked)
    built = stamps.digest([*locked, *sources, ROOT / "static" / "build.mjs"])
    if stamps.matches("assets", built) and (BUILT / "app.css").is_file():
        return
    env = _node()
    if not (stamps.matches("npm", fetched) and _MODULES.is_dir()):
        say("Fetching the front-end packages (once) ...")
        stamps.forget("npm")
        # Nothing that a package brings is run; "legacy" because one names a jQuery that its modern half does not use.
        run("Fetching the front-end packages", ["npm", "ci", "--legacy-peer-deps", "--ignore-scripts"], env)
        stamps.write("npm", fetched)
    say("Building the styles ...")
    run("Building the styles", ["npm", "run", "build"], env)
    stamps.write("assets", built)


def _node() -> dict[str, str]:
    """An environment whose PATH has a Node.js that is new enough."""
    env = clean_environment()
    if _new_enough(env):
        return env
    binaries = packages.VENV / "bin"
    env["PATH"] = f"{binaries}{os.pathsep}{env.get('PATH', '')}"
    if not _new_enough(env):
        say("Fetching Node.js into .venv (for the styles only) ...")
        packages.node()
    return env


def _new_enough(env: dict[str, str]) -> bool:
    node = shutil.which("node", path=env.get("PATH"))
    if not node or not shutil.which("npm", path=env.get("PATH")):
        return False
    said = subprocess.run([Path(node), "--version"], capture_output=True, text=True, env=env, check=False).stdout
    version = re.match(r"v(\d+)\.", said)
    return version is not None and int(version.group(1)) >= _OLDEST
