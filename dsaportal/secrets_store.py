"""What an embedded installation keeps for itself, and what the environment says about single sign-on."""

import json
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


def embedded_secret(var: Path) -> str:
    """A random key, made once and readable by its owner only. Production must bring its own."""
    path = var / "secret-key"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:  # two processes started together; the other one wrote it
            return path.read_text(encoding="utf-8")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="utf-8")


def json_list(value: str) -> list[dict[str, Any]]:
    if not value:
        return []
    parsed = json.loads(value)
    if not isinstance(parsed, list):
        raise ValueError("SSO_PROVIDERS must be a JSON list")
    return parsed


def origins(providers: list[dict[str, Any]]) -> list[str]:
    """The web origins of the providers' servers, for the Content-Security-Policy."""
    found = []
    for provider in providers:
        parts = urlsplit(str(provider.get("server_url", "")))
        if parts.scheme == "https" and parts.hostname:
            found.append(f"https://{parts.netloc}")
    return found
