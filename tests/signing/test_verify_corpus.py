"""Whatever is done to a signed file, the answer says so; whatever is genuine passes. (Promise P5, B67.)"""

import hashlib
import io
import random
import re

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from signing.seal import interop, keys, pades, verify
from tests.shares import dealt, shares
from tests.signing import papers
from tests.signing.corpus import altering, making
from tests.signing.corpus.making import AT


@pytest.fixture(scope="module")
def keyring():
    return keys.current(AT)


@pytest.fixture(scope="module")
def made(keyring) -> making.Genuine:
    return making.genuine(keyring)


@pytest.fixture(scope="module")
def altered(made, keyring, tmp_path_factory) -> list[altering.Altered]:
    other = making.genuine(keyring, "Another agreement")
    return altering.corpus(made, other, tmp_path_factory.mktemp("corpus"))


def examine(pdf: bytes, keyring) -> verify.Examination:
    return verify.examine(pdf, roots=keyring.roots, seals=keyring.seals)


def test_there_are_enough_of_them_and_each_differs(altered, made):
    assert len(altered) >= 100
    assert len({one.name for one in altered}) == len(altered)
    assert len({hashlib.sha256(one.pdf).digest() for one in altered} | {hashlib.sha256(made.complete).digest()}) == (
        len(altered) + 1
    )


def test_every_state_of_a_genuine_file_is_sound(made, keyring):
    for state in made.states:
        found = examine(state, keyring)
        assert (found.sound, found.problems) == (True, ())


def test_somebody_may_still_join_after_the_end(made, keyring):
    joined = pades.approve(made.complete, making.act("health"), keyring=keyring, at=AT)
    again = pades.complete(joined, keyring=keyring, at=AT)
    assert [examine(pdf, keyring).sound for pdf in (joined, again)] == [True, True]
    assert len(examine(again, keyring).timestamps) == 2


@shares(4)
def test_the_file_alone_shows_every_alteration_that_it_can(altered, keyring, share):
    wrong = [one.name for one in dealt(altered, share, 4) if examine(one.pdf, keyring).sound is one.alone]
    assert wrong == []


def test_what_no_file_can_show_is_sound_so_that_only_the_register_tells(altered, keyring):
    assert [one.name for one in altered if not one.alone and not examine(one.pdf, keyring).sound] == []


@shares(5)
def test_genuine_files_pass(keyring, share):
    """Fifty of different sizes and names; the long run has five hundred."""
    assert [number for number in dealt(range(50), share, 5) if not _genuine_one_passes(number, keyring)] == []


def _genuine_one_passes(number: int, keyring) -> bool:
    base = papers.blank("essex", "police", pages=1 + number % 4)
    pdf = pades.certify(base, keyring=keyring, at=AT)
    pdf = pades.approve(
        pdf, making.act("essex", f"Siân {'Llewellyn-' * (number % 5)}Jones {number}"), keyring=keyring, at=AT
    )
    if number % 2:
        pdf = pades.stamp(pdf, keyring=keyring, at=AT)
    if number % 3:
        pdf = pades.complete(pdf, keyring=keyring, at=AT)
    return examine(pdf, keyring).sound


@pytest.mark.soak
def test_five_hundred_genuine_files_pass(keyring):
    assert [number for number in range(500) if not _genuine_one_passes(number, keyring)] == []


@pytest.mark.soak
def test_we_never_believe_what_the_full_analysis_refuses(altered, keyring, made):
    """pyHanko compares every part of every revision: slow, and another way to the same answer."""
    lenient = [one.name for one in altered if examine(one.pdf, keyring).sound and not _fully(one.pdf, keyring)]
    assert lenient == []
    assert all(_fully(state, keyring) for state in made.states)


def _fully(pdf: bytes, keyring) -> bool:
    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    roots = [interop.certificate(root) for root in keyring.roots]
    context = lambda: ValidationContext(trust_roots=roots, allow_fetching=False, moment=AT)  # noqa: E731
    found = reader.embedded_regular_signatures
    return all(interop.apart(lambda one=one: validate_pdf_signature(one, context())).docmdp_ok for one in found)


def _changed_at_random(pdf: bytes, chance: random.Random) -> tuple[bytes, int]:
    place = chance.randrange(len(pdf))
    kind = chance.choice(("flip", "drop", "double", "blank"))
    if kind == "flip":
        return pdf[:place] + bytes([pdf[place] ^ (1 << chance.randrange(8))]) + pdf[place + 1 :], place
    if kind == "drop":
        return pdf[:place] + pdf[place + chance.randrange(1, 40) :], place
    if kind == "double":
        return pdf[:place] + pdf[place : place + 30] + pdf[place:], place
    return pdf[:place] + b" " * 8 + pdf[place + 8 :], place


def _holes(pdf: bytes) -> list[range]:
    """Where the signatures themselves stand, which none of them covers."""
    return [range(*found.span()) for found in re.finditer(rb"<[0-9a-fA-F]{2000,}>", pdf)]


@pytest.mark.parametrize("tries", [60, pytest.param(5000, marks=pytest.mark.soak)])
def test_no_change_anywhere_is_sound_and_none_stops_the_check(made, keyring, tries):
    """Only bytes of a signature that nothing signs can differ unseen; the register sees those too."""
    chance, believed, holes = random.Random(20261120), [], _holes(made.complete)
    assert len(holes) == len(examine(made.complete, keyring).signatures) + len(
        examine(made.complete, keyring).timestamps
    )
    for _ in range(tries):
        pdf, place = _changed_at_random(made.complete, chance)
        if pdf != made.complete and examine(pdf, keyring).sound and not any(place in hole for hole in holes):
            believed.append(place)
    assert believed == []


def test_a_signature_that_does_not_say_what_it_covers_is_refused(made, keyring):
    """B67: found by chance among five thousand changes, where it was a fault of ours."""
    whole = made.complete
    for found in re.finditer(rb"/ByteRange ?\[[^\]]*\]", whole):
        for numbers in (b"[0 ]", b"[]", b"[0 1 2]", b"[a b c d]"):
            claim = b"/ByteRange" + numbers
            pdf = whole[: found.start()] + claim.ljust(len(found.group())) + whole[found.end() :]
            assert not examine(pdf, keyring).sound


def test_pages_that_lead_back_to_themselves_are_refused(made, keyring):
    """B67: a reader that looks for the first page would go round for ever."""
    tree = re.search(rb"(\d+) 0 obj\s*<<[^>]*/Type /Pages[^>]*>>", made.complete)
    kids = re.search(rb"/Kids \[ ?(\d+)", tree.group())
    place = tree.start() + kids.start(1)
    own = tree.group(1).rjust(len(kids.group(1)), b"0")
    pdf = made.complete[:place] + own + made.complete[place + len(own) :]
    assert len(pdf) == len(made.complete)
    assert pdf != made.complete
    (said,) = [one for one in examine(pdf, keyring).problems if "cannot be read" in one]
    assert said.startswith("Something other than a signature was added")
