"""Letters that no font can draw: noticed while the pages are written, and spelled out as numbers instead of lost."""

import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_SAID = re.compile(r"\(U\+([0-9A-F]{4,6})\)")
_NOTDEF = ".notdef glyph rendered"


class _Listener(logging.Filter):
    """WeasyPrint says in its log alone what it could not draw. Other threads draw documents of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: set[str] = set()
        self._thread = threading.get_ident()

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if record.thread != self._thread or not said.startswith(_NOTDEF):
            return True
        self.letters.update(chr(int(number, 16)) for number in _SAID.findall(said))
        return False


@contextmanager
def undrawn() -> Iterator[set[str]]:
    """Collects the letters that are drawn as nothing while the block runs."""
    logger, listener = logging.getLogger("weasyprint"), _Listener()
    logger.addFilter(listener)
    try:
        yield listener.letters
    finally:
        logger.removeFilter(listener)


def spelled(text: str, missing: frozenset[str]) -> str:
    """Runs of the letters as their numbers: `[U+738B U+5C0F]`."""
    if not missing:
        return text
    run = re.compile(f"[{re.escape(''.join(sorted(missing)))}]+")
    return run.sub(lambda found: f"[{' '.join(f'U+{ord(letter):04X}' for letter in found[0])}]", text)
