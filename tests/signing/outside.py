"""What keeps a key outside the portal: a module in software, and a signing service on this machine."""

import base64
import contextlib
import datetime as dt
import ipaddress
import json
import os
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from signing.seal import certificates

_NAME = "libsofthsm2.so"
MODULES = (f"/usr/lib/softhsm/{_NAME}", f"/usr/lib64/pkcs11/{_NAME}", f"/opt/homebrew/lib/softhsm/{_NAME}")
PIN = "5678"


def module() -> str | None:
    found = next((path for path in MODULES if Path(path).exists()), None)
    return found if found and shutil.which("softhsm2-util") else None


def certificates_file(family: certificates.Family, folder: Path) -> Path:
    path = folder / "seal-and-issuers.pem"
    chain = (family.seal, family.authority, family.root)
    path.write_bytes(b"".join(one.certificate.public_bytes(Encoding.PEM) for one in chain))
    return path


def token(family: certificates.Family, folder: Path) -> None:
    """A token called “portal” with the family's seal key in it, in a store of its own."""
    (folder / "tokens").mkdir(exist_ok=True)
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    key = folder / "key.pem"
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    key.write_bytes(family.seal.key.private_bytes(*plain))
    pins = ["--so-pin", "1234", "--pin", PIN]
    _run("softhsm2-util", "--init-token", "--free", "--label", "portal", *pins)
    _run("softhsm2-util", "--import", str(key), "--token", "portal", "--label", "seal", "--id", "01", *pins[2:])
    key.unlink()


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


class SigningService(ThreadingHTTPServer):
    """Signs what it is asked to, unless ``answer`` says otherwise."""

    daemon_threads = True

    def __init__(self, family: certificates.Family) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.family, self.asked, self.answer = family, [], None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/csc/v2"


class _Handler(BaseHTTPRequestHandler):
    server: SigningService

    def do_POST(self) -> None:
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers.get("Authorization", ""), question))
        status, content = self.server.answer or (200, self._signed(question))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _signed(self, question: dict) -> bytes:
        digest = base64.b64decode(question["hashes"][0])
        signature = self.server.family.seal.key.sign(digest, padding.PKCS1v15(), Prehashed(hashes.SHA256()))
        return json.dumps({"signatures": [base64.b64encode(signature).decode()]}).encode()

    def handle(self) -> None:
        with contextlib.suppress(ssl.SSLError, ConnectionError):  # whoever shows no certificate is not answered
            super().handle()

    def log_message(self, *_: object) -> None:
        return


def secure(server: ThreadingHTTPServer, folder: Path) -> None:
    """TLS with one certificate, ``tls.pem``, that the server shows and asks for."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now - dt.timedelta(1)).not_valid_after(now + dt.timedelta(1))
    builder = builder.add_extension(address, critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    certificate = builder.sign(key, hashes.SHA256())
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "tls.pem"
    path.write_bytes(key.private_bytes(*plain) + certificate.public_bytes(Encoding.PEM))
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(path)
    trust.load_verify_locations(path)
    trust.verify_mode = ssl.CERT_REQUIRED
    server.socket = trust.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)


@contextmanager
def served(server: ThreadingHTTPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
