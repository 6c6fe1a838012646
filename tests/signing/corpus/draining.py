"""Small files that would keep a reader busy for ever, or fill its memory."""

import zlib

_TEXT = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"


def endless() -> bytes:
    """Its table of contents has nine thousand million entries of no length: reading them needs no more of the file."""
    return _with_table(b"", "[0 0 0]", 9_000_000_000, "")


def swelling(megabytes: int) -> bytes:
    """A table of contents that is a thousand times as long when it is unpacked."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes([9]) * 1_000_000) for _ in range(megabytes)) + packer.flush()
    return _with_table(packed, "[1 0 0]", megabytes * 1_000_000, "/Filter/FlateDecode")


def _with_table(table: bytes, widths: str, entries: int, how: str) -> bytes:
    about = f"/Type/XRef/Size 10/Index[0 {entries}]/W{widths}/Root 1 0 R{how}/Length {len(table)}"
    head, end = f"3 0 obj\n<<{about}>>\nstream\n", f"\nendstream\nendobj\nstartxref\n{len(_TEXT)}\n%%EOF\n"
    return _TEXT + head.encode() + table + end.encode()
