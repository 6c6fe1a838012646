"""A mailbox in a folder: where mail goes while nobody has set up a mail server, and how its pages read it."""

import email.policy
import hashlib
import os
import re
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage as Parsed
from email.parser import BytesParser
from html.parser import HTMLParser
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

_ID = re.compile(r"[0-9a-f]{32}")
_HEADERS = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Unsubscribe")


class MailboxBackend(BaseEmailBackend):
    """Keeps each message as one whole ``.eml`` file. The same Message-ID again changes nothing, as a good server."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            content = message.message()
            _keep(_id_of(content["Message-ID"]), content.as_bytes())
        return len(email_messages)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the mailbox's list."""

    id: str
    to: str
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Mail:
    """One message, taken apart for reading."""

    id: str
    subject: str
    at: datetime
    headers: tuple[tuple[str, str], ...]
    text: str
    html_words: tuple[str, ...]
    """What the HTML says, as words: none when the message has no HTML."""


def entries(*, to: str = "") -> list[Entry]:
    """What arrived, newest first; only for recipients that contain ``to``."""
    wanted = to.casefold()
    found = []
    for path in _folder().glob("*.eml"):
        headers = _parse(path, headers_only=True)
        if headers is not None and wanted in str(headers["To"]).casefold():
            found.append(Entry(path.stem, str(headers["To"]), str(headers["Subject"]), _arrived(path)))
    return sorted(found, key=lambda entry: (entry.at, entry.id), reverse=True)


def read(id: str) -> Mail | None:
    """The message with this id, or None."""
    path = _folder() / f"{id}.eml"
    parsed = _parse(path) if _ID.fullmatch(id) else None
    if parsed is None:
        return None
    text, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    return Mail(
        id=id,
        subject=str(parsed["Subject"]),
        at=_arrived(path),
        headers=tuple((name, str(parsed[name])) for name in _HEADERS if parsed[name]),
        text=text.get_content().replace("\r\n", "\n") if text else "",
        html_words=tuple(html_words(html.get_content())) if html else (),
    )


def html_words(markup: str) -> list[str]:
    """Every word that a person reads in the page, in order."""
    reader = _Words()
    reader.feed(markup)
    reader.close()
    return " ".join(reader.said).split()


class _Words(HTMLParser):
    _UNREAD = frozenset({"head", "style", "title", "script"})
    _BREAKS = frozenset({"p", "br", "li", "h1", "h2", "h3", "div", "ul", "footer", "blockquote", "td", "th", "tr"})

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = [""]
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in self._UNREAD
        if tag in self._BREAKS:
            self.said.append("")

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in self._UNREAD
        if tag in self._BREAKS:
            self.said.append("")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.said[-1] += data


def _folder() -> Path:
    return Path(settings.MAILBOX_DIR)


def _id_of(message_id: str) -> str:
    return hashlib.sha256(message_id.encode()).hexdigest()[:32]


def _keep(id: str, content: bytes) -> None:
    """Whole or not at all: written beside, forced to disk, then given its name."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{id}.eml"
    if path.exists():
        return
    handle, beside = tempfile.mkstemp(dir=folder, prefix=f".{threading.get_ident()}-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).rename(path)
    except OSError:
        Path(beside).unlink(missing_ok=True)
        raise
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _parse(path: Path, *, headers_only: bool = False) -> Parsed | None:
    try:
        with path.open("rb") as file:
            parsed = BytesParser(policy=email.policy.default).parse(file, headersonly=headers_only)
    except FileNotFoundError:
        return None
    return parsed if isinstance(parsed, Parsed) else None


def _arrived(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return datetime.fromtimestamp(0, UTC)
