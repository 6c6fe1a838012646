"""Keys that the portal never sees: in a module, or with a service. And what it refuses to start with."""

import datetime as dt
import json

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.serialization import Encoding

from signing.seal import certificates, demands, interop, keys, pades, verify
from tests.signing import outside, papers
from tests.signing.corpus.making import AT, act

NAMES = ("SEAL_PKCS12", "SEAL_PKCS11_MODULE", "SEAL_REMOTE_URL", "SEAL_CERTIFICATES", "SEAL_FORMER")
NAMES += ("TSA_URLS", "TSA_ROOTS")


@pytest.fixture(scope="module")
def family() -> certificates.Family:
    return certificates.make("Somewhere Council", AT)


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    keys.forget()
    yield
    keys.forget()


@pytest.fixture
def certified(family, tmp_path, monkeypatch):
    monkeypatch.setenv("SEAL_CERTIFICATES", str(outside.certificates_file(family, tmp_path)))


def seal_something(keyring: keys.Keyring) -> verify.Examination:
    pdf = pades.certify(papers.blank("essex"), keyring=keyring, at=AT)
    pdf = pades.approve(pdf, act("essex"), keyring=keyring, at=AT)
    return verify.examine(pdf, roots=keyring.roots, seals=keyring.seals)


# --- a module ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def token(family, tmp_path_factory):
    pytest.importorskip("pkcs11")
    library = outside.module()
    if library is None:
        pytest.skip("SoftHSM is not installed")
    outside.token(family, tmp_path_factory.mktemp("hsm"))
    return library


@pytest.fixture
def module(token, certified, monkeypatch):
    for name, value in (("MODULE", token), ("TOKEN", "portal"), ("KEY", "seal")):
        monkeypatch.setenv(f"SEAL_PKCS11_{name}", value)
    monkeypatch.setenv("SEAL_PIN", outside.PIN)


def test_a_key_in_a_module_seals(module, family):
    keyring = keys.current(AT)
    found = seal_something(keyring)
    assert (found.sound, found.problems, len(found.signatures)) == (True, (), 2)
    assert keyring.seal.certificate == family.seal.certificate
    assert keyring.roots == (family.root.certificate,)


# The library's own tidying up complains of the session that is gone.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_session_that_died_is_opened_again(module):
    keyring = keys.current(AT)
    keyring.seal.sign(b"once")
    keyring.seal._session.close()
    assert len(keyring.seal.sign(b"twice")) == keyring.seal.signature_bytes


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SEAL_PIN", "0000", "SEAL_PIN is wrong"),
        ("SEAL_PKCS11_KEY", "other", "no private key called “other”"),
        ("SEAL_PKCS11_TOKEN", "other", "no token called “other”"),
        ("SEAL_PKCS11_MODULE", "/nowhere/module.so", "does not work"),
    ],
)
def test_a_module_that_does_not_answer_says_what_to_do(module, monkeypatch, name, value, says):
    keys.current(AT).seal.sign(b"it worked a moment ago")
    monkeypatch.setenv(name, value)
    with pytest.raises(keys.KeyTrouble, match=says):
        keys.current(AT).seal.sign(b"data")


def test_the_certificate_of_another_key_is_noticed_before_anything_is_sealed(module, monkeypatch, tmp_path):
    other = certificates.make("Elsewhere", AT)
    monkeypatch.setenv("SEAL_CERTIFICATES", str(outside.certificates_file(other, tmp_path)))
    with pytest.raises(keys.KeyTrouble, match="does not belong to the seal's certificate"):
        keys.current(AT).seal.sign(b"data")


# --- a service -----------------------------------------------------------------------------------------------------


@pytest.fixture
def service(family, certified, monkeypatch, tmp_path):
    server = outside.SigningService(family)
    (tmp_path / "token").write_text("our-token\n")
    monkeypatch.setenv("SEAL_REMOTE_URL", server.url)
    monkeypatch.setenv("SEAL_REMOTE_CREDENTIAL", "portal-seal")
    monkeypatch.setenv("SEAL_REMOTE_TOKEN_FILE", str(tmp_path / "token"))
    with outside.served(server):
        yield server


def test_a_service_seals_and_is_sent_a_digest_only(service):
    found = seal_something(keys.current(AT))
    assert (found.sound, found.problems, len(found.signatures)) == (True, (), 2)
    path, authorization, question = service.asked[0]
    assert (path, authorization) == ("/csc/v2/signatures/signHash", "Bearer our-token")
    assert question["credentialID"] == "portal-seal"
    assert len(question["hashes"][0]) == 44


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((401, b"{}"), "refuses us"),
        ((500, b"oh"), "answered 500"),
        ((302, b""), "answered 302"),
        ((200, b"<html>"), "not JSON"),
        ((200, b"{}"), "without a signature"),
        ((200, json.dumps({"signatures": ["AAAA"]}).encode()), "does not belong"),
        ((200, json.dumps({"signatures": ["!"]}).encode()), "without a signature"),
    ],
)
def test_a_service_that_does_not_sign_says_what_to_do(service, answer, says):
    service.answer = answer
    with pytest.raises(keys.KeyTrouble, match=says):
        keys.current(AT).seal.sign(b"data")
    service.answer = None
    assert keys.current(AT).seal.sign(b"data")


def test_a_service_that_is_away(certified, monkeypatch):
    monkeypatch.setenv("SEAL_REMOTE_URL", "http://127.0.0.1:9/csc/v2")
    with pytest.raises(keys.KeyTrouble, match="does not answer"):
        keys.current(AT).seal.sign(b"data")


def test_over_tls_both_sides_show_a_certificate(family, certified, monkeypatch, tmp_path):
    server = outside.SigningService(family)
    outside.secure(server, tmp_path)
    monkeypatch.setenv("SEAL_REMOTE_URL", server.url.replace("http://", "https://"))
    monkeypatch.setenv("SEAL_REMOTE_CREDENTIAL", "portal-seal")
    with outside.served(server):
        for name, file in (("SEAL_REMOTE_CA", "tls.pem"), ("SEAL_REMOTE_CLIENT", "tls.pem")):
            with pytest.raises(keys.KeyTrouble, match="does not answer"):
                keys.current(AT).seal.sign(b"data")
            monkeypatch.setenv(name, str(tmp_path / file))
        assert keys.current(AT).seal.sign(b"data")
    assert [authorization for _path, authorization, _question in server.asked] == [""]


# --- settings ------------------------------------------------------------------------------------------------------


def test_two_seals_at_once_are_refused(service, monkeypatch):
    monkeypatch.setenv("SEAL_PKCS12", "/nowhere.p12")
    with pytest.raises(keys.KeyTrouble, match="one seal"):
        keys.current(AT)


def test_a_former_seal_still_counts(service, monkeypatch, tmp_path):
    before = keys.Keyring(*_embedded("Before"))
    pdf = pades.certify(papers.blank("essex"), keyring=before, at=AT)
    chain = (before.seal.certificate, *before.seal.issuers)
    (tmp_path / "former.pem").write_bytes(b"".join(one.public_bytes(Encoding.PEM) for one in chain))
    now = keys.current(AT)
    assert not verify.examine(pdf, roots=now.roots, seals=now.seals).sound
    monkeypatch.setenv("SEAL_FORMER", str(tmp_path / "former.pem"))
    now = keys.current(AT)
    assert verify.examine(pdf, roots=now.roots, seals=now.seals).sound
    assert len(now.seals) == 2


def _embedded(name: str):
    family = certificates.make(name, AT)
    issuers = (family.authority.certificate, family.root.certificate)
    made = (family.seal, family.timestamps)
    return [keys.KeySealer(holder.key, holder.certificate, issuers) for holder in made]


def test_files_stay_good_when_the_certificates_have_run_out(monkeypatch):
    """F18: a file of twenty-one years ago, judged at the moment that its timestamp gives."""
    long_ago = AT - dt.timedelta(days=365 * 21)
    family = certificates.make("Long ago", long_ago)
    issuers = (family.authority.certificate, family.root.certificate)
    held = [keys.KeySealer(one.key, one.certificate, issuers) for one in (family.seal, family.timestamps)]
    then = keys.Keyring(*held, roots=(family.root.certificate,))
    pdf = pades.complete(pades.certify(papers.blank(), keyring=then, at=long_ago), keyring=then, at=long_ago)
    assert verify.examine(pdf, roots=then.roots, seals=then.seals).sound
    late = pades.certify(papers.blank(), keyring=then, at=AT)
    assert not verify.examine(late, roots=then.roots, seals=then.seals).sound


def test_a_length_that_ends_in_80_is_encoded_once():
    """asn1crypto would encode it anew on every level: 20 seconds for one file in 256."""
    short = len(_signed_data(b"x" * 1000)["content"].contents)
    made = _signed_data(b"x" * (1000 + (0x80 - short) % 256))
    assert len(made["content"].contents) % 256 == 0x80
    written = interop.written(made)
    assert written.dump() == made.dump()
    assert written.dump(force=True) is written.dump()
    assert written.copy().dump() == made.dump()


def _signed_data(content: bytes) -> cms.ContentInfo:
    signed = {"version": "v1", "digest_algorithms": [], "encap_content_info": {"content_type": "data"}}
    signed["encap_content_info"]["content"] = content
    return cms.ContentInfo({"content_type": "signed_data", "content": signed | {"signer_infos": []}})


def test_with_nothing_brought_there_is_nothing_to_refuse():
    assert list(demands.problems()) == []


def test_what_is_unsafe_is_refused_before_it_is_used(monkeypatch):
    monkeypatch.setenv("SEAL_REMOTE_URL", "http://signing.example.gov.uk/csc")
    monkeypatch.setenv("SEAL_PKCS11_MODULE", "/nowhere/module.so")
    monkeypatch.setenv("TSA_URLS", "ftp://time.example")
    said = " ".join(demands.problems())
    for words in (
        "are set together",
        "SEAL_PKCS11_MODULE names /nowhere/module.so",
        "TSA_ROOTS is missing",
        "SEAL_CERTIFICATES is missing",
        "SEAL_PKCS11_TOKEN is missing",
        "SEAL_PIN is missing",
        "must start with https://",
        "SEAL_REMOTE_CREDENTIAL is missing",
        "SEAL_REMOTE_TOKEN_FILE or SEAL_REMOTE_CLIENT is missing",
        "ftp://time.example, which is not a web address",
    ):
        assert words in said


def test_a_brought_seal_needs_somebody_who_dates_it(service):
    assert [one for one in demands.problems() if "TSA_URLS is missing" in one]
