"""A seal whose key is kept by a signing service elsewhere: only the SHA-256 of what is signed goes there.

The question and the answer are those of ``signatures/signHash`` of the Cloud Signature Consortium's API, version 2,
which trust services and gateways to cloud key stores speak.
"""

import base64
import hashlib
import http.client
import json
import ssl
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509

from signing.seal.holding import KeyTrouble, believed, rsa_of

SECONDS = 10
_MOST = 100_000
_SHA256 = "2.16.840.1.101.3.4.2.1"
_RSA_SHA256 = "1.2.840.113549.1.1.11"


@dataclass(frozen=True, slots=True)
class Service:
    """Where it is, which key of it we use, and how it knows us: by a token, by a certificate, or by both."""

    url: str
    credential: str
    token: str = field(default="", repr=False)
    client: str = ""
    """PEM file with our certificate and its key, for mutual TLS."""
    authorities: str = ""
    """PEM file of whom we trust to know the service; the system's list when empty."""


@dataclass(frozen=True, slots=True)
class RemoteSealer:
    service: Service
    certificate: x509.Certificate
    issuers: tuple[x509.Certificate, ...]

    @property
    def signature_bytes(self) -> int:
        return rsa_of(self.certificate).key_size // 8

    def sign(self, data: bytes) -> bytes:
        answer = self._asked(
            {
                "credentialID": self.service.credential,
                "hashes": [base64.b64encode(hashlib.sha256(data).digest()).decode()],
                "hashAlgorithmOID": _SHA256,
                "signAlgo": _RSA_SHA256,
            }
        )
        try:
            (only,) = answer["signatures"]
            signature = base64.b64decode(only, validate=True)
        except (KeyError, TypeError, ValueError) as trouble:
            raise KeyTrouble("The signing service (SEAL_REMOTE_URL) answered without a signature.") from trouble
        return believed(self, data, signature)

    def _asked(self, question: dict[str, Any]) -> dict[str, Any]:
        """Redirections are not followed: our token would go along."""
        parts = urlsplit(self.service.url)
        connection = self._connection(parts.hostname or "", parts.port)
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.service.token:
            headers["Authorization"] = f"Bearer {self.service.token}"
        try:
            path = f"{parts.path.rstrip('/')}/signatures/signHash"
            connection.request("POST", path, json.dumps(question).encode(), headers)
            response = connection.getresponse()
            content = response.read(_MOST)
        except (OSError, http.client.HTTPException) as trouble:
            raise KeyTrouble(f"The signing service (SEAL_REMOTE_URL) does not answer: {trouble}") from trouble
        finally:
            connection.close()
        if response.status != http.HTTPStatus.OK:
            raise KeyTrouble(_refusal(response.status))
        return _object(content)

    def _connection(self, host: str, port: int | None) -> http.client.HTTPConnection:
        if urlsplit(self.service.url).scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=SECONDS)
        try:
            trust = ssl.create_default_context(cafile=self.service.authorities or None)
            if self.service.client:
                trust.load_cert_chain(self.service.client)
        except (OSError, ssl.SSLError) as trouble:
            raise KeyTrouble(f"SEAL_REMOTE_CLIENT or SEAL_REMOTE_CA cannot be read: {trouble}") from trouble
        return http.client.HTTPSConnection(host, port, timeout=SECONDS, context=trust)


def _refusal(status: int) -> str:
    if status in {401, 403}:
        return f"The signing service refuses us ({status}): renew SEAL_REMOTE_TOKEN or SEAL_REMOTE_CLIENT."
    return f"The signing service (SEAL_REMOTE_URL) answered {status}."


def _object(content: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(content)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise KeyTrouble("The signing service (SEAL_REMOTE_URL) answered something that is not JSON.")
    return answer


def sealer(service: Service, certificate: x509.Certificate, issuers: tuple[x509.Certificate, ...]) -> RemoteSealer:
    """Asks nobody yet."""
    rsa_of(certificate)
    return RemoteSealer(service, certificate, issuers)
