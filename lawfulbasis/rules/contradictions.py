"""Words that contradict the rows beside them. Only plain statements about the whole agreement count as such."""

import datetime as dt
import re
from collections.abc import Iterator

from dsaformat.choices import Identifiability
from dsaformat.parts import Dataset, ReviewOn
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule
from lawfulbasis.rules.words import day, listed, quoted

_PERSONAL = r"(?:person(?:al)?(?:ly)?[- ]?identifiable|identifiable|personal|person identifiable)"
_NONE_SHARED = re.compile(
    rf"\bno {_PERSONAL} (?:data|information) (?:is|are|will be|shall be) (?:shared|used|exchanged|processed|disclosed"
    r"|transferred|involved|included)"
    r"|\b(?:parties|partners|we|(?:this|the) (?:agreement|protocol|project|sharing|datasets?|shared data|data shared))"
    rf" (?:do|does|will|shall) not (?:share|use|exchange|process|involve|include|contain) (?:any )?{_PERSONAL}"
    r" (?:data|information)",
    re.IGNORECASE,
)
_NOT_ABOUT_ALL = re.compile(
    r"\b(?:unless|except|other than|beyond|without|until|outside|where|when|if|which|more|further|additional|with|to"
    r"|from|by|reports?|results?|publi\w+|emails?|subject lines?|dashboards?|outputs?|minutes|logs?|notices?|statistics"
    r"|maps?|figures|step|phase|stage|pilot|sections?|annex\w*|appendix|anyone|other|test\w*)\b",
    re.IGNORECASE,
)
_ABOUT_THE_WHOLE = ("sections/", "purposes/", "handling/", "human_rights/", "proportionality/", "identity/scope")
_NOT_OF_IT = ("/heading", "/question", "/not_needed")

_MONTHS = {dt.date(2000, month, 1).strftime("%B").casefold(): month for month in range(1, 13)}
_DATE = (
    rf"(?P<iso>\d{{4}}-\d\d-\d\d)|(?P<d>\d{{1,2}})[/.](?P<m>\d{{1,2}})[/.](?P<y>\d{{4}})"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{'|'.join(_MONTHS)}),? (?P<year>\d{{4}})"
)
_THIS = r"\bthis (?:agreement|protocol|annex|memorandum|arrangement|document|DSA|ISA|MoU)\b(?: \w+){0,2}? "
_STATED = {
    "start": rf"{_THIS}(?:starts?|begins?|commences?|comes? into (?:force|effect)|takes effect)(?: on| from)? "
    r"|\b(?:start date|date agreement comes into force|in force from|effective date)\s*[:–-]\s*",
    "end": rf"{_THIS}(?:ends?|expires?|terminates?|(?:lasts|runs) until)(?: on)? "
    r"|\b(?:end date|termination date|expiry date)\s*[:–-]\s*",
    "review": rf"{_THIS}(?:is|will be|is to be|shall be|must be) reviewed (?:on|by) "
    r"|\b(?:review date|date of agreement review|date of review|next review)\s*[:–-]\s*",
}
_STATEMENTS = {kind: re.compile(f"(?:{words})(?:the )?(?:{_DATE})", re.IGNORECASE) for kind, words in _STATED.items()}
_STATED_WITH = (
    *(f"this {name}" for name in ("agreement", "protocol", "annex", "memorandum", "arrangement", "document")),
    *("this dsa", "this isa", "this mou", "date", "in force from", "next review"),
)
"""In small letters, what a statement cannot do without: texts without any of it are not searched."""
_YEAR = re.compile(r"\d{4}")
_HISTORY = ("versions/", "related/", "attachments/", "advice/", "definitions/", "scenarios/")

_OWN_VERSION = re.compile(
    r"\b(?:this is|this) version (?:number )?V?(?P<a>\d+(?:\.\d+)*)\b"
    r"|\bthis (?:agreement|protocol|annex|memorandum|document|DSA|ISA|MoU) is (?:version |V)V?(?P<b>\d+(?:\.\d+)*)\b"
    r"|^(?:document |agreement )?version(?: number)?\s*[:–-]\s*V?(?P<c>\d+(?:\.\d+)*)\b",
    re.IGNORECASE | re.MULTILINE,
)
_IN_TITLE = re.compile(r"\b(?:version |V)(?P<a>\d+(?:\.\d+)*)\b", re.IGNORECASE)
_VERSIONED_WITH = ("version", *(f"v{digit}" for digit in range(10)))
_NUMBER = re.compile(r"\d+(?:\.\d+)*")


@rule("TX-02")
def says_no_personal_data(case: Case) -> Iterator[Hit]:
    """C-11."""
    titles = [dataset.title for dataset in case.personal_datasets if _shows_people(case, dataset)]
    if not titles:
        return
    for path, sentences in case.saying(
        "no person", "no identif", "not share", "not use", "not in", "not con", "not pro"
    ):
        if not path.startswith(_ABOUT_THE_WHOLE) or path.endswith(_NOT_OF_IT):
            continue
        found = next((sentence for sentence in sentences if _says_none(sentence)), None)
        if found:
            yield hit(path, words=quoted(found), dataset=listed([f"“{title}”" for title in titles]))


@rule("TX-03")
def dates_disagree(case: Case) -> Iterator[Hit]:
    term = case.document.term
    known = {"start": term.starts_on, "end": term.ends_on}
    known["review"] = term.review.on if isinstance(term.review, ReviewOn) else None
    for path, text in case.holding(_STATED_WITH):
        if path.startswith(_HISTORY) or not _YEAR.search(text):
            continue
        for kind, expected in known.items():
            for match in _STATEMENTS[kind].finditer(text):
                stated = _date(match)
                endless = kind == "end" and term.ongoing
                if stated and (endless or (expected and stated != expected)):
                    date = day(expected) if expected else "no end"
                    yield hit(path, words=quoted(match.group()), other=kind, date=date)


@rule("TX-05")
def versions_disagree(case: Case) -> Iterator[Hit]:
    label = _NUMBER.search(case.document.identity.version_label)
    if label is None:
        return
    for path, text in case.holding(_VERSIONED_WITH):
        pattern = _IN_TITLE if path in {"identity/title", "identity/public_title"} else _OWN_VERSION
        if path.startswith(_HISTORY):
            continue
        for match in pattern.finditer(text):
            number = next(group for group in match.groups() if group)
            if _version(number) != _version(label.group()):
                yield hit(path, words=quoted(match.group()), name=case.document.identity.version_label)
                break


def _says_none(sentence: str) -> bool:
    rest = _NONE_SHARED.sub("", sentence)
    return rest != sentence and not _NOT_ABOUT_ALL.search(rest) and not sentence.endswith("?")


def _shows_people(case: Case, dataset: Dataset) -> bool:
    """People can be recognised in it: as somebody chose, or because it names them."""
    if dataset.identifiability is Identifiability.IDENTIFIABLE:
        return True
    return any(case.flag(code, "direct_identifier") for code in case.codes(dataset))


def _date(match: re.Match[str]) -> dt.date | None:
    found = match.groupdict()
    try:
        if found["iso"]:
            return dt.date.fromisoformat(found["iso"])
        if found["y"]:
            return dt.date(int(found["y"]), int(found["m"]), int(found["d"]))
        return dt.date(int(found["year"]), _MONTHS[found["month"].casefold()], int(found["day"]))
    except ValueError:  # 31 June
        return None


def _version(number: str) -> tuple[int, ...]:
    """5 and 5.0 are the same version."""
    parts = [int(part) for part in number.split(".")]
    while len(parts) > 1 and parts[-1] == 0:
        parts.pop()
    return tuple(parts)
