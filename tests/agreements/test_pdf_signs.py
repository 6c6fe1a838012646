"""The real agreement, signed in all its fields: no signature breaks an earlier one, or the tags for readers."""

import page
import pytest

from agreements import pdf
from signing.seal import keys, pades, verify
from tests.agreements.scene import AT, worded

# The checker expects one signature over the whole file; in a file signed by several only the last one can be that.
EXPECTED = {"PDFA3A-SIGNATURE-BYTERANGE-001"}


@pytest.fixture(scope="module")
def keyring():
    return keys.current(AT)


@pytest.fixture(scope="module")
def signed(keyring) -> bytes:
    document = worded()
    content = pades.certify(pdf.render(document, at=AT).content, keyring=keyring, at=AT)
    for wanted in document.signatories:
        name = document.party(wanted.party).name
        act = pades.Act(wanted.party, "Siân Llewellyn", wanted.office, name, AT, f"SIG-{wanted.party}")
        content = pades.approve(content, act, keyring=keyring, at=AT)
    return content


def test_every_signature_is_sound(signed, keyring):
    found = verify.examine(signed, roots=keyring.roots)
    assert (found.sound, found.problems, len(found.signatures)) == (True, (), 5)


def test_it_still_reads_aloud_and_still_archives(signed):
    assert page.validate_pdf_bytes(signed, profile="ua1").is_compliant
    failures = page.validate_pdf_bytes(signed, profile="3a").failures
    assert {failure.rule_id for failure in failures} <= EXPECTED
