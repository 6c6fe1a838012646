"""A seal whose key never leaves a PKCS#11 module: a hardware security module, a smart card, or SoftHSM.

A session is opened when something is to be signed and kept while it works. Nothing about a module is remembered after
it failed: the next signature opens it anew, or says what is wrong.
"""

import functools
import os
import threading
from dataclasses import dataclass, field
from typing import Any

from cryptography import x509

from signing.seal.holding import KeyTrouble, believed, rsa_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where the key is: the library of the module's maker, the token's label, the key's label, the PIN."""

    module: str
    token: str
    key: str
    pin: str = field(repr=False)


@dataclass(slots=True)
class ModuleSealer:
    place: Place
    certificate: x509.Certificate
    issuers: tuple[x509.Certificate, ...]
    _session: Any = None
    _process: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def signature_bytes(self) -> int:
        return rsa_of(self.certificate).key_size // 8

    def sign(self, data: bytes) -> bytes:
        """Twice at most: a session that has died since the last signature is opened once more."""
        import pkcs11

        with self._lock:
            for last in (False, True):
                try:
                    return believed(self, data, self._signed(data))
                except (pkcs11.PKCS11Error, RuntimeError, OSError) as trouble:
                    self._dropped()
                    if last:
                        raise self._trouble(trouble) from trouble
        raise AssertionError("the second attempt answers or raises")

    def _signed(self, data: bytes) -> bytes:
        import pkcs11

        key = self._opened().get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=self.place.key)
        return bytes(key.sign(data, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS))

    def _opened(self) -> Any:
        """A session of this very process: a module does not survive a fork."""
        if self._session is None or self._process != os.getpid():
            import pkcs11

            library = pkcs11.lib(self.place.module)
            if self._process not in (0, os.getpid()):
                library.reinitialize()
            self._session = library.get_token(token_label=self.place.token).open(user_pin=self.place.pin)
            self._process = os.getpid()
        return self._session

    def _dropped(self) -> None:
        """Closed if it still answers, and the library told to look for its tokens again."""
        import pkcs11

        session, self._session = self._session, None
        try:
            if session is not None:
                session.close()
            pkcs11.lib(self.place.module).reinitialize()
        except (pkcs11.PKCS11Error, RuntimeError, OSError):
            return

    def _trouble(self, trouble: BaseException) -> KeyTrouble:
        kind = type(trouble).__name__
        advice = {
            "PinIncorrect": "SEAL_PIN is wrong. Correct it soon: modules lock themselves after a few attempts.",
            "PinLocked": "The module has locked its PIN: unlock it with the maker's tool.",
            "NoSuchToken": f"The module has no token called “{self.place.token}”: check SEAL_PKCS11_TOKEN.",
            "NoSuchKey": f"The token has no private key called “{self.place.key}”: check SEAL_PKCS11_KEY.",
        }.get(kind, f"The PKCS#11 module ({self.place.module}) does not work: {kind} {trouble}".rstrip())
        return KeyTrouble(advice)


@functools.lru_cache(maxsize=4)
def sealer(place: Place, certificate: x509.Certificate, issuers: tuple[x509.Certificate, ...]) -> ModuleSealer:
    """One for each place, so that its session serves many signatures. Touches no module yet."""
    try:
        import pkcs11  # noqa: F401 (only whether it is there)
    except ImportError as missing:
        raise KeyTrouble("SEAL_PKCS11_MODULE needs the package python-pkcs11: install it.") from missing
    rsa_of(certificate)
    return ModuleSealer(place, certificate, issuers)
