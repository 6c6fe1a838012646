"""The bundle as one zip file, with a list of the digests of everything in it."""

import hashlib
import io
import zipfile

from signing.bundle.collecting import Contents

SUMS = "SHA256SUMS"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""Of a file in a zip: the dates that matter stand in the records."""


def pack(name: str, contents: Contents) -> bytes:
    """Under one folder. The same contents are always the same bytes."""
    listed = "".join(f"{hashlib.sha256(contents[path]).hexdigest()}  {path}\n" for path in sorted(contents))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path, content in sorted((contents | {SUMS: listed.encode()}).items()):
            entry = zipfile.ZipInfo(f"{name}/{path}", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            bundle.writestr(entry, content)
    return out.getvalue()
