"""The certificates of an installation that brings none: root, issuing authority, seal, timestamps."""

import datetime as dt
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# RSA on purpose: P-256 would raise the file to PDF 2.0, and PDF/A-3 would be lost.
BITS = 3072
YEARS = 20
LIST_HOLDS = dt.timedelta(days=30)
"""How long a list of revoked certificates may be relied on."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A private key and the certificate for it."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate


@dataclass(frozen=True, slots=True)
class Family:
    root: Holder
    authority: Holder
    seal: Holder
    timestamps: Holder

    def named(self) -> dict[str, Holder]:
        return {"root": self.root, "authority": self.authority, "seal": self.seal, "timestamps": self.timestamps}


def make(organisation: str, at: dt.datetime) -> Family:
    """A new family of four, valid from the day before ``at`` (clocks differ) for twenty years."""
    root = _holder(organisation, "Root authority", None, at, path_length=1)
    authority = _holder(organisation, "Signing authority", root, at, path_length=0)
    return Family(
        root=root,
        authority=authority,
        seal=_holder(organisation, "Seal", authority, at),
        timestamps=_holder(organisation, "Timestamps", authority, at, stamps_time=True),
    )


def nothing_revoked(issuer: Holder, at: dt.datetime) -> x509.CertificateRevocationList:
    """The issuer's word, as of ``at``, that none of its certificates is revoked: it goes into completed files."""
    moment = at.astimezone(dt.UTC).replace(microsecond=0)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(moment)
        .next_update(moment + LIST_HOLDS)
        .add_extension(x509.CRLNumber(int(moment.timestamp())), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
    )
    return builder.sign(issuer.key, hashes.SHA256())


def _holder(
    organisation: str,
    title: str,
    issuer: Holder | None,
    at: dt.datetime,
    *,
    path_length: int | None = None,
    stamps_time: bool = False,
) -> Holder:
    key = rsa.generate_private_key(65537, BITS)
    name = _name(organisation, title)
    signer = issuer.key if issuer else key
    starts = at.astimezone(dt.UTC).replace(microsecond=0) - dt.timedelta(days=1)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.certificate.subject if issuer else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts)
        .not_valid_after(starts + dt.timedelta(days=YEARS * 365))
        .add_extension(x509.BasicConstraints(path_length is not None, path_length), critical=True)
        .add_extension(_usage(issues=path_length is not None, seals=not stamps_time), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    if stamps_time:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return Holder(key, builder.sign(signer, hashes.SHA256()))


def _name(organisation: str, title: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "GB"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{organisation[:40]} – {title}"[:64]),
        ]
    )


def _usage(*, issues: bool, seals: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not issues,
        content_commitment=not issues and seals,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issues,
        crl_sign=issues,
        encipher_only=False,
        decipher_only=False,
    )
