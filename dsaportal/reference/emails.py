"""Every kind of message, in the order of the notifications page."""

from dsaportal.reference.tables import table
from notices.kinds import KINDS, Group


def document() -> str:
    lines = [
        "# Emails",
        "",
        "The words of each stand in `templates/notices/<key>/`; the HTML part says the same as the text. A compulsory",
        "kind cannot be turned off or kept for a digest.",
        "",
    ]
    for group in Group:
        kinds = [kind for kind in KINDS.values() if kind.group == group]
        rows = [
            [f"`{kind.key}`", kind.title, kind.to, kind.limit, "" if kind.may_choose else "compulsory"]
            for kind in sorted(kinds, key=lambda kind: kind.key)
        ]
        if rows:
            lines += [f"## {group.value}", "", table(["Key", "What it says", "To", "At most", "Choice"], rows)]
    return "\n".join(lines)
