"""Timestamps of the portal's own authority: honest about order and day, though nobody independent vouches for them."""

# mypy: allow-untyped-calls

import datetime as dt
from typing import Any

from asn1crypto import cms, core, tsp
from pyhanko.sign import general
from pyhanko.sign.general import simple_cms_attribute
from pyhanko.sign.timestamps import DummyTimeStamper, TimeStamper
from pyhanko.sign.timestamps.requests_client import HTTPTimeStamper

from signing.seal import interop
from signing.seal.keys import Keyring, Sealer


class NobodyAnswers(Exception):
    """No timestamp authority gives the time now. Asking again later is all that helps."""


POLICY = "2.25.273129402937364617235479824401243190733"
"""Names our policy inside each token: a UUID's number, which needs no registration."""
SECONDS = 10


def stampers(keyring: Keyring, at: dt.datetime) -> list[TimeStamper]:
    """Whom to ask for a timestamp, in order; empty when the installation has nobody."""
    remote: list[TimeStamper] = [HTTPTimeStamper(url, timeout=SECONDS) for url in keyring.timestamp_urls]
    return remote or ([OwnTimestamps(keyring.own_timestamps, at)] if keyring.own_timestamps else [])


class OwnTimestamps(DummyTimeStamper):
    """Builds RFC 3161 tokens with a key held elsewhere."""

    def __init__(self, sealer: Sealer, at: dt.datetime) -> None:
        super().__init__(
            tsa_cert=interop.certificate(sealer.certificate),
            tsa_key=None,
            certs_to_embed=interop.store(sealer.issuers[:1]),
            fixed_dt=at.astimezone(dt.UTC).replace(microsecond=0),
        )
        self._sealer = sealer

    async def async_timestamp(self, *args: Any, **kwargs: Any) -> interop.Written:
        return interop.written(await super().async_timestamp(*args, **kwargs))

    def _build_tst_info(self, message_imprint: Any, dt: Any, req: Any) -> Any:
        info = super()._build_tst_info(message_imprint, dt, req)
        info["policy"] = tsp.ObjectIdentifier(POLICY)
        return info

    def _sign_tst_info(self, tst_info_data: bytes, md_algorithm: str, dt: Any) -> tuple[bytes, Any]:
        if md_algorithm != "sha256":
            raise ValueError("timestamps are made over SHA-256 only")
        attributes = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("signing_time", cms.Time({"utc_time": core.UTCTime(dt)})),
                # The second version of this attribute: the first is bound to SHA-1.
                simple_cms_attribute("signing_certificate_v2", general.as_signing_certificate_v2(self.tsa_cert)),
                simple_cms_attribute("message_digest", interop.sha256(tst_info_data)),
            ]
        )
        return self._sealer.sign(attributes.dump()), attributes
