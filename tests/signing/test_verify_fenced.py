"""A stranger's file is read apart: it may hang, eat memory or reach for the network, and nobody else notices."""

import json
import subprocess
import sys
import threading

import psutil
import pytest
from django.conf import settings
from django.urls import reverse

from signing.forms import verifying
from signing.seal import fenced, keys, verify
from tests.signing import papers
from tests.signing.corpus import draining, making
from tests.signing.corpus.making import AT
from tests.signing.test_verify_views import send

SHUT = """
import socket, subprocess, sys
from signing.seal import reader
reader.shut()
for act in (
    lambda: socket.create_connection(("127.0.0.1", 9)),
    lambda: socket.getaddrinfo("example.org", 80),
    lambda: subprocess.run(["/bin/true"]),
    lambda: open(sys.argv[1], "w"),
    lambda: __import__("os").fork(),
):
    try:
        act()
    except PermissionError as refused:
        print(refused)
"""


@pytest.fixture(scope="module")
def keyring():
    return keys.current(AT)


def read(pdf: bytes, keyring, **more) -> fenced.Reading:
    return fenced.read(pdf, roots=keyring.roots, seals=keyring.seals, **more)


def test_it_finds_what_a_reading_in_this_process_finds(keyring):
    made = making.genuine(keyring)
    for pdf in (made.complete, made.complete + b"\n% a note", papers.blank("essex"), b"%PDF-1.7 nothing"):
        assert read(pdf, keyring).examination == verify.examine(pdf, roots=keyring.roots, seals=keyring.seals)


def test_the_agreement_comes_out_only_if_it_is_asked_for(keyring):
    pdf = papers.blank("essex", data=b'{"title": "Si\xc3\xa2n"}')
    assert (read(pdf, keyring).data, read(pdf, keyring, data=True).data) == (None, b'{"title": "Si\xc3\xa2n"}')


def test_a_file_that_never_ends_is_given_up(keyring, monkeypatch):
    monkeypatch.setattr(fenced, "SECONDS", 6)
    before = _children()
    with pytest.raises(fenced.TooLong):
        read(draining.endless(), keyring)
    assert _children() == before


def test_a_file_that_swells_is_given_up(keyring, monkeypatch):
    monkeypatch.setattr(fenced, "MEGABYTES", 400)
    with pytest.raises(fenced.TooMuch):
        read(draining.swelling(500), keyring)


def test_a_reader_that_says_too_much_or_nonsense_is_not_believed(keyring, monkeypatch):
    for said in (b"", b"{", b'{"examination": 1, "data": null}'):
        monkeypatch.setattr(fenced, "_run", lambda sent, said=said: said)
        with pytest.raises(fenced.TooMuch):
            read(b"%PDF-", keyring)


def test_which_file_it_is_is_not_for_the_reader_to_say(keyring, monkeypatch):
    genuine, run = making.genuine(keyring).complete, fenced._run
    monkeypatch.setattr(fenced, "_run", lambda sent: run(sent[: sent.index(b"\n") + 1] + genuine))
    found = read(b"%PDF-1.7 another", keyring).examination
    assert (found.sound, found.size) == (True, 16)
    assert found.sha256 != verify.examine(genuine, roots=keyring.roots).sha256


def test_only_so_many_are_read_at_once_and_a_turn_is_given_back(keyring, monkeypatch):
    monkeypatch.setattr(fenced, "PATIENCE", 0.05)
    monkeypatch.setattr(fenced, "_turns", threading.BoundedSemaphore(1))
    assert fenced._turns.acquire()
    with pytest.raises(fenced.Busy):
        read(b"%PDF-1.7", keyring)
    fenced._turns.release()
    monkeypatch.setattr(fenced, "MEGABYTES", 1)
    with pytest.raises(fenced.TooMuch):
        read(b"%PDF-1.7", keyring)
    monkeypatch.undo()
    assert read(b"%PDF-1.7", keyring).examination.problems


def test_the_reader_reaches_nothing_and_knows_no_secret(tmp_path):
    place = tmp_path / "written"
    done = subprocess.run(
        [sys.executable, "-E", "-s", "-c", SHUT, str(place)],
        capture_output=True, text=True, check=True, env=fenced._CLEAN, cwd=settings.BASE_DIR,
    )  # fmt: skip
    asked = [line.rsplit(" ", 1)[1] for line in done.stdout.splitlines()]
    assert asked == ["socket.getaddrinfo", "socket.getaddrinfo", "subprocess.Popen", "open", "os.fork"]
    assert not place.exists()
    assert not {"DATABASE_URL", "SECRET_KEY", "SEAL_PASSWORD"} & fenced._CLEAN.keys()


def _children() -> set[int]:
    return {one.pid for one in psutil.Process().children(recursive=True)}


# --- the page --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("trouble", "says"),
    [(fenced.TooLong, verifying.TOO_LONG), (fenced.TooMuch, verifying.TOO_MUCH), (fenced.Busy, verifying.BUSY)],
)
@pytest.mark.parametrize("what", ["check", "data"])
def test_the_page_says_why_there_is_no_answer(client, monkeypatch, trouble, says, what):
    def fail(*_, **__):
        raise trouble

    monkeypatch.setattr(fenced, "read", fail)
    answer = send(client, papers.blank("essex"), what=what)
    assert answer.status_code == (503 if trouble is fenced.Busy else 422)
    assert says in answer.content.decode()
    assert "This is not a signed agreement" not in answer.content.decode()


@pytest.mark.django_db
def test_the_portal_goes_on_while_a_file_is_given_up(client, monkeypatch):
    """The whole way: sent, given up, answered in words; and the next page comes from the same process."""
    monkeypatch.setattr(fenced, "SECONDS", 4)
    said = send(client, draining.endless()).content.decode()
    assert verifying.TOO_LONG in said
    assert client.get(reverse("verify:check")).status_code == 200


def test_the_library_of_pdfs_stays_out_of_the_process_that_answers():
    code = "import django; django.setup(); import signing.views.verify, sys; print('pyhanko' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(found.stdout.lower()) is False
