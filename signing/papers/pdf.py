"""PDFs that people bring: what is refused in them, and how one is written again with its pages alone.

qpdf takes the file apart into one list of objects, with every name spelt plainly and every stream in a file of its
own. What is looked for is looked for there: nothing hides in a compressed part or behind an odd spelling.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from signing.papers import jpeg, tools

MOST_PAGES = 300
_MOST_SAID = 24 * 1024 * 1024
"""A scan of 300 pages takes less than one megabyte; a list that is much longer was made to be long."""

PASSWORD = "The selected file is password protected"  # noqa: S105 - a message
SCRIPT = "The selected PDF contains a program. Print it and scan the print, or save it as a new PDF without forms"
STARTS = "The selected PDF starts other programs or opens other files. Print it and scan the print"
HOLDS_FILES = "The selected PDF contains other files. Save it as a new PDF without them, or print it and scan the print"
TOO_MANY = f"The selected PDF must have {MOST_PAGES} pages or fewer"
UNREADABLE = "The selected file could not be read. Scan the paper again, or save it as a new PDF"

_REFUSED = (
    (re.compile(rb'"/(JS|JavaScript|XFA)"'), SCRIPT),
    (re.compile(rb'"/(Launch|ImportData|SubmitForm|GoToE)"'), STARTS),
    (re.compile(rb'"/(EmbeddedFiles?|EF|RichMedia|Movie|Sound)"'), HOLDS_FILES),
)
_OF_A_PAGE = frozenset({"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/UserUnit"})
_TELLTALE = ("/Metadata", "/PieceInfo", "/AF", "/LastModified", "/OC", "/OPI")

Objects = dict[str, Any]


class NotTaken(ValueError):
    """The file cannot be taken; the message says why, in words for the person who chose it."""


def pages_of(data: bytes) -> int:
    """How many pages it has. Raises ``NotTaken`` for what is refused."""
    with tools.folder() as place:
        return _counted(_apart(data, place))


def cleaned(data: bytes) -> tuple[bytes, int]:
    """The pages as anybody sees them, in a new file, and how many. Raises ``NotTaken`` for what is refused.

    What was drawn over a page becomes part of it; layers that can be hidden are shown.
    """
    with tools.folder() as place:
        pages = _counted(_apart(data, place))  # before anything is changed: what is refused would be gone
        options = ("--flatten-annotations=all", "--json-stream-data=file", f"--json-stream-prefix={place / 'stream'}")
        try:
            whole = _listed(place / "in.pdf", place, options)
        except tools.Stopped:
            raise NotTaken(UNREADABLE) from None
        _strip(whole["qpdf"][1], frozenset({"/Type", "/Pages"}))
        return _together(whole, place), pages


def joined(first: bytes, last: bytes) -> bytes:
    """Two PDFs of the portal as one to print: the words stay readable for screen readers; fields and files go."""
    with tools.folder() as place:
        (place / "first.pdf").write_bytes(first)
        (place / "last.pdf").write_bytes(last)
        both = place / "in.pdf"
        tools.qpdf(place / "first.pdf", "--pages", place / "first.pdf", "1-z", place / "last.pdf", "1-z", "--", both)
        options = ("--json-stream-data=file", f"--json-stream-prefix={place / 'stream'}")
        whole = _listed(both, place, options, refuses=False)  # the portal's own: its data is in it
        keep = {"/Type", "/Pages", "/Lang", "/StructTreeRoot", "/MarkInfo", "/ViewerPreferences"}
        _strip(whole["qpdf"][1], frozenset(keep), also=frozenset({"/StructParents", "/Tabs"}))
        return _together(whole, place)


def turned(data: bytes, page: int) -> bytes:
    """The PDF with that page a quarter turn further, clockwise."""
    with tools.folder() as place:
        (place / "in.pdf").write_bytes(data)
        tools.qpdf(f"--rotate=+90:{page}", "--deterministic-id", place / "in.pdf", place / "out.pdf")
        return (place / "out.pdf").read_bytes()


def picture(data: bytes, page: int, longest: int) -> bytes:
    """One page as a JPEG. Raises ``NotTaken`` when it cannot be drawn with what a page may take."""
    with tools.folder() as place:
        (place / "in.pdf").write_bytes(data)
        try:
            return tools.draw(place / "in.pdf", page, longest)
        except tools.Stopped:
            raise NotTaken(UNREADABLE) from None


def _apart(data: bytes, place: Path) -> Objects:
    """The objects of the file as it was brought, once they have been looked through."""
    source = place / "in.pdf"
    source.write_bytes(data)
    if tools.is_locked(source):
        raise NotTaken(PASSWORD)
    try:
        objects: Objects = _listed(source, place, ("--json-stream-data=none",))["qpdf"][1]
    except tools.Stopped as stopped:
        raise NotTaken(PASSWORD if "password" in str(stopped) else UNREADABLE) from None
    return objects


def _listed(source: Path, place: Path, options: tuple[str, ...], *, refuses: bool = True) -> Objects:
    listed = place / "listed.json"
    tools.qpdf(*options, "--json-output", "--decode-level=none", source, listed)
    if listed.stat().st_size > _MOST_SAID:
        raise NotTaken(UNREADABLE)
    said = listed.read_bytes()
    for pattern, refusal in _REFUSED if refuses else ():
        if pattern.search(said):
            raise NotTaken(refusal)
    try:
        whole: Objects = json.loads(said)
    except (ValueError, RecursionError):
        raise NotTaken(UNREADABLE) from None
    return whole


def _counted(objects: Objects) -> int:
    pages = len(_pages(objects))
    if not pages:
        raise NotTaken(UNREADABLE)
    if pages > MOST_PAGES:
        raise NotTaken(TOO_MANY)
    return pages


def _pages(objects: Objects) -> list[Objects]:
    """The pages that the file's tree leads to, one more than are taken at the most. A tree in a circle ends, too."""
    found: list[Objects] = []
    seen: set[str] = set()
    waiting = [_held(objects, _catalog(objects).get("/Pages"))]
    while waiting and len(found) <= MOST_PAGES:
        value = waiting.pop()
        kids = value.get("/Kids")
        if not isinstance(kids, list):
            found += [value] if value else []
            continue
        fresh = [kid for kid in kids if isinstance(kid, str) and kid not in seen]
        seen.update(fresh)
        waiting += [_held(objects, kid) for kid in reversed(fresh)]
    return found


def _catalog(objects: Objects) -> Objects:
    return _held(objects, objects.get("trailer", {}).get("value", {}).get("/Root"))


def _held(objects: Objects, reference: object) -> Objects:
    value = objects.get(f"obj:{reference}", {}).get("value")
    return value if isinstance(value, dict) else {}


def _strip(objects: Objects, of_catalog: frozenset[str], also: frozenset[str] = frozenset()) -> None:
    """Leave the pages and what they show: nothing that acts, and nothing about where it comes from."""
    trailer = objects["trailer"]["value"]
    _keep(trailer, lambda name: name in ("/Root", "/Size"))
    _keep(_catalog(objects), lambda name: name in of_catalog)
    for page in _pages(objects):
        _keep(page, lambda name: name in _OF_A_PAGE | also)
    for held in objects.values():
        stream = held.get("stream")
        if stream is not None:
            _keep(stream["dict"], lambda name: name not in _TELLTALE)
            if stream["dict"].get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
                file = Path(stream["datafile"])
                file.write_bytes(jpeg.bare(file.read_bytes()))


def _keep(value: Objects, wanted: Callable[[str], bool]) -> None:
    for name in [name for name in value if not wanted(name)]:
        del value[name]


def _together(whole: Objects, place: Path) -> bytes:
    (place / "kept.json").write_text(json.dumps(whole), encoding="utf-8")
    made = place / "out.pdf"
    try:
        tools.qpdf("--json-input", "--object-streams=generate", "--deterministic-id", place / "kept.json", made)
    except tools.Stopped:
        raise NotTaken(UNREADABLE) from None
    return made.read_bytes()
