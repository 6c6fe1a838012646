"""How data moves, where it stays, and how it is kept safe."""

import re
from collections.abc import Iterator

from dsaformat.choices import Block, Channel
from dsaformat.parts import Flow, Storage
from lawfulbasis.rules import lacking
from lawfulbasis.rules.answers import is_answered
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule

_EMAIL = re.compile(r"\be-?mail", re.IGNORECASE)
_SAFE = re.compile(
    r"encrypt|secure|\bTLS\b|CJSM|Egress|password|protected|nhs\.net|NHSmail|portal|link|sftp|https", re.IGNORECASE
)
_OPEN_EMAIL = re.compile(
    r"\b(?:unencrypted|non-?encrypted|plain(?:[- ]text)?|ordinary|normal|standard|non-?secure|insecure)\s+e-?mails?\b"
    r"(?!\s+(?:account|address|client|disclaimer|footer|policy|signature|system|template)s?\b)"
    r"|\be-?mails?\s+(?:that (?:is|are) not encrypted|without encryption)\b",
    re.IGNORECASE,
)
_FORBIDS = re.compile(
    r"\b(?:not?|never|nobody|nothing|none|cannot|can[’']t|avoid\w*|forbid\w*|prohibit\w*|instead of|rather than"
    r"|unless|breach|incident|mistake|replac\w*|stop\w*|only (?:where|when|if|for)|subject line)\b",
    re.IGNORECASE,
)
_ENCRYPTED = re.compile(r"\b(?:encrypted|encryption|TLS|CJSM|Egress|nhs\.net)\b", re.IGNORECASE)
_ABOUT_HANDLING = ("flows/", "handling/", "sections/", "storage/", "scenarios/", "security/")
_NOT_OF_THESE = ("/exclusions", "/heading", "/question", "/not_needed", "/note")
_SUPPORT = re.compile(r"support|abroad|overseas|remote|outside the (?:UK|United Kingdom)", re.IGNORECASE)


@rule("ST-06")
def location_blank(case: Case) -> Iterator[Hit]:
    if not case.has_personal_data:
        return
    rows = case.document.storage
    if (
        not rows
        and not is_answered(case.document.handling.storage)
        and not is_answered(case.sections.written(Block.STORAGE))
    ):
        yield hit("storage", party="each party")
    for row in rows:
        if not (row.location or row.country):
            yield hit(f"storage/{row.key}/location", party=case.name(row.party))
        elif not _says_who_supports(case, row):
            yield hit(f"storage/{row.key}/support_from", party=case.name(row.party))


@rule("ST-07")
def no_transfer_method(case: Case) -> Iterator[Hit]:
    document = case.document
    if not case.has_personal_data:
        return
    if (
        not document.flows
        and not is_answered(document.handling.flows)
        and not is_answered(case.sections.written(Block.FLOWS))
    ):
        yield hit("flows", party="each party")
    for flow in document.flows:
        if flow.channel in {None, Channel.OTHER} and not flow.method and _carries_personal_data(case, flow):
            yield hit(f"flows/{flow.key}/channel", party=case.name(flow.sender))


@rule("ST-08")
def unencrypted_email(case: Case) -> Iterator[Hit]:
    for flow in case.document.flows:
        if _is_plain_email(flow) and _carries_personal_data(case, flow):
            yield hit(f"flows/{flow.key}/channel")
    for path, sentences in case.saying("email", "e-mail"):
        here = path.startswith(_ABOUT_HANDLING) and not path.endswith(_NOT_OF_THESE)
        if here and case.has_personal_data and any(_allows_plain_email(sentence) for sentence in sentences):
            yield hit(path)


@rule("ST-09")
def security_blank(case: Case) -> Iterator[Hit]:
    document = case.document
    if is_answered(document.handling.security) or is_answered(case.sections.written(Block.SECURITY)):
        return
    if any(not measure.parties for measure in document.security):
        return
    described = {key for measure in document.security for key in measure.parties}
    described.update(row.party for row in document.storage if row.certification or is_answered(row.text))
    without = [party for party in case.holders if party.key not in described]
    yield from lacking.among(case.holders, without, "security")


@rule("ST-14")
def guidance_for_staff_missing(case: Case) -> Iterator[Hit]:
    document = case.document
    if document.scenarios or document.checklists or is_answered(case.sections.written(Block.SCENARIOS)):
        return
    if any(_is_police(case, dataset.supplier) for dataset in case.personal_datasets):
        yield hit("scenarios")


def _says_who_supports(case: Case, row: Storage) -> bool:
    abroad = case.document.abroad
    return bool(row.support_from or _SUPPORT.search(row.text) or abroad.outside_uk is False or is_answered(abroad.text))


def _is_plain_email(flow: Flow) -> bool:
    if flow.encrypted or flow.encryption:
        return False
    if flow.channel is Channel.PLAIN_EMAIL:
        return True
    if flow.channel not in {None, Channel.OTHER}:
        return False
    return bool(_EMAIL.search(flow.method)) and not _SAFE.search(flow.method)


def _carries_personal_data(case: Case, flow: Flow) -> bool:
    keys = flow.datasets
    return any(case.is_personal(case.datasets[key]) for key in keys) if keys else case.has_personal_data


def _allows_plain_email(sentence: str) -> bool:
    rest = _OPEN_EMAIL.sub("", sentence)
    silent = sentence.endswith("?") or _FORBIDS.search(rest) or _ENCRYPTED.search(rest)
    return rest != sentence and not silent


def _is_police(case: Case, key: str) -> bool:
    organisation = case.parties[key].organisation
    return (
        "police" in f"{organisation.kind} {organisation.name}".casefold()
        or "constabulary" in organisation.name.casefold()
    )
