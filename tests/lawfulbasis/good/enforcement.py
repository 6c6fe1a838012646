from typing import Any

ADDITIONS: dict[str, Any] = {}
