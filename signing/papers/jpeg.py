"""A JPEG inside a PDF without what a camera wrote beside the picture: place, time, device. Pure."""

_START, _SCAN = b"\xff\xd8", 0xDA
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_NEEDED = frozenset({0xE0, 0xE2, 0xEE})
"""Of the parts that programs add: size, colour profile, kind of colour. The others only tell."""


def bare(data: bytes) -> bytes:
    """The same picture, pixel for pixel. What is no JPEG comes back as it is: whoever draws it will say so."""
    if not data.startswith(_START):
        return data
    kept, at = [_START], len(_START)
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == _SCAN or marker in _ALONE:
            break
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        told = marker == 0xFE or (0xE0 <= marker <= 0xEF and marker not in _NEEDED)
        if not told:
            kept.append(data[at:end])
        at = end
    return b"".join(kept) + data[at:]
