"""What belongs in the bundle of one agreement. Reads the register and the files; writes neither."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding
from django.template.loader import render_to_string

from agreements.models import Agreement, Version
from signing import custody, files
from signing.declared import instant
from signing.models import ChainHead, Objection, PublishedHead, Retraction, SealedFile, Signature
from signing.papers import keeping
from signing.seal import keys

Contents = dict[str, bytes]
_CHECK = Path(__file__).with_name("verify.py")
_ENDINGS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}


def state_of(agreement: Agreement) -> str:
    """Changes whenever the bundle would: with a link, with a state of a signed PDF, with a published head."""
    own = _links(agreement)
    sealed = SealedFile.objects.filter(version__agreement=agreement).values_list("sha256", flat=True)
    head = _head(own[-1].number) if own else {}
    whole = json.dumps([[link.hash for link in own], sorted(sealed), head])
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def contents(agreement: Agreement, *, at: dt.datetime) -> Contents:
    """By name within the bundle. The agreement has at least one signature."""
    own = _links(agreement)
    found: Contents = {f"chain/{link.number:06d}.json": link.evidence.encode() for link in own}
    head = _head(own[-1].number)
    first, last = own[0].number, int(head["number"])
    hashes = [[number, digest] for number, digest in custody.links_between(max(first - 1, 1), last)]
    found["chain/hashes.json"] = _json({"links": hashes, "own": [link.number for link in own]})
    found["chain/head.json"] = _json(head)
    versions = Version.objects.filter(pk__in={_signature_of(link).version_id for link in own}).order_by("number")
    for version in versions.select_related("agreement"):
        found |= _version(version)
    found |= _papers(own) | _certificates(at)
    found["verify.py"] = _CHECK.read_bytes()
    found["README.txt"] = _readme(agreement, own, head, at)
    return found


def _links(agreement: Agreement) -> list[Any]:
    """Signatures of the agreement, and what was said about them later, in the order of the chain."""
    found: list[Any] = list(Signature.objects.filter(version__agreement=agreement))
    for model in (Retraction, Objection):
        found += model.objects.filter(signature__version__agreement=agreement).select_related("signature")
    return sorted(found, key=lambda link: link.number)


def _signature_of(link: Any) -> Signature:
    found: Signature = link if isinstance(link, Signature) else link.signature
    return found


def _head(number: int) -> dict[str, Any]:
    """The first end of the chain that was published with the link in it; while none was, today's end."""
    published = PublishedHead.objects.filter(number__gte=number).order_by("number").first()
    if published is not None:
        return {"number": published.number, "hash": published.hash, "published_on": published.on.isoformat()}
    head = ChainHead.objects.get(name="signatures")
    return {"number": head.number, "hash": head.hash, "published_on": ""}


def _version(version: Version) -> Contents:
    """The text, and the newest signed PDF with the digests of all the states it went through."""
    folder = f"v{version.number}"
    found = {f"{folder}/agreement.json": version.text.encode()}
    newest = SealedFile.objects.newest_of(version)
    if newest is None:
        return found
    states = SealedFile.objects.filter(version=version, edition=newest.edition).select_related("signature")
    found[f"{folder}/signed.pdf"] = files.content(newest)
    found[f"{folder}/states.json"] = _json({"states": list(_states(states.order_by("revision")))})
    return found


def _papers(own: list[Any]) -> Contents:
    """What was brought as a signature that the portal did not see, as it was kept."""
    brought = Signature.objects.filter(pk__in=[one.pk for one in own if isinstance(one, Signature)], given_with=None)
    return {
        f"papers/{one.reference}{_ENDINGS.get(one.paper.media_type, '.bin')}": keeping.content(
            one.paper.path, one.paper.sha256
        )
        for one in brought.exclude(paper=None).select_related("paper")
        if one.paper is not None
    }


def _states(states: Any) -> Iterator[dict[str, Any]]:
    for state in states:
        yield {
            "size": state.size,
            "sha256": state.sha256,
            "signature": state.signature.reference if state.signature else "",
            "sealed_at": instant(state.sealed_at),
        }


def _certificates(at: dt.datetime) -> Contents:
    keyring = keys.current(at)
    seals = [keyring.seal.certificate, *keyring.seal.issuers, *keyring.former]
    return {
        "certificates/roots.pem": b"".join(one.public_bytes(Encoding.PEM) for one in keyring.roots),
        "certificates/seals.pem": b"".join(one.public_bytes(Encoding.PEM) for one in seals),
    }


def _readme(agreement: Agreement, own: list[Any], head: dict[str, Any], at: dt.datetime) -> bytes:
    facts = {"agreement": agreement, "links": len(own), "head": head, "made_at": at}
    return render_to_string("signing/takeaway/README.txt", facts).encode()


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
