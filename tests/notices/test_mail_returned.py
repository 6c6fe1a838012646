import io
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from notices.choices import State

pytestmark = pytest.mark.django_db

REPORT = """From: MAILER-DAEMON@relay.example
To: no-reply@portal.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <report@relay.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I am sorry to have to inform you.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; morgan.reed@essex.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: {returned}

Message-ID: {id}
From: no-reply@portal.example
Subject: x

--b--
"""


def receive(monkeypatch, text):
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(text.encode("utf-8", "surrogateescape"))))
    call_command("mail_returned", stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("returned", ["text/rfc822-headers", "message/rfc822"])
def test_a_report_marks_the_message(tell, deliver, monkeypatch, returned):
    notice = tell()
    deliver()
    said = receive(monkeypatch, REPORT.format(action="failed", returned=returned, id=notice.message_id))
    notice.refresh_from_db()
    assert said == f"{notice.message_id} came back.\n"
    assert (notice.state, notice.last_error) == (State.BOUNCED, "5.1.1 smtp; 550 5.1.1 no such user")
    again = receive(monkeypatch, REPORT.format(action="failed", returned=returned, id=notice.message_id))
    assert "was known" in again


@pytest.mark.parametrize(
    "text",
    [
        REPORT.format(action="delayed", returned="message/rfc822", id="<1@portal.example>"),
        "Subject: I am away until Monday\nMessage-ID: <away@council.example>\n\nBye",
        "",
        "\x00\xff garbage",
        "Content-Type: multipart/report; boundary=b\n\n--b\n",
    ],
)
def test_anything_else_changes_nothing(tell, deliver, monkeypatch, text):
    notice = tell()
    deliver()
    assert receive(monkeypatch, text) == "Not a report of a failed delivery.\n"
    notice.refresh_from_db()
    assert notice.state == State.ACCEPTED


def test_a_stranger_s_message_is_not_ours(db, monkeypatch):
    said = receive(monkeypatch, REPORT.format(action="failed", returned="message/rfc822", id="<x@elsewhere.example>"))
    assert "not one of ours" in said
