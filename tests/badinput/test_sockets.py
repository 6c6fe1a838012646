"""Row 56, and 46 to 49 beneath it: bytes that are hardly HTTP, to the real server with the portal's configuration."""

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases
from tests.dsaportal.running import environment, free_port, running, status, until

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The embedded portal's web process alone, with nobody in its database."""
    number = free_port()
    folder = tmp_path_factory.mktemp("web")
    env = environment(
        PORTAL_VAR=str(folder), PORT=str(number), SITE_URL=f"http://127.0.0.1:{number}", PORTAL_SUPERVISED="1"
    )
    shutil.copy(databases.migrated(), folder / "portal.sqlite3")
    gunicorn = [str(Path(sys.executable).parent / "gunicorn"), "-c", "dsaportal/gunicorn_conf.py"]
    with running(gunicorn, env, folder / "web.log") as web:
        until(lambda: status(number, "/healthz") == 200, 30, "the web process answers", web.log)
        yield number


def ask(port: int, request: bytes) -> tuple[int, bytes]:
    """The status of the first answer (0 when the connection is closed without one) and everything that came back."""
    with socket.create_connection(("127.0.0.1", port), timeout=15) as wire:
        try:
            wire.sendall(request)
            if b"Connection: close" in request:
                wire.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # refused before it had been sent whole
        received = b""
        try:
            while chunk := wire.recv(65_536):
                received += chunk
        except ConnectionResetError:
            pass
    first = received.split(b"\r\n", 1)[0].split(b" ")
    return (int(first[1]) if len(first) > 1 else 0), received


def get(port: int, path: str = "/help/", host: str = "", more: bytes = b"") -> bytes:
    host = host or f"127.0.0.1:{port}"
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n".encode("latin-1") + more + b"\r\n"


def post(port: int, headers: bytes, body: bytes = b"") -> bytes:
    start = f"POST /account/sign-in/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n".encode()
    return start + b"Content-Type: application/x-www-form-urlencoded\r\n" + headers + b"\r\n" + body


def test_an_ordinary_request_is_answered(port: int) -> None:
    code, answer = ask(port, get(port))
    assert code == 200
    assert b"gunicorn/" not in answer.split(b"\r\n\r\n")[0]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\nGET /x HTTP/1.1\r\n\r\n"),
        (b"Transfer-Encoding: chunked, identity\r\n", b"0\r\n\r\n"),
        (b"Transfer-Encoding: xchunked\r\n", b"0\r\n\r\n"),
        (b"Content-Length: 5\r\nContent-Length: 6\r\n", b"hello"),
        (b"Content-Length: -1\r\n", b""),
        (b"Content-Length: abc\r\n", b""),
        (b"Content-Length: 1_0\r\n", b"x" * 10),
        (b"X Bad: y\r\n", b""),
        (b"X-Bad\x00: y\r\n", b""),
    ],
)
def test_b56_lengths_that_two_servers_would_read_differently(port: int, headers: bytes, body: bytes) -> None:
    code, answer = ask(port, post(port, headers, body))
    assert 400 <= code < 500 or code == 501
    assert answer.count(b"HTTP/1.1 ") == 1  # nothing was smuggled in behind it
    assert b"Traceback" not in answer


def test_b56_two_hosts(port: int) -> None:
    code, answer = ask(port, get(port, more=b"Host: evil.example\r\n"))
    assert code == 400
    assert b"evil" not in answer


def test_b56_a_header_of_a_hundred_kilobytes(port: int) -> None:
    code, _answer = ask(port, get(port, more=b"X-Long: " + b"x" * 100_000 + b"\r\n"))
    assert code in (0, 400, 431)  # closed while we are still sending


def test_b56_sixty_headers_and_one_more(port: int) -> None:
    code, _answer = ask(port, get(port, more=b"".join(b"X-%d: y\r\n" % number for number in range(70))))
    assert code in (400, 431)


def test_b56_an_address_of_ten_thousand_characters(port: int) -> None:
    code, _answer = ask(port, get(port, path="/search/?q=" + "x" * 10_000))
    assert code in (400, 414)


@pytest.mark.parametrize(
    "request_line", [b"GET /help/\n\n", b"GET /help/ HTTP/1.1\n\n", b"\x16\x03\x01\x02\x00", b"GET\r\n\r\n",
                     b"GET /help/ HTTP/9.9\r\n\r\n", b"GET /help/ HTTP/1.1\r\nHost: x\n\n"]
)  # fmt: skip
def test_b56_lines_that_are_no_request(port: int, request_line: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=15) as wire:
        wire.sendall(request_line)
        wire.shutdown(socket.SHUT_WR)
        answer = b""
        try:
            while chunk := wire.recv(65_536):
                answer += chunk
        except ConnectionResetError:
            pass
    assert b" 200 " not in answer.split(b"\r\n", 1)[0]
    assert b"Traceback" not in answer
    assert status(port, "/healthz") == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:99999", "127.0.0.1.", "127.0.0.1:80@evil", "a b", "é"])
def test_b46_b47_foreign_hosts(port: int, host: str) -> None:
    code, answer = ask(port, get(port, host=host))
    assert code == 400
    assert b"evil" not in answer


def test_b48_an_absolute_address_of_somebody_else(port: int) -> None:
    code, answer = ask(port, get(port, path="http://evil.example/help/"))
    assert code in (200, 400, 404)
    assert b"evil" not in answer
    code, answer = ask(port, get(port, path="/account/sign-in/", more=b"X-Forwarded-Host: evil.example\r\n"))
    assert code == 200
    assert b"evil" not in answer


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "CONNECT", "FOO", "get"])
def test_b49_methods(port: int, method: str) -> None:
    code, answer = ask(port, get(port).replace(b"GET", method.encode(), 1))
    assert code in (400, 405)
    if code == 405:
        assert b"allow: get, head, post, options" in answer.lower()


def test_b2_b44_addresses(port: int) -> None:
    for path in ("/agreements/a%00b/", "/agreements/%2e%2e/", "/static/%2e%2e/%2e%2e/etc/passwd", "/%ff%fe/"):
        code, answer = ask(port, get(port, path=path))
        assert code in (302, 404), path
        assert b"root:" not in answer


def test_b55_a_body_that_never_comes(port: int) -> None:
    """Headers promise a megabyte, the connection ends: nobody waits for it and nobody sees a failure."""
    code, answer = ask(port, post(port, b"Content-Length: 900000\r\n", b"login=x"))
    assert code < 500
    assert b"Traceback" not in answer
    assert status(port, "/healthz") == 200


def test_the_log_holds_no_traceback(port: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    logs = [path for path in tmp_path_factory.getbasetemp().glob("web*/web.log") if os.access(path, os.R_OK)]
    assert logs
    assert all("Traceback" not in path.read_text(errors="replace") for path in logs)
