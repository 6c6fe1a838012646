"""The corpus: every altered file by name, with the answer it must get."""

import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from signing.genuineness import Answer
from signing.seal import keys, pades
from tests.signing.corpus import additions, smuggling
from tests.signing.corpus.making import AT, Genuine, act, added, stranger

CHANGED, UNKNOWN, OLDER, GENUINE = Answer.CHANGED, Answer.UNKNOWN, Answer.OLDER, Answer.GENUINE

_UNSEEN = {"nothing", "form_dropped"}
"""A part that nothing leads to does no harm, and without a form there is no field to sign."""


@dataclass(frozen=True)
class Altered:
    name: str
    pdf: bytes
    answer: Answer
    alone: bool = True
    """The file itself shows it; otherwise only the register knows."""


def corpus(made: Genuine, other: Genuine, folder: Path) -> list[Altered]:
    return [
        *_appended(made),
        *_smuggled(made),
        *_bytes(made),
        *_cut(made),
        *_signed_anew(made),
        *_rewritten(made, folder),
        *_of_others(made, other),
    ]


def _appended(made: Genuine) -> Iterator[Altered]:
    for name, change in additions.EVERY.items():
        yield Altered(f"appended: {name}", added(made.complete, change), CHANGED)
    for name in ("more_content", "free_text", "page_removed", "title_changed", "attachment_swapped"):
        change = additions.EVERY[name]
        yield Altered(f"appended before the end: {name}", added(made.signed, change), CHANGED)
        # The strongest of all: our own seal over somebody's addition, as if the portal had been tricked.
        yield Altered(f"appended, then completed: {name}", _completed(added(made.signed, change), made), CHANGED)


def _smuggled(made: Genuine) -> Iterator[Altered]:
    """In the same addition as a signature of our own: what a hole in the portal itself would let through."""
    for name, change in additions.EVERY.items():
        if name not in _UNSEEN | {"painted_empty_field"}:  # the signature paints over that
            yield Altered(f"smuggled in with a signature: {name}", smuggling.with_signature(made, change), CHANGED)
        if name not in _UNSEEN:
            yield Altered(f"smuggled in with a timestamp: {name}", smuggling.with_timestamp(made, change), CHANGED)


def _completed(pdf: bytes, made: Genuine) -> bytes:
    return pades.complete(pdf, keyring=made.keyring, at=AT)


def _bytes(made: Genuine) -> Iterator[Altered]:
    whole = made.complete
    for tenth in range(1, 10):
        place = len(made.base) * tenth // 10
        yield Altered(f"one bit at {tenth}/10 of the text", _flipped(whole, place), CHANGED)
    for number, found in enumerate(re.finditer(rb"/Contents ?<", whole)):
        yield Altered(f"one bit of signature {number}", _other_digit(whole, found.end() + 260), CHANGED)
    longer = re.search(rb"/ByteRange \[0 (\d+)", whole)
    assert longer is not None
    less = b"/ByteRange [0 %d" % (int(longer.group(1)) - 1)
    yield Altered("another range", whole.replace(longer.group(), less, 1), CHANGED)
    yield Altered("a range that starts later", whole.replace(b"/ByteRange [0 ", b"/ByteRange [1 ", 1), CHANGED)


def _flipped(pdf: bytes, place: int) -> bytes:
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def _other_digit(pdf: bytes, place: int) -> bytes:
    return pdf[:place] + (b"0" if pdf[place : place + 1] != b"0" else b"1") + pdf[place + 1 :]


def _cut(made: Genuine) -> Iterator[Altered]:
    whole = made.complete
    yield Altered("truncated by 40 bytes", whole[:-40], CHANGED)
    yield Altered("truncated in the last addition", whole[: len(made.signed) + 500], CHANGED)
    yield Altered("truncated in the text", whole[: len(made.base) // 2], UNKNOWN)
    yield Altered("junk at the end", whole + b"\n% more", CHANGED)
    yield Altered("a space at the end", whole + b" ", CHANGED)
    yield Altered("a second file at the end", whole + made.base, CHANGED)
    yield Altered("junk at the beginning", b"%!PS\n" + whole, UNKNOWN)
    yield Altered("without its head", whole[20:], UNKNOWN)
    yield Altered("rolled back before the end", made.signed, GENUINE, alone=False)
    yield Altered("rolled back before the last signature", made.states[1], OLDER, alone=False)
    yield Altered("rolled back to the text", made.states[0], OLDER, alone=False)
    yield Altered("never sealed", made.base, UNKNOWN)
    yield Altered("nothing", b"", UNKNOWN)
    yield Altered("hardly a PDF", b"%PDF-1.7\n%%EOF", UNKNOWN)


def _signed_anew(made: Genuine) -> Iterator[Altered]:
    rogue, ours = stranger(), made.keyring
    assert ours.own_timestamps is not None
    yield Altered("another key of the same name adds a signature", _approved(made.signed, rogue), CHANGED)
    yield Altered(
        "another key of the same name completes it", pades.complete(made.signed, keyring=rogue, at=AT), CHANGED
    )
    yield Altered("sealed from the start by another key", Genuine(rogue, made.base).complete, UNKNOWN)
    clock = keys.Keyring(ours.own_timestamps, ours.own_timestamps, roots=ours.roots)
    yield Altered("signed by a key of ours for another purpose", _approved(made.signed, clock), CHANGED)
    painted = added(made.signed, additions.more_content)
    yield Altered("painted over, then signed by our own seal", _approved(painted, ours), CHANGED)
    yield Altered("certified by our own seal outside the register", Genuine(ours, made.base).complete, CHANGED, False)


def _approved(pdf: bytes, keyring: keys.Keyring) -> bytes:
    return pades.approve(pdf, act("health", "Mallory"), keyring=keyring, at=AT)


def _rewritten(made: Genuine, folder: Path) -> Iterator[Altered]:
    """Printed, saved by another program, or made smaller: the same words, and no proof of them."""
    out = io.BytesIO()
    copy_into_new_writer(PdfFileReader(io.BytesIO(made.complete))).write(out)
    yield Altered("saved by another program", out.getvalue(), CHANGED)
    path = folder / "whole.pdf"
    path.write_bytes(made.complete)
    for name, tool in (("converted by poppler", ["pdftocairo", "-pdf"]), ("joined by poppler", ["pdfunite"])):
        target = folder / f"{tool[0]}.pdf"
        subprocess.run([*tool, str(path), str(target)], check=True, capture_output=True)
        yield Altered(name, target.read_bytes(), UNKNOWN)


def _of_others(made: Genuine, other: Genuine) -> Iterator[Altered]:
    yield Altered("another agreement's additions", made.states[0] + other.complete[len(other.states[0]) :], CHANGED)
    yield Altered("another agreement's text", other.base + made.complete[len(made.base) :], UNKNOWN)
