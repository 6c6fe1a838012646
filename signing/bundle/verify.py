"""Check this bundle: python3 verify.py. Needs Python 3.10 or newer and openssl; asks nobody, sends nothing."""

import base64
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
KNOWN, ROOTS = HERE / "certificates" / "seals.pem", HERE / "certificates" / "roots.pem"
FAULTS: "list[str]" = []
RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


def must(holds: object, fault: str) -> None:
    FAULTS.extend([] if holds else [fault])


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def openssl(*words: object) -> bool:
    return subprocess.run(["openssl", *map(str, words)], capture_output=True, check=False).returncode == 0  # noqa: S603, S607


def sums() -> None:
    listed = dict(line.split("  ", 1)[::-1] for line in (HERE / "SHA256SUMS").read_text().splitlines())
    here = {str(path.relative_to(HERE)) for path in HERE.rglob("*") if path.is_file()}
    must(here == {*listed, "SHA256SUMS"}, f"too many or too few files: {sorted(here ^ {*listed, 'SHA256SUMS'})}")
    for path, digest in listed.items():
        must(path in here and sha256((HERE / path).read_bytes()) == digest, f"{path} is missing or was changed")


def chain() -> "list[dict[str, Any]]":
    """Each record has the hash that the list gives it, names the hash before it, and the list ends at the head."""
    listed, head = (json.loads((HERE / "chain" / name).read_bytes()) for name in ("hashes.json", "head.json"))
    hashes = dict(listed["links"])
    must(list(hashes) == list(range(min(hashes), max(hashes) + 1)), "the list of links has a gap")
    must(hashes.get(head["number"]) == head["hash"] == listed["links"][-1][1], "the list does not end at the head")
    files = sorted((HERE / "chain").glob("[0-9]*.json"))
    must([int(path.stem) for path in files] == listed["own"], "a record is missing, or there is one too many")
    records = [json.loads(path.read_bytes()) for path in files]
    for number, path, record in zip(listed["own"], files, records, strict=False):
        follows = (record["number"], record["previous_hash"]) == (number, hashes.get(number - 1, "0" * 64))
        must(follows and sha256(path.read_bytes()) == hashes.get(number), f"record {number} is not the chained one")
    return records


def acts(records: "list[dict[str, Any]]") -> None:
    """The declaration that was confirmed is the one that was signed, for this text, with this passkey."""
    by_reference = {record["signature"]: record for record in records if "statements" in record}
    for record in by_reference.values():
        name = record["signature"]
        text = HERE / f"v{record['version']}" / "agreement.json"
        must(text.is_file() and sha256(text.read_bytes()) == record["fingerprint"], f"{name}: not the text it names")
        if "paper" in record:
            kept = (HERE / "papers").glob((record["given_with"] or name) + ".*")
            must([sha256(path.read_bytes()) for path in kept] == [record["paper"]["sha256"]], f"{name}: another paper")
        if "declaration" not in record:  # made before declarations, or brought on paper
            continue
        said = by_reference.get(record["given_with"], record)["declaration"]
        digest = record["declaration_digest"]
        canonical = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
        must(sha256(canonical) == digest, f"{name}: not the declaration that was confirmed")
        must(said["fingerprint"] == record["fingerprint"], f"{name}: declared for another text")
        must(record["party"] in [body["party"] for body in said["bodies"]], f"{name}: declared for another party")
        must(record["identity"]["purpose"].endswith(digest), f"{name}: confirmed for something else")
        if record["identity"]["method"] == "passkey":
            must(passkey(record["identity"]["proof"], digest), f"{name}: the passkey did not sign this")


def passkey(proof: "dict[str, str]", digest: str) -> bool:
    def decoded(text: str) -> bytes:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

    client = decoded(proof["client_data"])
    if decoded(json.loads(client)["challenge"]).hex() != digest:
        return False
    signed = decoded(proof["authenticator_data"]) + hashlib.sha256(client).digest()
    with tempfile.TemporaryDirectory() as folder:
        key, message, signature = (Path(folder) / name for name in ("key.pem", "message", "signature"))
        key.write_text(proof["public_key"])
        message.write_bytes(signed)
        signature.write_bytes(decoded(proof["signature"]))
        other = ("pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", message, "-sigfile", signature)
        return openssl("dgst", "-sha256", "-verify", key, "-signature", signature, message) or openssl(*other)


def pdf(folder: Path) -> None:
    """Every state that the file went through is the registered one, and every seal in it is the portal's."""
    content, states = (folder / "signed.pdf").read_bytes(), json.loads((folder / "states.json").read_bytes())["states"]
    must(len(content) == states[-1]["size"], f"{folder.name}: the PDF is not as long as it was")
    for state in states:
        must(sha256(content[: state["size"]]) == state["sha256"], f"{folder.name}: the PDF was changed")
    must(RANGE.search(content), f"{folder.name}: the PDF has no seal")
    for number, found in enumerate(RANGE.finditer(content), 1):
        a, b, c, d = map(int, found.groups())
        with tempfile.TemporaryDirectory() as made:
            signed, signature = Path(made) / "signed", Path(made) / "signature"
            signed.write_bytes(content[a : a + b] + content[c : c + d])
            signature.write_bytes(bytes.fromhex(content[a + b + 1 : c - 1].decode().strip("<>")))
            seal = ["cms", "-verify", "-binary", "-inform", "DER", "-in", signature, "-content", signed, "-cades"]
            stamp = ["ts", "-verify", "-token_in", "-in", signature, "-data", signed, "-untrusted", KNOWN]
            good = openssl(*seal, "-certfile", KNOWN, "-CAfile", ROOTS, "-purpose", "any", "-out", "/dev/null")
            must(good or openssl(*stamp, "-CAfile", ROOTS), f"{folder.name}: seal {number} is not good")


try:
    sums()
    acts(chain())
    for place in sorted(HERE.glob("v*/signed.pdf")):
        pdf(place.parent)
except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as trouble:
    FAULTS.append(f"the bundle cannot be read: {trouble!r}")
sys.exit("\n".join(FAULTS) if FAULTS else print("Everything in this bundle fits together."))  # noqa: T201
