"""Every check of an agreement, by group."""

from dsaportal.reference.tables import table
from foundation.templatetags.ui import uk_date
from lawfulbasis.checks import GROUPS, Check, checks, stages

_HEAD = ["Id", "Check", "Severity", "When", "What it says", "Where it comes from", "From", "Can be waived"]


def document() -> str:
    known = checks().values()
    lines = [
        "# Checks",
        "",
        f"{len(known)} checks, with their words in `fixtures/law/rules.yaml`. Words in [brackets] are filled in from",
        "the agreement. A problem stops the text at its stage unless it is waived with a reason. Checks marked as",
        "planned are described here, and the portal cannot make them yet.",
        "",
    ]
    for group, name in GROUPS.items():
        rows = [_row(check) for check in known if check.group == group]
        lines += [f"## {name}", "", table(_HEAD, rows)]
    return "\n".join(lines)


def _row(check: Check) -> list[str]:
    wording = check.wording
    return [
        check.id,
        wording.title + ("" if check.runs else " (planned)"),
        check.severity,
        stages()[wording.stage],
        check.message,
        wording.reference,
        uk_date(wording.applies_from),
        "yes" if wording.waivable else "",
    ]
