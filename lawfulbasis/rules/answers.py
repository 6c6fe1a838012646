"""Whether a text answers the question beside it."""

import re

_NOTHING = re.compile(
    r"[\W_]*(?:n\s*/?\s*a|none|nil|no|yes|blank|unknown|tb[acd]|to be (?:added|agreed|confirmed|decided)"
    r"|not (?:applicable|known|yet(?: (?:agreed|decided|known))?))?[\W_]*",
    re.IGNORECASE,
)


def is_answered(text: str) -> bool:
    """More than a blank, a dash or “n/a”."""
    return _NOTHING.fullmatch(text) is None
