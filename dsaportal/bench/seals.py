"""Timing the seal, in time of the processor: one signature beside bare pyHanko's, and thirty-five parties in a row."""

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, TypeVar

from agreements import pdf as rendering
from dsaformat import reading
from dsaportal.bench import documents
from signing.seal import bare, certificates, keys, pades, verify

PARTIES = 35
ROUNDS = 9
RATIO, CHECK_SECONDS = 1.2, 2.0

T = TypeVar("T")


def lines(*, at: datetime) -> Iterator[str]:
    keyring = _keyring(at)
    values = documents.values(parties=PARTIES, items=12)
    document = reading.parse(values)
    yield f"an agreement of {PARTIES} parties, signed by all"
    made, seconds = _timed(lambda: rendering.render(document, at=at))
    yield _line("its text as a PDF", seconds, f"{made.pages} pages, {len(made.content) / 1000:,.0f} kB")
    fields = [f"Signature-{wanted.party}" for wanted in document.signatories]
    yield from _signed_by_all(made.content, fields, keyring, at)


def _signed_by_all(text: bytes, fields: list[str], keyring: keys.Keyring, at: datetime) -> Iterator[str]:
    content, seconds = _timed(lambda: pades.certify(text, keyring=keyring, at=at))
    yield _line("certified", seconds)
    yield _compared(content, fields[0], keyring, at)
    times, before = [], len(content)
    for number, field in enumerate(fields):
        content, seconds = _timed(_signing(content, _act(field, number, at), keyring, at))
        times.append(seconds)
    each = (len(content) - before) / len(fields) / 1000
    yield _line("one signature added", statistics.median(times), f"p95 {_p95(times) * 1000:.0f} ms, {each:.1f} kB")
    content, seconds = _timed(lambda: pades.complete(content, keyring=keyring, at=at))
    yield _line("completed", seconds, f"{len(content) / 1000:,.0f} kB in all")
    found, seconds = _timed(lambda: verify.examine(content, roots=keyring.roots, seals=keyring.seals))
    sound = "sound" if found.sound else "NOT SOUND"
    yield _line("checked", seconds, f"limit {CHECK_SECONDS:.0f} s, {len(found.signatures)} signatures, {sound}")


def _compared(certified: bytes, field: str, keyring: keys.Keyring, at: datetime) -> str:
    """In turn, so that whatever else the machine does slows both alike."""
    ours, theirs = [], []
    for number in range(ROUNDS):
        ours.append(_timed(_signing(certified, _act(field, number, at), keyring, at))[1])
        theirs.append(_timed(lambda: bare.sign(certified, field, keyring=keyring, at=at))[1])
    ratio = statistics.median(ours) / statistics.median(theirs)
    return _line("one signature, beside bare pyHanko", statistics.median(ours), f"{ratio:.2f} x, limit {RATIO} x")


def _signing(content: bytes, act: Any, keyring: keys.Keyring, at: datetime) -> Callable[[], bytes]:
    return lambda: pades.approve(content, act, keyring=keyring, at=at)


def _act(field: str, number: int, at: datetime) -> pades.Act:
    return pades.Act(field, f"Siân Llewellyn {number}", "Chief executive", f"Body {number}", at, f"SIG-{number:06d}")


def _keyring(at: datetime) -> keys.Keyring:
    """Of its own: measuring leaves no trace in the installation's keys."""
    family = certificates.make("Bench", at)
    issuers = (family.authority.certificate, family.root.certificate)
    seal = keys.KeySealer(family.seal.key, family.seal.certificate, issuers)
    dates = keys.KeySealer(family.timestamps.key, family.timestamps.certificate, issuers)
    holders = (family.root, family.authority)
    return keys.Keyring(
        seal,
        dates,
        roots=(family.root.certificate,),
        own_lists=lambda moment: tuple(certificates.nothing_revoked(holder, moment) for holder in holders),
    )


def _timed(act: Callable[[], T]) -> tuple[T, float]:
    started = time.process_time()
    answer = act()
    return answer, time.process_time() - started


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _line(name: str, seconds: float, more: str = "") -> str:
    return f"  {name:36} {seconds * 1000:8.0f} ms   {more}".rstrip()
