"""What the data is, and what it is called."""

import re
from collections.abc import Iterator

from dsaformat.choices import Identifiability
from lawfulbasis.rules.questions import receives, types_in
from lawfulbasis.rules.registry import Case, Hit, hit, rule
from lawfulbasis.rules.words import texts

_PSEUDONYMS = re.compile(r"pseudonymis", re.IGNORECASE)
_NOT_PERSONAL = re.compile(
    r"(?:not|no longer|never|rather than|isn[’']t)\s+(?:\w+\s+){0,4}personal data"
    r"|no (?:person(?:al)?(?:ly)? )?identifiable (?:data|information)"
    r"|(?:not|isn[’']t) subject to (?:section 7|subject access)"
    r"|(?:rights|subject access)(?: requests?)? (?:do|does) not apply",
    re.IGNORECASE,
)


@rule("DT-01")
def pseudonymised_called_not_personal(case: Case) -> Iterator[Hit]:
    ticked = any(dataset.identifiability is Identifiability.PSEUDONYMISED for dataset in case.document.datasets)
    for path, text in texts(case.document):
        if _NOT_PERSONAL.search(text) and (ticked or _PSEUDONYMS.search(text)):
            yield hit(path)


@rule("DT-02")
def key_holder_not_stated(case: Case) -> Iterator[Hit]:
    for dataset in case.document.datasets:
        if dataset.identifiability is Identifiability.PSEUDONYMISED and not dataset.key_holders:
            yield hit(f"datasets/{dataset.key}/key_holders")


@rule("DT-03")
def key_holder_receives(case: Case) -> Iterator[Hit]:
    for dataset in case.document.datasets:
        if dataset.identifiability is not Identifiability.PSEUDONYMISED:
            continue
        for key in sorted(receives(case.document, dataset).intersection(dataset.key_holders)):
            yield hit(f"datasets/{dataset.key}/key_holders", party=case.document.party(key).name)


@rule("DT-04")
def anonymous_with_identifiers(case: Case) -> Iterator[Hit]:
    for dataset in case.document.datasets:
        if dataset.identifiability is not Identifiability.ANONYMISED:
            continue
        found = [case.catalogue.on(code, case.on) for code in sorted(types_in(dataset))]
        names = [entry.label for entry in found if entry is not None and entry.flags.get("direct_identifier")]
        if names:
            yield hit(f"datasets/{dataset.key}", types=", ".join(names))
