"""Every text of a document with its path, for rules that read."""

from collections.abc import Iterator

from pydantic import BaseModel

from dsaformat.document import AgreementDocument
from dsaformat.values import Row

_NOT_PROSE = frozenset({"key", "code", "slug", "email", "phone", "reference", "ico_reference"})


def texts(document: AgreementDocument) -> Iterator[tuple[str, str]]:
    """Walks every field, so that a field added later is read too."""
    for name in type(document).model_fields:
        yield from _within(getattr(document, name), name)


def _within(value: object, path: str) -> Iterator[tuple[str, str]]:
    if type(value) is str:
        if value:
            yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name not in _NOT_PROSE:
                yield from _within(getattr(value, name), f"{path}/{name}")
    elif isinstance(value, tuple):
        for index, member in enumerate(value):
            step = member.key if isinstance(member, Row) else str(index + 1)
            yield from _within(member, f"{path}/{step}")
