"""Handing a message to the mail server: the one door to SMTP."""

import smtplib
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template import loader
from django.urls import reverse

from foundation import text
from notices import letter
from notices.models import Notice

ERROR_LIMIT = 500


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    """The server took responsibility for it (250)."""
    REFUSED = "refused"
    """It will never be deliverable: no such mailbox, message not wanted (5xx)."""
    LATER = "later"
    """Not now, for this message (4xx)."""
    TROUBLE = "trouble"
    """The server takes nothing at present; other messages would fare no better. Nothing was handed over."""
    UNKNOWN = "unknown"
    """The connection broke in the middle: the server may have it or not."""
    BROKEN = "broken"
    """It cannot even be written as a mail; a defect of ours."""


@dataclass(frozen=True, slots=True)
class Answer:
    outcome: Outcome
    words: str = ""
    """What the server said, as one line, for the record."""


def html(words: str, *, subject: str) -> str:
    """The same words as HTML, with our own addresses as links."""
    blocks = letter.blocks(words, site=settings.SITE_URL)
    has_footer = any(block.shape is letter.Shape.RULE for block in blocks)
    page = {"blocks": blocks, "subject": subject, "has_footer": has_footer}
    return loader.render_to_string("notices/_layout.html", page)


def message(notice: Notice) -> EmailMultiAlternatives:
    """The mail for a notice: its text, HTML of the same words, and exactly these headers."""
    headers = {"Message-ID": notice.message_id, "Auto-Submitted": "auto-generated"}
    if notice.kind.startswith("digest."):
        headers["List-Unsubscribe"] = f"<{settings.SITE_URL}{reverse('notices:preferences')}>"
    mail = EmailMultiAlternatives(
        subject=notice.subject,
        body=notice.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[notice.email],
        reply_to=[settings.MAIL_REPLY_TO] if settings.MAIL_REPLY_TO else None,
        headers=headers,
    )
    mail.attach_alternative(html(notice.text, subject=notice.subject), "text/html")
    return mail


class Line:
    """A connection to the mail server, opened when needed and kept for the next message."""

    def __init__(self) -> None:
        self._connection: Any = get_connection(fail_silently=False)

    def __enter__(self) -> "Line":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hang_up()

    def call(self) -> str:
        """Reach the server. Answers what went wrong, or nothing."""
        try:
            self._open()
        except (OSError, smtplib.SMTPException) as error:
            self.hang_up()
            return judged(error).words
        return ""

    def _open(self) -> None:
        if self._connection.open():
            # A server that inspects a message may take its time over the answer. Not to wait for it would send the
            # message again and again, each time to be accepted.
            sock = getattr(getattr(self._connection, "connection", None), "sock", None)
            if sock is not None:
                sock.settimeout(answer_seconds())

    def hang_up(self) -> None:
        with suppress(OSError, smtplib.SMTPException):
            self._connection.close()

    def hand_over(self, notice: Notice) -> Answer:
        """Send one message. Never raises for what a server or a network can do."""
        try:
            mail = message(notice)
            mail.message()  # a header that cannot be written shows here, before anybody is called
        except (ValueError, UnicodeError) as error:
            return Answer(Outcome.BROKEN, _said(error))
        if words := self.call():
            return Answer(Outcome.TROUBLE, words)
        try:
            self._connection.send_messages([mail])
        except (OSError, smtplib.SMTPException) as error:  # SMTPException is an OSError; both named for the reader
            self.hang_up()
            return judged(error)
        except (ValueError, UnicodeError) as error:
            self.hang_up()
            return Answer(Outcome.BROKEN, _said(error))
        return Answer(Outcome.ACCEPTED)


def judged(error: OSError) -> Answer:
    """What an error of the mail conversation means for the message."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return Answer(_by_code(code), _said(said, code))
    if isinstance(error, smtplib.SMTPDataError):
        return Answer(_by_code(error.smtp_code), _said(error.smtp_error, error.smtp_code))
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Answer(Outcome.REFUSED, _said(error))
    if isinstance(error, smtplib.SMTPResponseException):
        # Greeting, sign-in, sender: about us and the relay, never about the recipient.
        return Answer(Outcome.TROUBLE, _said(error.smtp_error, error.smtp_code))
    return Answer(Outcome.UNKNOWN, _said(error))


def answer_seconds() -> int:
    """How long the server may take over each answer once it has greeted us."""
    return int(getattr(settings, "NOTICE_ANSWER_SECONDS", 60))


def _by_code(code: int) -> Outcome:
    if code == 421:
        return Outcome.TROUBLE
    return Outcome.REFUSED if 500 <= code < 600 else Outcome.LATER


def _said(words: object, code: int | None = None) -> str:
    plain = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    line = text.single_line(plain) or type(words).__name__
    return (f"{code} {line}" if code else line)[:ERROR_LIMIT]
