"""How wide words are, near enough to break them into lines that fit a box. Pure."""

import unicodedata

SIZE = 15
_NARROW = frozenset("iljtfrI.,;:'’|!()[]· ")
_WIDE = frozenset("mwMW@%—")


def width(text: str) -> float:
    """In the units of the picture, rather too wide than too narrow."""
    return sum(_width(character) for character in text)


def _width(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return SIZE
    if character in _NARROW:
        return SIZE * 0.36
    if character in _WIDE:
        return SIZE * 0.95
    return SIZE * (0.72 if character.isupper() else 0.6)


def lines(text: str, room: float, most: int) -> tuple[str, ...]:
    """The text in at most so many lines of that width; a mark at the end says that it goes on."""
    found: list[str] = []
    for word in text.split():
        joined = f"{found[-1]} {word}" if found else word
        if found and width(joined) <= room:
            found[-1] = joined
        else:
            found.extend(_broken(word, room))
    if len(found) <= most:
        return tuple(found)
    return (*found[: most - 1], _cut(f"{found[most - 1]}…", room))


def _broken(word: str, room: float) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and width(pieces[-1] + character) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _cut(line: str, room: float) -> str:
    while width(line) > room:
        line = f"{line[:-2]}…"
    return line
