"""A seal that the operator brings as a PKCS#12 file."""

import functools
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from signing.seal.holding import KeySealer, KeyTrouble, rsa_of, upwards


@functools.lru_cache(maxsize=4)
def sealer(path: str, password: str) -> KeySealer:
    """The key and certificate of the file, opened once. Raises ``KeyTrouble``."""
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(Path(path).read_bytes(), password.encode() or None)
    except (OSError, ValueError) as trouble:
        raise KeyTrouble(f"SEAL_PKCS12 ({path}) cannot be opened with SEAL_PASSWORD: {trouble}") from trouble
    if key is None or certificate is None:
        raise KeyTrouble(f"SEAL_PKCS12 ({path}) must hold one key and its certificate.")
    rsa_of(certificate)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise KeyTrouble(f"SEAL_PKCS12 ({path}) holds a key that does not fit its certificate.")
    return KeySealer(key, certificate, upwards(certificate, others))
