"""What goes into a completed file about certificates that others issued: asked of them, or done without."""

import datetime as dt
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from signing.seal import certificates, keys, pades, verify
from tests.signing import outside, papers

AT = dt.datetime.now(dt.UTC).replace(microsecond=0)


class Lists(ThreadingHTTPServer):
    """Hands out one list of revoked certificates, or nothing."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.content, self.asked = b"", threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/list.crl"


class _Handler(BaseHTTPRequestHandler):
    server: Lists

    def do_GET(self) -> None:
        self.server.asked.set()
        self.send_response(200 if self.server.content else 503)
        self.send_header("Content-Type", "application/pkix-crl")
        self.send_header("Content-Length", str(len(self.server.content)))
        self.end_headers()
        self.wfile.write(self.server.content)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def family() -> certificates.Family:
    return certificates.make("Trust service", AT)


@pytest.fixture
def lists():
    server = Lists()
    with outside.served(server):
        yield server


def listed(family: certificates.Family, url: str) -> x509.Certificate:
    """The seal's certificate again, with the address at which its issuer says what is revoked."""
    old, issuer = family.seal.certificate, family.authority
    there = [x509.DistributionPoint([x509.UniformResourceIdentifier(url)], None, None, None)]
    builder = x509.CertificateBuilder().subject_name(old.subject).issuer_name(old.issuer).public_key(old.public_key())
    builder = builder.serial_number(old.serial_number)
    builder = builder.not_valid_before(old.not_valid_before_utc).not_valid_after(old.not_valid_after_utc)
    for one in old.extensions:
        builder = builder.add_extension(one.value, one.critical)
    return builder.add_extension(x509.CRLDistributionPoints(there), critical=False).sign(issuer.key, hashes.SHA256())


def keyring(family: certificates.Family, url: str) -> keys.Keyring:
    issuers = (family.authority.certificate, family.root.certificate)
    seal = keys.KeySealer(family.seal.key, listed(family, url), issuers)
    dates = keys.KeySealer(family.timestamps.key, family.timestamps.certificate, issuers)
    return keys.Keyring(seal, dates, roots=(family.root.certificate,))


def completed(ring: keys.Keyring) -> verify.Examination:
    certified = pades.certify(papers.blank(), keyring=ring, at=AT)
    pdf = pades.complete(certified, keyring=ring, at=AT)
    return verify.examine(pdf, roots=ring.roots, seals=ring.seals)


def test_the_issuer_is_asked_and_its_list_goes_into_the_file(family, lists):
    lists.content = certificates.nothing_revoked(family.authority, AT).public_bytes(Encoding.DER)
    found = completed(keyring(family, lists.url))
    assert lists.asked.is_set()
    assert (found.sound, found.problems, found.has_proof_of_validity) == (True, (), True)


def test_an_issuer_that_does_not_answer_delays_nothing(family, lists):
    found = completed(keyring(family, lists.url))
    assert lists.asked.is_set()
    assert (found.sound, found.has_proof_of_validity, len(found.timestamps)) == (True, False, 1)


def test_a_seal_that_was_revoked_before_is_not_believed(family, lists):
    """The list that the file itself brings counts against it."""
    revoked = (
        x509.RevokedCertificateBuilder()
        .serial_number(family.seal.certificate.serial_number)
        .revocation_date(AT - dt.timedelta(hours=1))
        .build()
    )
    builder = x509.CertificateRevocationListBuilder().issuer_name(family.authority.certificate.subject)
    builder = builder.last_update(AT).next_update(AT + dt.timedelta(days=1)).add_revoked_certificate(revoked)
    lists.content = builder.sign(family.authority.key, hashes.SHA256()).public_bytes(Encoding.DER)
    ring = keyring(family, lists.url)
    with_list = keys.Keyring(ring.seal, ring.own_timestamps, roots=ring.roots, own_lists=lambda at: (_read(lists),))
    found = completed(with_list)
    assert not found.sound
    assert {problem for one in found.signatures for problem in one.problems} == {
        "The signature was not made by this portal's seal."
    }


def _read(lists: Lists) -> x509.CertificateRevocationList:
    return x509.load_der_x509_crl(lists.content)
