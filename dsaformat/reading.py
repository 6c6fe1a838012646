"""From somebody's text to a document, or to a list of what is wrong with it.

The text may come from anybody: it is bounded in size, depth and number of parts before it is
looked at, and every refusal is a `DocumentError` that names paths and reasons.
"""

import json
from typing import Any

from pydantic import ValidationError

from dsaformat.document import (
    FORMAT_VERSION,
    AgreementDocument,
    BrokenReferences,
    Problem,
)

MAX_BYTES = 2_000_000
MAX_OBJECTS = 30_000
MAX_LIST = 20_000
MAX_NAMES = 60
MAX_PROBLEMS = 100


class DocumentError(ValueError):
    """The text is no agreement document. `problems` says why, place by place."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{path or 'document'}: {reason}" for path, reason in problems[:3]))
        self.problems = problems


def _refuse(reason: str, path: str = "") -> DocumentError:
    return DocumentError((Problem(path, reason),))


def load(text: str | bytes) -> AgreementDocument:
    """The document in `text`. Raises `DocumentError`, and nothing else, whatever the text is."""
    return parse(_values(_decoded(text)))


def parse(values: object) -> AgreementDocument:
    """The document in already decoded JSON. Raises `DocumentError`."""
    if not isinstance(values, dict):
        raise _refuse("must be an object with names and values")
    version = values.get("format_version")
    if version != FORMAT_VERSION or isinstance(version, bool):
        raise _refuse(
            f"must be {FORMAT_VERSION}, the only format there is so far",
            "format_version",
        )
    try:
        return AgreementDocument.model_validate(values)
    except ValidationError as error:
        raise DocumentError(_explained(error)) from None


def _decoded(text: str | bytes) -> str:
    if len(text) > MAX_BYTES:
        raise _refuse(f"is larger than {MAX_BYTES // 1_000_000} MB")
    if isinstance(text, str):
        return text
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refuse("is not UTF-8 text") from None


def _values(text: str) -> object:
    objects = 0

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal objects
        objects += 1
        if objects > MAX_OBJECTS or len(pairs) > MAX_NAMES:
            raise _refuse("has more parts than an agreement can have")
        if any(type(value) is list and len(value) > MAX_LIST for _, value in pairs):
            raise _refuse("has more rows than an agreement can have")
        values = dict(pairs)
        if len(values) != len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise _refuse(f'has the name "{_shown(twice)}" twice in one object')
        return values

    def no_constant(name: str) -> None:
        raise _refuse(f"contains {name}, which is not a number that JSON knows")

    try:
        return json.loads(text, object_pairs_hook=unique, parse_constant=no_constant)
    except DocumentError:
        raise
    except json.JSONDecodeError as error:
        raise _refuse(f"is not JSON: {error.msg} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise _refuse("is nested too deeply") from None
    except ValueError:  # Python's own limit on the digits of an integer
        raise _refuse("contains a number with too many digits") from None


def _explained(error: ValidationError) -> tuple[Problem, ...]:
    if error.error_count() > 10 * MAX_PROBLEMS:
        return (
            Problem(
                "",
                f"has {error.error_count():,} problems: it is probably not an agreement document",
            ),
        )
    problems: list[Problem] = []
    for detail in error.errors(include_url=False, include_input=False):
        cause = detail.get("ctx", {}).get("error")
        if isinstance(cause, BrokenReferences):
            problems.extend(cause.problems)
        else:
            problems.append(
                Problem(
                    _shown(".".join(map(str, detail["loc"]))),
                    _reason(detail["type"], detail["msg"]),
                )
            )
    return tuple(problems[:MAX_PROBLEMS])


_REASONS = {
    "missing": "is missing",
    "extra_forbidden": "is not a field of this format",
    "string_unicode": "contains half a character (a lone surrogate)",
    "string_too_short": "must not be empty",
    "too_short": "must not be empty",
}


def _reason(kind: str, message: str) -> str:
    known = _REASONS.get(kind)
    return known or message.removeprefix("Input ").removeprefix("Value error, ")


def _shown(text: str) -> str:
    return text[:200].encode("utf-8", "backslashreplace").decode()
