"""A real SMTP server for tests: it writes down what it accepts, and misbehaves on request.

As a process (``python -m tests.notices.sink PORT LOG [BEFORE AFTER]``) it waits so many seconds before it has a message
safely on disk and so many more before it answers 250, so that a sender can be killed on either side of that instant.
"""

import asyncio
import json
import sys
import time
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller


class Sink:
    """``mode``: ok, 421, 451, 550, 451-data, 554-data, hang, drop (takes the message, then hangs up without a word)."""

    def __init__(self, *, log: Path | None = None, before: float = 0, after: float = 0) -> None:
        self.mode = "ok"
        self.log, self.before, self.after = log, before, after
        self.taken: list[dict[str, Any]] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.mode in {"421", "451", "550"}:
            return f"{self.mode} told to"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        began = time.time()
        if self.mode.endswith("-data"):
            return f"{self.mode.removesuffix('-data')} told to"
        if self.mode == "hang":
            await asyncio.sleep(30)
        await asyncio.sleep(self.before)
        self._take(envelope, began)
        if self.mode == "drop":
            server.transport.abort()
        await asyncio.sleep(self.after)
        return "250 OK"

    def _take(self, envelope: Any, began: float) -> None:
        headers = BytesHeaderParser().parsebytes(envelope.content)
        entry = {"id": headers["Message-ID"].strip(), "to": list(envelope.rcpt_tos), "began": began}
        self.taken.append(entry | {"content": envelope.content})
        if self.log:
            with self.log.open("a") as file:
                file.write(json.dumps(entry) + "\n")


def main(port: str, log: str, before: str = "0", after: str = "0") -> None:
    sink = Sink(log=Path(log), before=float(before), after=float(after))
    Controller(sink, hostname="127.0.0.1", port=int(port)).start()
    print("ready", flush=True)
    while True:
        time.sleep(60)


if __name__ == "__main__":
    main(*sys.argv[1:])
