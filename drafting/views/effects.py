"""What taking something out takes with it."""

from typing import Any

from drafting.views.desk import Desk
from dsaformat import editing
from dsaformat.document import AgreementDocument
from dsaformat.shape import shapes


def of_removing(desk: Desk, path: str) -> list[dict[str, Any]]:
    """What goes beside the row itself: a line for each list that gets shorter."""
    after = editing.without(desk.document, path)
    own = path.partition("/")[0] if path.count("/") == 1 else ""
    rows: list[dict[str, Any]] = []
    for field in shapes(AgreementDocument):
        if not field.rows or field.name == own:
            continue
        left = {row.key for row in getattr(after, field.name)}
        gone = [row for row in getattr(desk.document, field.name) if row.key not in left]
        if gone:
            rows.append({"key": field.title, "value": {"lines": [desk.words.title(row) for row in gone]}})
    return rows
