"""What may be published of an agreement: the document without people, security detail and notes. Pure.

What is left out is replaced in the document itself, so that pages, PDF and data all say "Not published" in its place
and none of them ever holds the words.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from dsaformat import canonical, parts, reading
from dsaformat.choices import Block, ContactRole
from dsaformat.document import AgreementDocument
from dsaformat.shape import Form, Shape, shapes
from dsaformat.values import LINE_LENGTH, Part

AnyPart = TypeVar("AnyPart", bound=Part)

REASON_LENGTH = 200
PEOPLE = "names and direct contact details of people"
SECURITY = "details of how data is kept safe"
NOTES = "notes for the parties alone"

HIDDEN: Mapping[type[Part], Mapping[str, str]] = {
    parts.Contact: {"name": PEOPLE, "email": PEOPLE, "phone": PEOPLE},
    parts.OrganisationSnapshot: {"phone": PEOPLE, "email": PEOPLE},
    parts.Identity: {"authors": PEOPLE},
    parts.HistoryEntry: {"by": PEOPLE},
    parts.Advice: {"by": PEOPLE},
    parts.Waiver: {"by": PEOPLE},
    parts.Governance: {"contact": PEOPLE},
    parts.SignatureWanted: {"name": PEOPLE, "note": NOTES},
    parts.Storage: dict.fromkeys(("text", "system", "location", "support_from", "provider"), SECURITY),
    parts.SecurityMeasure: {"text": SECURITY, "standard": SECURITY},
    parts.Handling: {"storage": SECURITY, "security": SECURITY},
    parts.Flow: {"method": SECURITY, "encryption": SECURITY, "note": NOTES},
    parts.Dataset: {"key_note": SECURITY},
    parts.DigitalEconomy: {"security_plan": SECURITY},
    parts.Member: {"note": NOTES},
    parts.LocalPartner: {"note": NOTES},
    parts.DataItem: {"note": NOTES},
    parts.Endorser: {"note": NOTES},
    parts.CheckItem: {"note": NOTES},
}
"""Fields that are never published, and why; the first that is filled says so for those with the same reason.

Offices, organisations and the kinds of measure are published.
"""

_OF_THE_DOCUMENT: Mapping[Block, tuple[str, ...]] = {
    Block.PARTIES: (),
    Block.LOCAL_PARTNERS: (),
    Block.DUTIES: ("responsibilities",),
    Block.GOVERNANCE: ("governance",),
    Block.RELATED: ("related",),
    Block.DATES: ("term",),
    Block.PURPOSES: ("purposes",),
    Block.BENEFITS: ("benefits",),
    Block.DPIA: ("assessment",),
    Block.LAWFUL_BASIS: ("lawful_basis",),
    Block.LAW_ENFORCEMENT: (),
    Block.CONSENT: ("consent",),
    Block.LEGISLATION: ("legislation",),
    Block.SERIOUS_VIOLENCE: ("serious_violence",),
    Block.DIGITAL_ECONOMY: ("digital_economy",),
    Block.PROPORTIONALITY: ("proportionality",),
    Block.CONFIDENTIALITY: ("confidentiality", "human_rights"),
    Block.RIGHTS: ("rights",),
    Block.PRIVACY_NOTICES: ("privacy_notices",),
    Block.COMPLAINTS: ("complaints",),
    Block.PEOPLE: ("people",),
    Block.DATA: ("datasets",),
    Block.AUTOMATED: ("automated",),
    Block.FLOWS: ("flows", "handling.flows"),
    Block.STORAGE: ("storage", "handling.storage"),
    Block.ACCESS: ("access", "handling.access"),
    Block.SECURITY: ("security", "handling.security"),
    Block.SHARING_RULES: ("sharing_rules", "prohibitions", "handling.sharing"),
    Block.TRANSFERS: ("transfers", "abroad"),
    Block.QUALITY: ("quality",),
    Block.INCIDENTS: ("incidents",),
    Block.FREEDOM_OF_INFORMATION: ("freedom_of_information", "publication"),
    Block.RETENTION: ("retention",),
    Block.END_OF_SHARING: ("end_of_sharing",),
    Block.OBLIGATIONS: ("obligations",),
    Block.SCENARIOS: ("scenarios",),
    Block.CHECKLISTS: ("checklists",),
    Block.DEFINITIONS: ("definitions",),
    Block.ADVICE: ("advice",),
    Block.ATTACHMENTS: ("attachments",),
    Block.JOINT_ARRANGEMENT: ("joint",),
    Block.WAIVERS: ("waivers",),
}
"""What goes when a section that shows the block is withheld."""

_OF_A_PARTY: Mapping[Block, tuple[str, ...]] = {
    Block.PARTIES: ("processor_for", "contract", "processing", "standing", "purpose", "contacts", "vetting",
                    "policies", "membership", "members", "joined_on", "left_on"),
    Block.LOCAL_PARTNERS: ("local_partners", "has_local_partners"),
    Block.DUTIES: ("duties",),
    Block.DPIA: ("assessment",),
    Block.LAWFUL_BASIS: ("policy_document",),
    Block.LAW_ENFORCEMENT: ("law_enforcement",),
}  # fmt: skip
"""Who the parties are and which roles they have is always published: an agreement of nobody tells nothing."""

_POINTED_AT: Mapping[str, Callable[[Any, int], Part]] = {
    "purposes": lambda row, place: parts.Purpose(key=row.key, title=f"Purpose {place}, not published"),
    "datasets": lambda row, place: parts.Dataset(
        key=row.key, title=f"Data {place}, not published", supplier=row.supplier
    ),
}
"""Rows that others name stay, without what they say."""

_NO_WORDS = frozenset({"format_version", "key", "code", "regime", "sha256", "rule"})


@dataclass(frozen=True, slots=True)
class Withheld:
    """One section that is left out, with the tables it shows."""

    section: str
    reason: str


@dataclass(frozen=True, slots=True)
class Extract:
    """The document as it may be published, and the fingerprint of the whole text that it is taken from."""

    document: AgreementDocument
    of: str
    withheld: tuple[Withheld, ...]


def extract(document: AgreementDocument, withheld: Iterable[Withheld] = ()) -> Extract:
    """Names, email addresses and phone numbers that are hidden are also taken out of every text that repeats them.

    Sections are matched by key; one that the document does not have is passed over. The order of `withheld` makes no
    difference.
    """
    of, chosen = canonical.fingerprint(document), {one.section: one for one in withheld}
    wanted = tuple(chosen[section.key] for section in document.sections if section.key in chosen)
    taken: set[str] = set()
    bare = _without_blocks(document, wanted)
    bare = bare.model_copy(update={"sections": tuple(_section(one, chosen.get(one.key)) for one in bare.sections)})
    bare = bare.model_copy(update=_hidden(bare, taken) | {"law": ()})
    repeated = _repeated(document, taken)
    whole = reading.parse(canonical.plain(_scrubbed(bare, repeated) if repeated else bare))
    law = tuple(wording for wording in document.law if wording.code in whole.codes)
    sections = (_about(whole, of, wanted), *whole.sections)
    return Extract(whole.model_copy(update={"law": law, "sections": sections}), of, wanted)


def instead(reason: str) -> str:
    return f"Not published: {reason}"


def _hidden(part: Part, taken: set[str]) -> dict[str, Any]:
    """The fields of a part, or of parts within it, that say something else when published."""
    rules = HIDDEN.get(type(part), {})
    known = {shape.name: shape for shape in shapes(type(part))}
    changed: dict[str, Any] = {}
    said: set[str] = set()
    for name, reason in rules.items():
        if value := getattr(part, name):
            if reason == PEOPLE:
                taken.update(value if known[name].several else (value,))
            changed[name] = _in_its_place(known[name], reason, said)
    for name, shape in known.items():
        if shape.form is Form.PART and name not in rules and (value := getattr(part, name)):
            changed[name] = (
                tuple(_published(one, taken) for one in value) if shape.several else _published(value, taken)
            )
    return changed


def _published(part: Part, taken: set[str]) -> Part:
    changed = _hidden(part, taken)
    return part.model_copy(update=changed) if changed else part


def _in_its_place(shape: Shape, reason: str, said: set[str]) -> Any:
    """The reason once in each part: a contact without name, email and phone says it a single time."""
    if reason in said and shape.optional:
        return shape.default
    said.add(reason)
    return (instead(reason),) if shape.several else instead(reason)


def _section(section: parts.Section, withheld: Withheld | None) -> parts.Section:
    if withheld is None:
        return section
    return parts.Section(key=section.key, number=section.number, heading=section.heading, text=instead(withheld.reason))


def _without_blocks(document: AgreementDocument, withheld: tuple[Withheld, ...]) -> AgreementDocument:
    keys = {one.section for one in withheld}
    blocks = {block for section in document.sections if section.key in keys for block in section.blocks}
    if not blocks:
        return document
    fields = {field for block in blocks for field in _OF_THE_DOCUMENT[block]}
    of_parties = {field for block in blocks for field in _OF_A_PARTY.get(block, ())}
    changed: dict[str, Any] = {
        "parties": tuple(_emptied(party, of_parties) for party in document.parties),
        "handling": _emptied(
            document.handling, {field.partition(".")[2] for field in fields if field.startswith("handling.")}
        ),
        "waivers": tuple(one for one in document.waivers if not _is_about(one.path, fields, of_parties)),
    }
    for field in fields - {"waivers"}:
        if field in _POINTED_AT:
            rows = enumerate(getattr(document, field), start=1)
            changed[field] = tuple(_POINTED_AT[field](row, place) for place, row in rows)
        elif "." not in field:
            changed[field] = _default(document, field)
    if "waivers" in fields:
        changed["waivers"] = ()
    return document.model_copy(update=changed)


def _emptied(part: Part, fields: set[str]) -> Part:
    return part.model_copy(update={field: _default(part, field) for field in fields}) if fields else part


def _default(part: Part, field: str) -> Any:
    return type(part).model_fields[field].get_default(call_default_factory=True)


def _is_about(path: str, fields: set[str], of_parties: set[str]) -> bool:
    steps = path.split("/")
    return steps[0] in fields or (steps[0] == "parties" and len(steps) > 2 and steps[2] in of_parties)


def _repeated(document: AgreementDocument, taken: set[str]) -> tuple[re.Pattern[str], ...]:
    """What would tell a person wherever it stands. The name of a body or an office tells nobody."""
    known = {party.name.casefold() for party in document.parties}
    known.update(party.organisation.short_name.casefold() for party in document.parties)
    known.update(role.label.casefold() for role in ContactRole)
    known.update(contact.office.casefold() for party in document.parties for contact in party.contacts)
    known.update(wanted.office.casefold() for wanted in document.signatures)
    telling = sorted((text for text in taken if text.casefold() not in known and _tells(text)), key=len, reverse=True)
    return tuple(re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", re.IGNORECASE) for text in telling)


def _tells(text: str) -> bool:
    """An address, a number that can be called, or a name of several words: one word alone may mean anything."""
    return "@" in text or sum(map(str.isdigit, text)) >= 6 or len(text.split()) > 1


def _scrubbed(part: AnyPart, patterns: tuple[re.Pattern[str], ...]) -> AnyPart:
    """The part with its words cleaned; keys, codes and choices are no words."""
    changed: dict[str, Any] = {}
    for shape in shapes(type(part)):
        value = getattr(part, shape.name)
        if not value or shape.name in _NO_WORDS:
            continue
        clean: Callable[[Any], Any]
        if shape.form is Form.PART:
            clean = partial(_scrubbed, patterns=patterns)
        elif shape.form in {Form.LINE, Form.TEXT}:
            clean = partial(_without, patterns=patterns)
        else:
            continue
        changed[shape.name] = tuple(map(clean, value)) if shape.several else clean(value)
    return part.model_copy(update=changed)


def _without(text: str, patterns: tuple[re.Pattern[str], ...]) -> str:
    for pattern in patterns:
        said = pattern.sub("[not published]", text)
        # A line that was full must not grow beyond what the format allows.
        text = said if len(said) <= LINE_LENGTH else pattern.sub("[…]", text)
    return text


def _about(document: AgreementDocument, of: str, withheld: tuple[Withheld, ...]) -> parts.Section:
    """Stands first, in the data too: nobody can take the extract for the text that is signed."""
    keys = {section.key for section in document.sections}
    key = next(key for key in _names() if key not in keys)
    headings = {section.key: f"{section.number} {section.heading}".strip() for section in document.sections}
    left_out = (PEOPLE, SECURITY, NOTES, *(f"{headings[one.section]}: {one.reason}" for one in withheld))
    text = (
        "This is what may be published of the agreement. It is not the text that the parties sign.\n\n"
        f"The whole text has the fingerprint {canonical.grouped(of)}.\n\n"
        "Left out, and marked as not published where it would stand:\n\n" + "\n".join(f"- {one}" for one in left_out)
    )
    return parts.Section(key=key, heading="About this extract", text=text)


def _names() -> Iterator[str]:
    yield "about-this-extract"
    place = 2
    while True:
        yield f"about-this-extract-{place}"
        place += 1
