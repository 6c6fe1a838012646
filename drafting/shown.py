"""Values of the document in words, for summaries and lists. Pure."""

import datetime as dt
from typing import Any

from dsaformat import parts
from dsaformat.choices import Labelled
from dsaformat.document import AgreementDocument
from dsaformat.shape import Form, Shape, shape
from dsaformat.values import Part, Row
from lawfulbasis.catalogue import Catalogue

FEW = 4
"""More names than these are counted instead."""
_TITLES = ("name", "title", "heading", "term", "question", "duty", "act", "version", "body", "by")


class Words:
    """How one document's values read on one day."""

    def __init__(self, document: AgreementDocument, catalogue: Catalogue, on: dt.date) -> None:
        self.document, self.catalogue, self.on = document, catalogue, on
        self._names = {
            "parties": {party.key: party.name for party in document.parties},
            "datasets": {dataset.key: dataset.title for dataset in document.datasets},
            "purposes": {purpose.key: purpose.title for purpose in document.purposes},
        }

    def label(self, code: str) -> str:
        provision = self.catalogue.on(code, self.on)
        return provision.label if provision else code.replace("_", " ")

    def title(self, row: Part) -> str:
        """What a row is called where it is listed."""
        if isinstance(row, parts.BasisRow):
            return self.label(row.condition)
        if isinstance(row, parts.RightRow):
            return self.label(row.right)
        if isinstance(row, parts.Flow):
            return row.what or self._several("datasets", row.datasets) or "Data"
        if isinstance(row, parts.Confidentiality):
            return self.label(row.override)
        for name in _TITLES:
            if name in type(row).model_fields and getattr(row, name):
                return str(getattr(row, name))
        if isinstance(row, parts.Party):
            return row.name
        for name in ("party", "text", "measure", "country"):
            if name in type(row).model_fields and getattr(row, name):
                return self.value(shape(type(row), name), getattr(row, name))[:120]
        return row.key if isinstance(row, Row) else type(row).__name__

    def field(self, part: Part, name: str) -> str:
        return self.value(shape(type(part), name), getattr(part, name))

    def value(self, field: Shape, value: Any) -> str:
        """Empty where nothing is stated."""
        if value is None or value == () or value == "":
            return ""
        if field.form is Form.PART:
            return self._parts(field, value)
        members = value if field.several else (value,)
        if field.points_at:
            return self._several(field.points_at, members)
        words = [self._one(field, member) for member in members]
        return ", ".join(words[:1] + [word[:1].lower() + word[1:] if field.vocabulary else word for word in words[1:]])

    def _one(self, field: Shape, value: Any) -> str:
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, Labelled):
            return value.label
        if isinstance(value, dt.date):
            return f"{value.day} {value:%B %Y}"
        return self.label(value) if field.form is Form.CODE else str(value)

    def _several(self, rows: str, keys: tuple[str, ...]) -> str:
        names = self._names.get(rows, {})
        if len(keys) > FEW:
            return f"{len(keys)} {'parties' if rows == 'parties' else rows}"
        return ", ".join(names.get(key, key) for key in names if key in set(keys))

    def _parts(self, field: Shape, value: Any) -> str:
        if isinstance(value, parts.Period):
            return str(value)
        if isinstance(value, parts.ReviewOn):
            return f"{value.on.day} {value.on:%B %Y}"
        if isinstance(value, parts.ReviewEvery):
            return f"After {value.first_after_months} months, then every {value.then_every_months} months"
        if not field.several:
            found = [words for inner in type(value).model_fields if (words := self.field(value, inner))]
            return ", ".join(found)
        if len(value) > FEW or field.rows:
            return f"{len(value)} {field.title.lower()}" if len(value) != 1 else f"1: {self.title(value[0])}"
        return "; ".join(
            ", ".join(words for inner in type(member).model_fields if (words := self.field(member, inner)))
            for member in value
        )
