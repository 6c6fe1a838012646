"""Who may do what for an organisation."""

from accounts.roles import ABOUT, GRANTS, NEEDS_SECOND_FACTOR, OrgPermission, Role
from dsaportal.reference.tables import table


def document() -> str:
    heads = ["Permission", *(role.label for role in Role)]
    rows = [[p.label, *("yes" if p in GRANTS[role] else "" for role in Role)] for p in OrgPermission]
    roles = [[role.label, ABOUT[role], "required" if role in NEEDS_SECOND_FACTOR else "offered"] for role in Role]
    return "\n".join(
        [
            "# Roles and permissions",
            "",
            "A person may hold several roles, in several organisations. Each organisation has one team per role, and",
            "the team holds the permissions.",
            "",
            table(["Role", "What it is for", "Second factor"], roles),
            table(heads, rows),
        ]
    )
