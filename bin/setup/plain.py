"""Running other programs, and saying in one sentence why one of them failed."""

import errno
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATE = ROOT / ".setup"
LOG = STATE / "log.txt"


class Stop(Exception):
    """Set-up cannot go on. The message is a sentence for the person at the keyboard."""


class NoBuild(Stop):
    """A package has no build for this machine. Another installer may find one."""


# The first pattern found in what a failed program said gives the sentence.
_REASONS = (
    (
        ("No space left on device", "ENOSPC", "Disk quota exceeded"),
        "The disk is full: free about 1 GB and run the same command again.",
    ),
    (
        ("Read-only file system", "EROFS", "Permission denied", "EACCES"),
        "This folder, or the cache in your home folder, may not be written to: use a folder of your own.",
    ),
    (
        (
            *("Temporary failure in name resolution", "dns error", "ENOTFOUND", "EAI_AGAIN", "Could not resolve"),
            *("Network is unreachable", "Connection refused", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT"),
            *("error sending request", "Failed to establish a new connection", "Max retries exceeded", "timed out"),
            *("ENETUNREACH", "Failed to fetch", "tunnel", "Cannot connect to proxy", "No route to host"),
            "Some index files failed to download",
        ),
        "The network does not answer: check the connection (behind a proxy, set HTTPS_PROXY) and run it again.",
    ),
    (
        ("do not match the hashes", "Hash mismatch", "EINTEGRITY", "THESE PACKAGES DO NOT MATCH"),
        "A download is not the one that this version of the portal was locked to: nothing of it was installed.",
    ),
    (
        ("command 'gcc' failed", "command 'cc' failed", "Unable to find a compiler", "Failed to build", "rustc"),
        "A package has no ready-made build for this machine and there is no compiler to make one:"
        " install it with {compiler} and run it again.",
    ),
    (
        ("no wheels with a matching", "No matching distribution", "No solution found", "is not a supported wheel"),
        "A package has no build for this version of Python or this kind of machine: use Python 3.11, 3.12 or 3.13.",
    ),
)


def run(step: str, command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> None:
    """Run a program; its output goes to the log. Raises ``Stop`` with the reason when it fails."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
    except OSError as error:
        raise Stop(f"{step} failed: {words[0]} cannot be started ({error.strerror}).") from error
    output = done.stdout.decode(errors="replace")
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(words)}\n{output}\n")
    if done.returncode:
        why = reason(output)
        raise (NoBuild if why.startswith("A package has no") else Stop)(f"{step} failed. {why}")


def reason(output: str) -> str:
    """One sentence for what a failed program said."""
    for patterns, sentence in _REASONS:
        if any(pattern.lower() in output.lower() for pattern in patterns):
            return sentence.format(compiler=compiler())
    return f"What it said is in {LOG.relative_to(ROOT)}."


def os_reason(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _REASONS[0][1]
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return f"{ROOT} may not be written to: copy the portal into a folder of your own."
    return f"{error.filename or ROOT}: {error.strerror}."


def compiler() -> str:
    return '"xcode-select --install"' if sys.platform == "darwin" else '"apt-get install build-essential python3-dev"'


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def clean_environment() -> dict[str, str]:
    """The environment for everything that is started from here."""
    env = dict(os.environ)
    # Compiling every module again at each start costs seconds.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    # Another project's environment must not leak into ours.
    for name in ("PYTHONHOME", "VIRTUAL_ENV", "PORTAL_BOOTSTRAP"):
        env.pop(name, None)
    if sys.platform == "darwin":
        # Homebrew's libraries are not where macOS looks for them.
        folders = [env.get("DYLD_FALLBACK_LIBRARY_PATH", ""), "/opt/homebrew/lib", "/usr/local/lib", "/usr/lib"]
        env["DYLD_FALLBACK_LIBRARY_PATH"] = ":".join(folder for folder in folders if folder)
    return env
