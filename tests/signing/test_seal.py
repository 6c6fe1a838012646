"""Signatures in the PDF: made by one library, believed by three others, and broken by every change."""

import datetime as dt
import stat
import threading
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from foundation.verdicts import Refused
from signing.seal import certificates, font, keys, pades, verify
from tests.signing import papers

AT = dt.datetime(2026, 11, 20, 10, 14, 3, tzinfo=dt.UTC)
KEY_FILES = ["authority.key", "authority.pem", "root.key", "root.pem", "seal.key", "seal.pem"]
KEY_FILES += ["timestamps.key", "timestamps.pem"]


def act(party: str, person: str = "Siân Llewellyn", office: str = "Executive Director") -> pades.Act:
    return pades.Act(f"Signature-{party}", person, office, "Cyngor Gwŷr 100%", AT, f"SIG-{party}")


@pytest.fixture(scope="module")
def keyring():
    return keys.current(AT)


@pytest.fixture(scope="module")
def states(keyring) -> list[bytes]:
    """The file after each step: certified, signed once, signed twice."""
    certified = pades.certify(papers.blank("essex", "police"), keyring=keyring, at=AT)
    first = pades.approve(certified, act("essex"), keyring=keyring, at=AT)
    return [certified, first, pades.approve(first, act("police", "Bob O’Brien"), keyring=keyring, at=AT)]


def test_each_state_starts_with_the_one_before(states):
    assert states[1].startswith(states[0])
    assert states[2].startswith(states[1])
    assert len(states[2]) - len(states[1]) < 30_000


def test_our_own_check_finds_all_of_it_in_order(states, keyring):
    found = verify.examine(states[2], roots=keyring.roots)
    assert (found.sound, found.problems) == (True, ())
    assert [(s.field, s.name, s.certifies, s.covers_whole_file) for s in found.signatures] == [
        ("Signature-PORTAL", "Sharing agreements", True, False),
        ("Signature-essex", "Siân Llewellyn", False, False),
        ("Signature-police", "Bob O’Brien", False, True),
    ]
    assert {s.timestamp_at for s in found.signatures} == {AT}
    assert "on behalf of Cyngor Gwŷr 100%; evidence SIG-essex" in found.signatures[1].reason


def test_prefixes_are_the_hashes_of_the_states(states, keyring):
    digests = [verify.examine(state, roots=keyring.roots).sha256 for state in states]
    assert [s.prefix for s in verify.examine(states[2], roots=keyring.roots).signatures] == digests


def test_poppler_and_openssl_agree(states, keyring, tmp_path):
    said = papers.pdfsig(states[2], tmp_path)
    assert said.count("Signature is Valid") == 3
    assert "Signature Type: ETSI.CAdES.detached" in said
    assert papers.openssl_agrees(states[2], keyring, tmp_path) == [True, True, True]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda pdf: pdf + b"\n% more", id="something after the end"),
        pytest.param(lambda pdf: pdf[:300] + bytes([pdf[300] ^ 1]) + pdf[301:], id="one bit of the text"),
        pytest.param(lambda pdf: pdf[:-40], id="cut short"),
        pytest.param(lambda pdf: pdf.replace(b"/ByteRange [0", b"/ByteRange [1", 1), id="another range"),
        pytest.param(lambda _pdf: papers.blank("essex"), id="unsigned"),
        pytest.param(lambda _pdf: b"", id="empty"),
        pytest.param(lambda _pdf: b"%PDF-1.7\n%%EOF", id="hardly a PDF"),
        pytest.param(lambda pdf: pdf[20:], id="no head"),
    ],
)
def test_no_change_is_believed(states, keyring, spoil):
    assert not verify.examine(spoil(states[2]), roots=keyring.roots).sound


def test_a_stranger_with_the_same_names_is_not_believed(states, keyring):
    family = certificates.make("Sharing agreements", AT)
    issuers = (family.authority.certificate, family.root.certificate)
    rogue = keys.Keyring(
        seal=keys.KeySealer(family.seal.key, family.seal.certificate, issuers),
        own_timestamps=keys.KeySealer(family.timestamps.key, family.timestamps.certificate, issuers),
    )
    forged = pades.approve(states[1], act("police"), keyring=rogue, at=AT)
    found = verify.examine(forged, roots=keyring.roots)
    assert [bool(s.problems) for s in found.signatures] == [False, False, True]
    assert "The signature was not made by this portal's seal." in found.signatures[2].problems


@pytest.fixture
def joined(states, keyring) -> bytes:
    """Signed by all, completed, and then joined by a party that the text does not name."""
    complete = pades.complete(states[2], keyring=keyring, at=AT)
    return pades.approve(complete, act("joined-basildon", "Nia Okafor"), keyring=keyring, at=AT)


def test_whoever_joins_later_signs_the_same_file(joined, states, keyring):
    assert joined.startswith(states[2])
    found = verify.examine(joined, roots=keyring.roots)
    assert found.problems == ()
    assert [one.field for one in found.signatures][-1] == "Signature-joined-basildon"
    assert found.sound


def test_that_file_can_be_completed_and_joined_again(joined, keyring):
    again = pades.complete(joined, keyring=keyring, at=AT)
    assert verify.examine(again, roots=keyring.roots).sound
    twice = pades.approve(again, act("joined-harlow", "Lee Marsh"), keyring=keyring, at=AT)
    assert verify.examine(twice, roots=keyring.roots).sound


def test_others_agree_on_a_file_that_was_joined(joined, tmp_path):
    assert papers.pdfsig(joined, tmp_path).count("Signature is Valid") == 4  # and says nothing bad of the timestamp


def test_a_letter_that_cannot_be_drawn_stops_the_signature(keyring):
    page = pades.certify(papers.blank("essex"), keyring=keyring, at=AT)
    with pytest.raises(Refused, match="王"):
        pades.approve(page, act("essex", "王芳"), keyring=keyring, at=AT)


def test_names_are_checked_before_anybody_is_asked():
    assert font.drawable("Siân Ŵŷn O’Brien-Łukasz, Čapek & Søn")
    assert font.drawable("Ann\u0301e").reasons == (
        "The signed PDF cannot show these letters of “Ann\u0301e”: \u0301. Ask for a name to sign with.",
    )


def test_a_long_office_and_a_percent_sign_still_fit(keyring):
    page = pades.certify(papers.blank("essex"), keyring=keyring, at=AT)
    long = act("essex", "100% %(signer)s " + "Name " * 30, "Office of " * 20)
    assert verify.examine(pades.approve(page, long, keyring=keyring, at=AT), roots=keyring.roots).sound


def test_without_any_timestamp_authority_the_signature_still_holds(keyring):
    silent = keys.Keyring(keyring.seal, own_timestamps=None, roots=keyring.roots)
    found = verify.examine(pades.certify(papers.blank(), keyring=silent, at=AT), roots=keyring.roots)
    assert (found.sound, found.signatures[0].timestamp_at) == (True, None)


def test_an_authority_that_does_not_answer_delays_nothing(keyring):
    deaf = keys.Keyring(keyring.seal, None, ("http://127.0.0.1:9/tsa",), keyring.roots)
    certified = pades.certify(papers.blank("essex"), keyring=deaf, at=AT)
    assert verify.examine(pades.approve(certified, act("essex"), keyring=deaf, at=AT), roots=keyring.roots).sound


# --- keys ----------------------------------------------------------------------------------------------------------


def test_keys_are_encrypted_and_only_their_owner_reads_them(settings, tmp_path):
    settings.VAR = tmp_path
    keys.current(AT)
    folder = tmp_path / "keys"
    assert sorted(path.name for path in folder.iterdir()) == KEY_FILES
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in (folder / "seal.key").read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


def test_a_changed_secret_needs_the_old_one(settings, tmp_path):
    settings.VAR = tmp_path
    before = keys.current(AT).seal.certificate
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    with pytest.raises(keys.KeyTrouble, match="SECRET_KEY_FALLBACKS"):
        keys.current(AT)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert keys.current(AT).seal.certificate == before


def test_two_processes_that_start_together_agree(settings, tmp_path):
    settings.VAR = tmp_path
    found = []
    threads = [threading.Thread(target=lambda: found.append(keys.current(AT).seal.certificate)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


def test_a_seal_can_be_brought_as_a_file(monkeypatch, tmp_path):
    family = certificates.make("Somewhere Council", AT)
    others = [family.root.certificate, family.authority.certificate]
    bundle = pkcs12.serialize_key_and_certificates(
        b"seal", family.seal.key, family.seal.certificate, others, BestAvailableEncryption(b"open sesame")
    )
    Path(tmp_path / "seal.p12").write_bytes(bundle)
    (tmp_path / "password").write_text("open sesame\n")
    monkeypatch.setenv("SEAL_PKCS12", str(tmp_path / "seal.p12"))
    monkeypatch.setenv("SEAL_PASSWORD_FILE", str(tmp_path / "password"))
    found = keys.current(AT)
    assert found.seal.issuers == (family.authority.certificate, family.root.certificate)
    assert verify.examine(pades.certify(papers.blank(), keyring=found, at=AT), roots=found.roots).sound
    monkeypatch.delenv("SEAL_PASSWORD_FILE")
    with pytest.raises(keys.KeyTrouble, match="SEAL_PASSWORD"):
        keys.current(AT)
