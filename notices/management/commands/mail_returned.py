import sys
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from notices import services

_LARGEST = 5_000_000


class Command(BaseCommand):
    help = "Read a delivery report from the mail server on standard input, and note that its message came back."

    def handle(self, *args: Any, **options: Any) -> None:
        # A report that is not about one of our messages is no fault of the mail server's: exit status 0 always,
        # or the server would send a report about the report.
        report = message_from_bytes(sys.stdin.buffer.read(_LARGEST), policy=policy.default)
        found = returned(report)
        if found is None:
            self.stdout.write("Not a report of a failed delivery.")
        elif services.bounce(message_id=found[0], reason=found[1], at=timezone.now()):
            self.stdout.write(f"{found[0]} came back.")
        else:
            self.stdout.write(f"{found[0]} is not one of ours, or was known to have come back.")


def returned(report: EmailMessage) -> tuple[str, str] | None:
    """The Message-ID that failed for good and why (RFC 3464); None for delays and all else."""
    failed, reason, message_id = False, "", ""
    for part in report.walk():
        kind = part.get_content_type()
        if part.get("Action", "").strip().lower() == "failed":
            failed = True
            reason = f"{part.get('Status', '')} {part.get('Diagnostic-Code', '')}".strip()
        if kind == "text/rfc822-headers":
            headers = part.get_payload(decode=True)
            if isinstance(headers, bytes):
                message_id = message_id or str(message_from_bytes(headers, policy=policy.default).get("Message-ID", ""))
        elif part is not report and part.get("Message-ID"):
            message_id = message_id or str(part["Message-ID"])
    return (message_id, reason) if failed and message_id else None
