"""A genuine agreement, state by state, from the same room that makes the real ones."""

import dataclasses
import datetime as dt
import io
from collections.abc import Callable
from functools import cached_property

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from signing.seal import certificates, keys, pades
from tests.signing import papers

AT = dt.datetime(2026, 11, 20, 10, 14, 3, tzinfo=dt.UTC)
PARTIES = ("essex", "police", "health")


def act(party: str, person: str = "Siân Llewellyn", office: str = "Executive Director", at: dt.datetime = AT):
    return pades.Act(f"Signature-{party}", person, office, "Cyngor Gwŷr 100%", at, f"SIG-{party}")


@dataclasses.dataclass
class Genuine:
    """Certified, signed by two of three, and completed. The third field stays empty for whoever misuses it."""

    keyring: keys.Keyring
    base: bytes

    @cached_property
    def states(self) -> list[bytes]:
        made = [pades.certify(self.base, keyring=self.keyring, at=AT)]
        made += [pades.approve(made[-1], act("essex"), keyring=self.keyring, at=AT)]
        made += [pades.approve(made[-1], act("police", "Bob O’Brien"), keyring=self.keyring, at=AT)]
        made += [pades.complete(made[-1], keyring=self.keyring, at=AT)]
        return made

    @property
    def signed(self) -> bytes:
        return self.states[2]

    @property
    def complete(self) -> bytes:
        return self.states[3]


def genuine(keyring: keys.Keyring, title: str = "Street lighting", pages: int = 2) -> Genuine:
    data = b'{"format_version": 1, "identity": {"title": "%s"}}' % title.encode()
    return Genuine(keyring, papers.blank(*PARTIES, data=data, pages=pages))


def stranger(name: str = "Sharing agreements") -> keys.Keyring:
    """Certificates with the same names as ours, from an authority that nobody knows."""
    family = certificates.make(name, AT)
    issuers = (family.authority.certificate, family.root.certificate)
    seal = keys.KeySealer(family.seal.key, family.seal.certificate, issuers)
    dates = keys.KeySealer(family.timestamps.key, family.timestamps.certificate, issuers)
    return keys.Keyring(seal, dates, roots=(family.root.certificate,))


class Writer(IncrementalPdfFileWriter):
    def _update_meta(self) -> None:
        return None


def added(pdf: bytes, change: Callable[[Writer], None]) -> bytes:
    """The file with one more addition, as any PDF library writes it."""
    writer = Writer(io.BytesIO(pdf), strict=False)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def dictionary(**entries: object) -> generic.DictionaryObject:
    return generic.DictionaryObject({generic.pdf_name(f"/{name}"): value for name, value in entries.items()})


def numbers(*values: float) -> generic.ArrayObject:
    return generic.ArrayObject([generic.FloatObject(value) for value in values])
