"""Reads one file that a stranger brought, in a process that knows no secret and can do nothing else.

Run by ``fenced`` behind the fence of time and memory. What to do and the file come in through standard input; what was
found goes out as JSON. It ends with ``TOO_MUCH`` where the file asks for more memory than there is.
"""

import base64
import dataclasses
import json
import os
import sys
from typing import Any

from cryptography import x509

from signing.seal import attachments, verify

TOO_MUCH = 3
_NEVER = frozenset(
    {
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.posix_spawn",
        "os.spawn",
        "os.system",
        "socket.bind",
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.sendmsg",
        "socket.sendto",
        "subprocess.Popen",
    }
)


def shut() -> None:
    """From here on this process reaches no network, starts no program and writes no file. It cannot be undone."""
    sys.addaudithook(_refuse)


def _refuse(event: str, about: tuple[Any, ...]) -> None:
    writes = event == "open" and isinstance(about[2], int) and about[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if writes or event in _NEVER:
        raise PermissionError(f"a file that is being read asked for {event}")


def read(asked: dict[str, Any], pdf: bytes) -> dict[str, Any]:
    known = {name: [x509.load_pem_x509_certificate(one.encode()) for one in asked[name]] for name in ("roots", "seals")}
    found = verify.examine(pdf, **known)
    data = attachments.agreement_data(pdf) if asked["data"] else None
    return {"examination": dataclasses.asdict(found), "data": data and base64.b64encode(data).decode()}


def main() -> None:
    asked = json.loads(sys.stdin.buffer.readline())
    pdf = sys.stdin.buffer.read()
    shut()
    try:
        said = json.dumps(read(asked, pdf), default=lambda at: at.isoformat())
    except MemoryError:
        os._exit(TOO_MUCH)  # the usual way out needs memory too
    sys.stdout.write(said)


if __name__ == "__main__":
    main()
