"""What a second person is asked about a signature that somebody brought. Pure."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from signing.choices import Route


class Check(NamedTuple):
    code: str
    question: str
    confirms: str
    """What is recorded of a yes."""
    lacks: str
    """Why the paper goes back after a no."""


_REFERENCE = Check(
    "reference",
    "Does it carry the reference {reference} and version {version}?",
    "It carries the reference {reference} and version {version}.",
    "It does not carry the reference {reference} and version {version}.",
)
_FINGERPRINT = Check(
    "fingerprint",
    "Is the fingerprint on it the one on this page?",
    "The fingerprint on it is that of the text.",
    "The fingerprint on it is not the one of this text.",
)
_PAGES = Check(
    "pages",
    "Is everything there: the signature sheet, or all pages of the signing pack?",
    "It is complete.",
    "Pages are missing.",
)
_LEGIBLE = Check(
    "legible",
    "Can you read the name, the job title or rank, and the date, and see the signature?",
    "Name, job title or rank and date can be read, and it is signed.",
    "Not everything on it can be read.",
)
_ENTITLED = Check(
    "entitled",
    "May {name} sign for {organisation}?",
    "{name} may sign for {organisation}.",
    "{name} may not sign for {organisation}.",
)
_DATE = Check(
    "date",
    "Is {date} the date that is written there, and can it be right?",
    "The date written there is {date}.",
    "{date} is not the date that is written there, or it cannot be right.",
)
_SAME_TEXT = Check(
    "text",
    "Is the text in this file the text of version {version} of {reference}?",
    "The text in the file is that of version {version} of {reference}.",
    "The text in the file is not that of version {version} of {reference}.",
)
_WHOLE_FILE = _PAGES._replace(question="Is the file complete?")
_SHOWN = Check(
    "legible",
    "Does the file show that {name} signed it, and when?",
    "The file shows that {name} signed it, and when.",
    "The file does not show that {name} signed it, and when.",
)
_DAY = Check(
    "date",
    "Is {date} the date of the signature there, and can it be right?",
    "The date of the signature there is {date}.",
    "{date} is not the date of the signature there, or it cannot be right.",
)

_OF_ROUTE = {
    Route.PAPER: (_REFERENCE, _FINGERPRINT, _PAGES, _LEGIBLE, _ENTITLED, _DATE),
    Route.ELSEWHERE: (_SAME_TEXT, _WHOLE_FILE, _SHOWN, _ENTITLED, _DAY),
}


def asked(route: Route, values: Mapping[str, object]) -> tuple[Check, ...]:
    """The questions, with the names and numbers of this paper in them."""
    return tuple(Check(check.code, *(said.format(**values) for said in check[1:])) for check in _OF_ROUTE[Route(route)])


def lacking(checks: Iterable[Check], answers: Mapping[str, bool]) -> list[str]:
    """Why it goes back; nothing when every answer is yes."""
    return [check.lacks for check in checks if not answers[check.code]]


def confirmed(checks: Iterable[Check]) -> list[str]:
    return [check.confirms for check in checks]
