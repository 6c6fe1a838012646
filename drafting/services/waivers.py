"""Answering a check with a reason instead of a change. The reason is in the document: whoever signs reads it."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from agreements import services as agreements
from agreements.models import Agreement
from dsaformat import canonical, editing, reading
from dsaformat.document import AgreementDocument
from foundation.verdicts import Finding, Refused

if TYPE_CHECKING:
    from accounts.models import User

_OFFICE = 200
_NOT_TO_BE_REASONED = "Some checks cannot be answered with a reason. Change what they are about instead."


def waive(
    *, agreement: Agreement, findings: Sequence[Finding], reason: str, on: dt.date, by: "User", at: dt.datetime
) -> AgreementDocument:
    """Give the reason for each of the findings: a row for each place, under the person's name and day."""
    if not findings:
        raise Refused(["The checks no longer say this. There is nothing to answer."])
    if not all(finding.waivable for finding in findings):
        raise Refused([_NOT_TO_BE_REASONED])

    def edit(document: AgreementDocument) -> AgreementDocument:
        whole = canonical.plain(document)
        rows = whole.setdefault("waivers", [])
        for finding in findings:
            rows.append(_row([row["key"] for row in rows], finding, reason, on, by))
        return reading.parse(whole)

    return agreements.change(agreement=agreement, edit=edit, by=by, at=at)


def _row(taken: Sequence[str], finding: Finding, reason: str, on: dt.date, by: "User") -> dict[str, Any]:
    row = {
        "key": editing.new_key(taken, finding.rule),
        "rule": finding.rule,
        "path": finding.path,
        "message": finding.message,
        "reason": reason,
        "by": str(by),
        "office": by.job_title[:_OFFICE],
        "on": on.isoformat(),
    }
    return {name: value for name, value in row.items() if value}


def withdraw_waiver(*, agreement: Agreement, key: str, by: "User", at: dt.datetime) -> AgreementDocument:
    """Take a reason back; the check speaks again."""
    return agreements.change(
        agreement=agreement, edit=lambda document: editing.without(document, f"waivers/{key}"), by=by, at=at
    )
