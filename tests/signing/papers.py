"""A small PDF with empty signature fields, and the tools of others that must agree with ours."""

import io
import re
import subprocess

from asn1crypto import cms
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import embed, generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from pyhanko.sign import fields

WORDS = b"q 0.2 0.4 0.6 rg 50 780 495 12 re f Q\nq 0 0 0 rg 50 750 300 4 re f 50 740 280 4 re f Q"
DATA = b'{"format_version": 1}'
XMP = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Street lighting</rdf:li>
</rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def blank(*parties: str, data: bytes = DATA, pages: int = 2) -> bytes:
    """Pages with something on them, the agreement's data beside them, and a field for each party."""
    writer = PdfFileWriter()
    for _ in range(pages):
        contents = writer.add_object(generic.StreamObject(stream_data=WORDS))
        writer.insert_page(PageObject(contents=contents, media_box=(0, 0, 595, 842)))
    for row, name in enumerate(["PORTAL", *parties]):
        left, top = 50 + 170 * (row // 16), 700 - row % 16 * 40
        box = (left, top, left + 160, top + 36)
        fields.append_signature_field(writer, fields.SigFieldSpec(f"Signature-{name}", box=box))
    embed.embed_file(
        writer,
        embed.FileSpec("agreement.json", embedded_data=embed.EmbeddedFileObject.from_file_data(writer, data)),
    )
    packet = generic.StreamObject({pdf_name("/Type"): pdf_name("/Metadata")}, stream_data=XMP)
    writer.root[pdf_name("/Metadata")] = writer.add_object(packet)
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
        content = cms.ContentInfo.load(bytes.fromhex(pdf[a + b + 1 : c - 1].decode()))
        (folder / "signature").write_bytes(content.dump())
        dates = content["content"]["encap_content_info"]["content_type"].native == "tst_info"
        answers.append(_openssl(dates, folder))
    return answers


def _openssl(dates: bool, folder) -> bool:
    signature, content = str(folder / "signature"), str(folder / "content")
    trusted = ["-CAfile", str(folder / "root.pem")]
    if dates:
        command = ["openssl", "ts", "-verify", "-token_in", "-in", signature, "-data", content, *trusted]
        command += ["-untrusted", str(folder / "chain.pem")]
    else:
        command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-cades", "-purpose", "any"]
        command += ["-in", signature, "-content", content, *trusted]
        command += ["-certfile", str(folder / "chain.pem"), "-out", "/dev/null"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
