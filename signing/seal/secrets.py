"""The seal's settings, as they stand in the environment."""

import os
from pathlib import Path

WAYS = {
    "SEAL_PKCS12": "a PKCS#12 file",
    "SEAL_PKCS11_MODULE": "a PKCS#11 module",
    "SEAL_REMOTE_URL": "a remote signing service",
}
"""The settings that bring a key from outside; at most one may be set."""


def secret(name: str) -> str:
    """NAME from the environment, or the content of the file that NAME_FILE points to."""
    path = os.environ.get(f"{name}_FILE")
    return Path(path).read_text(encoding="utf-8").strip() if path else os.environ.get(name, "").strip()


def chosen() -> tuple[str, ...]:
    """Which ways of bringing a key are set."""
    return tuple(name for name in WAYS if os.environ.get(name, "").strip())


def urls() -> tuple[str, ...]:
    """The timestamp authorities, in the order in which they are asked."""
    return tuple(url.strip() for url in os.environ.get("TSA_URLS", "").split(",") if url.strip())
