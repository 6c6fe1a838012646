"""Cleaning what people type or paste, before anybody stores it. Pure: values in, values out."""

import re
import unicodedata

from confusable_homoglyphs import confusables

MARKS_PER_LETTER = 8
_BIDI = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_BIDI_NAMES = {
    0x061C: "ALM", 0x200E: "LRM", 0x200F: "RLM", 0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO",
    0x202E: "RLO", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
}  # fmt: skip
_SHOWN_BIDI = {code: f"⟦{name}⟧" for code, name in _BIDI_NAMES.items()}
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_NEWLINES = re.compile("\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACES = re.compile(r"\s+")


def single_line(value: str) -> str:
    """One tidy line: NFC, no control or direction characters, single spaces, trimmed."""
    if value.isascii() and value.isprintable():
        return " ".join(value.split())  # nearly always: messages are written by the thousand
    value = _INVISIBLE.sub("", _NEWLINES.sub(" ", value)).translate(_BIDI)
    value = _without_controls(value.replace("\n", " ").replace("\t", " "))
    return _SPACES.sub(" ", _fewer_marks(unicodedata.normalize("NFC", value))).strip()


def long_text(value: str) -> str:
    """Paragraphs as typed: NFC, ``\\n`` line ends, control characters gone, direction characters made visible."""
    if value.isascii() and value.replace("\n", "").isprintable():
        return value.strip()
    value = _NEWLINES.sub("\n", value).translate(_SHOWN_BIDI)
    return _fewer_marks(unicodedata.normalize("NFC", _without_controls(value, keep="\n\t"))).strip()


def _without_controls(value: str, keep: str = "") -> str:
    return _CONTROLS.sub(lambda found: found[0] if found[0] in keep else "", value)


def _fewer_marks(value: str) -> str:
    if not any(map(unicodedata.combining, value)):
        return value  # nearly always: messages are written by the thousand
    kept: list[str] = []
    marks = 0
    for character in value:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MARKS_PER_LETTER:
            kept.append(character)
    return "".join(kept)


def graphemes(value: str) -> int:
    """How many characters a person sees (joined emoji, flags and combined letters count once)."""
    count = 0
    joined = False
    flag_open = False
    for character in value:
        code = ord(character)
        if 0x1F1E6 <= code <= 0x1F1FF:
            flag_open = not flag_open
            count += flag_open
            continue
        flag_open = False
        extends = unicodedata.combining(character) or code in {0x200D, 0xFE0E, 0xFE0F} or 0x1F3FB <= code <= 0x1F3FF
        extends = extends or 0xE0020 <= code <= 0xE007F
        if not extends and not joined:
            count += 1
        joined = code == 0x200D
    return count


def has_letters_or_digits(value: str) -> bool:
    return any(unicodedata.category(c)[0] in "LN" for c in value)


def ascii_digits(value: str) -> str:
    """Digits of any script as ASCII, so that ３ and ٣ are read as 3."""
    return "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in value)


def folded(value: str) -> str:
    """For comparing: case, accents' encoding and spacing do not matter."""
    return unicodedata.normalize("NFC", single_line(value).casefold())


def skeleton(value: str) -> str:
    """For spotting look-alikes: accents and letters borrowed from other scripts are read as the Latin they imitate."""
    plain = "".join(c for c in unicodedata.normalize("NFD", single_line(value)) if not unicodedata.combining(c))
    latin = unicodedata.normalize("NFKD", "".join(_as_latin(c) for c in plain))
    return _SPACES.sub(" ", latin.casefold()).strip()


def _as_latin(character: str) -> str:
    if character.isascii():
        return character
    found = confusables.is_confusable(character, greedy=True, preferred_aliases=["latin"])
    for match in found or []:
        for homoglyph in match["homoglyphs"]:
            if homoglyph["c"].isascii():
                return str(homoglyph["c"])
    return character
