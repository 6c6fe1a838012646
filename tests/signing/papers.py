"""A one-page PDF with empty signature fields, and the tools of others that must agree with ours."""

import io
import re
import subprocess

from asn1crypto import cms
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from pyhanko.sign import fields


def blank(*parties: str) -> bytes:
    writer = PdfFileWriter()
    contents = writer.add_object(generic.StreamObject(stream_data=b"q Q"))
    writer.insert_page(PageObject(contents=contents, media_box=(0, 0, 595, 842)))
    for row, name in enumerate(["PORTAL", *parties]):
        box = (50, 700 - row * 80, 330, 760 - row * 80)
        fields.append_signature_field(writer, fields.SigFieldSpec(f"Signature-{name}", box=box))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdfsig(pdf: bytes, folder) -> str:
    path = folder / "checked.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout


def openssl_agrees(pdf: bytes, keyring, folder) -> list[bool]:
    """Cut out each signed range ourselves and hand the signature to openssl: nothing of pyHanko is in the way."""
    root, chain = folder / "root.pem", folder / "chain.pem"
    root.write_bytes(keyring.roots[0].public_bytes(Encoding.PEM))
    chain.write_bytes(keyring.seal.issuers[0].public_bytes(Encoding.PEM))
    answers = []
    for found in re.finditer(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", pdf):
        a, b, c, d = map(int, found.groups())
        (folder / "content").write_bytes(pdf[a : a + b] + pdf[c : c + d])
        signature = bytes.fromhex(pdf[a + b + 1 : c - 1].decode())
        (folder / "signature").write_bytes(cms.ContentInfo.load(signature).dump())
        command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-cades", "-purpose", "any"]
        command += ["-in", str(folder / "signature"), "-content", str(folder / "content")]
        command += ["-CAfile", str(root), "-certfile", str(chain), "-out", "/dev/null"]
        answers.append(subprocess.run(command, capture_output=True, check=False).returncode == 0)
    return answers
