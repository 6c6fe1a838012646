"""On which basis each party shares."""

import datetime as dt
import re
from collections.abc import Iterator

from dsaformat.choices import Aim, LawKind
from dsaformat.parts import BasisRow, Legislation, Party
from lawfulbasis.catalogue import Provision
from lawfulbasis.rules import words
from lawfulbasis.rules.answers import is_answered
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.phrases import found
from lawfulbasis.rules.powers import authorises, names_a_law
from lawfulbasis.rules.registry import Hit, hit, rule

CONSENT = ("art6_1_a", "art9_2_a", "sch1_p3_consent")
_CONSENT_UNDER_PART_3 = ("s35_2_a", "s35_4_sensitive_consent")

_NO_TASK = re.compile(
    r"\b(?:not|no|outside|beyond|other than|unrelated to)\b[\w\s’',-]{0,50}\b(?:tasks?|functions?)\b", re.IGNORECASE
)
_EMERGENCY = re.compile(r"emergenc|urgent|life|lives|one[- ]off|once|single|ad hoc|incident|danger", re.IGNORECASE)
_ROUTINE = re.compile(
    r"hourly|daily|nightly|weekly|fortnightly|monthly|quarterly|termly|yearly|annual|every|each|continuous|real[- ]time"
    r"|regular|routine|ongoing|schedul|per (?:hour|day|week|month|quarter|term|year)",
    re.IGNORECASE,
)
_OFFENCES = re.compile(r"criminal|offence|conviction", re.IGNORECASE)
_SECTION_8 = re.compile(
    r"\b(?:section|s\.?) ?8(?:\(\w\))? (?:of the )?(?:Data Protection Act|DPA)(?: 2018)?|\bDPA 2018 s\.? ?8\b",
    re.IGNORECASE,
)
_ASSESSMENT = re.compile(r"legitimate interests?|\bLIA\b", re.IGNORECASE)


@rule("A6-01")
def no_article_6_basis(case: Case) -> Iterator[Hit]:
    for party in case.part_2_controllers:
        if case.reliance.data(party) and not case.basis(party, "uk_gdpr_art6"):
            yield hit(f"parties/{party.key}/lawful_basis", party=party.name)


@rule("A6-02")
def public_authority_on_legitimate_interests(case: Case) -> Iterator[Hit]:
    yield from _for_its_tasks(case, "art6_1_f_legitimate_interests")


@rule("A6-03")
def public_authority_on_recognised_interest(case: Case) -> Iterator[Hit]:
    yield from _for_its_tasks(case, "art6_1_ea_recognised_li")


def _for_its_tasks(case: Case, condition: str) -> Iterator[Hit]:
    """Nothing in the document says what a public authority's tasks are, unless the reason says that this is none."""
    for row in case.document.lawful_basis:
        party = case.parties[row.party]
        if row.condition == condition and party.organisation.public_authority and not _NO_TASK.search(row.reason):
            yield hit(f"lawful_basis/{row.key}", party=party.name)


@rule("A6-04")
def recognised_interest_without_its_condition(case: Case) -> Iterator[Hit]:
    for row in case.document.lawful_basis:
        wanted = case.flag(row.condition, "requires_one_of_regime")
        if isinstance(wanted, str) and not case.reliance.beside(row, wanted):
            yield hit(f"lawful_basis/{row.key}", party=case.name(row.party))


@rule("A6-05")
def not_in_force(case: Case) -> Iterator[Hit]:
    starts_on = case.document.term.starts_on
    day = case.on if case.facts.active or starts_on is None else starts_on
    for row in case.document.lawful_basis:
        provision = case.catalogue.on(row.condition, day)
        if provision is None or not provision.in_force_on(day) or not provision.selectable:
            name = _cited(case, provision) if provision else case.label(row.condition)
            yield hit(f"lawful_basis/{row.key}", entry=name, date=words.day(day))
        elif _has_ended(case, provision):
            yield hit(f"lawful_basis/{row.key}", entry=_cited(case, provision), date=words.day(case.on))


def _has_ended(case: Case, provision: Provision) -> bool:
    return provision.in_force_to is not None and provision.in_force_to < case.on


def _cited(case: Case, provision: Provision) -> str:
    """Where it stands; of repealed law also since when it is none, and what took its place."""
    if provision.in_force_to is None or not _has_ended(case, provision):
        return provision.reference
    since = words.day(provision.in_force_to + dt.timedelta(days=1))
    later = [entry.reference for code in provision.replaced_by if (entry := case.provision(code)) is not None]
    return f"{provision.reference} (repealed on {since}{'; now ' if later else ''}{' and '.join(later)})"


@rule("A6-06")
def request_not_evidenced(case: Case) -> Iterator[Hit]:
    for row in case.document.lawful_basis:
        if row.condition == "annex1_public_task_disclosure":
            missing = [name for name in ("requested_by", "reason") if not is_answered(getattr(row, name))]
            if missing:
                yield hit(f"lawful_basis/{row.key}/{missing[0]}", party=case.name(row.party))


@rule("A6-07")
def basis_without_a_law(case: Case) -> Iterator[Hit]:
    for row in case.document.lawful_basis:
        party = case.parties[row.party]
        if not case.flag(row.condition, "needs_named_law"):
            continue
        named = any(authorises(law) for law in case.reliance.laws(party))
        if not (named or any(_cites_law(other) for other in case.basis(party))):
            yield hit(f"lawful_basis/{row.key}", party=party.name, basis=case.cited(row.condition))


def _cites_law(row: BasisRow) -> bool:
    return any(names_a_law(text) for text in (row.reason, row.names) if text)


@rule("A6-08")
def legal_obligation_from_powers_only(case: Case) -> Iterator[Hit]:
    for row in case.document.lawful_basis:
        if row.condition != "art6_1_c_legal_obligation" or _cites_law(row):
            continue
        laws = [law for law in case.reliance.laws(case.parties[row.party]) if authorises(law)]
        if laws and all(_kind(case, law) is LawKind.POWER for law in laws):
            yield hit(f"lawful_basis/{row.key}", law=words.listed([_named(law) for law in laws]))


def _kind(case: Case, law: Legislation) -> LawKind | None:
    if law.kind is not None or law.code is None:
        return law.kind
    return LawKind.POWER if case.flag(law.code, "duty_or_power") == "power" else LawKind.DUTY


def _named(law: Legislation) -> str:
    return f"{law.title} {law.provision}".strip()


@rule("A6-09")
def public_authority_on_consent(case: Case) -> Iterator[Hit]:
    for party in case.document.parties:
        if party.organisation.public_authority:
            for row in case.relies_on(party, *CONSENT):
                yield hit(f"lawful_basis/{row.key}", party=party.name)


@rule("A6-10")
def consent_without_a_way_out(case: Case) -> Iterator[Hit]:
    explained = {row.party: row for row in case.document.consent}
    for party in case.document.parties:
        if not case.relies_on(party, *CONSENT, *_CONSENT_UNDER_PART_3):
            continue
        row = explained.get(party.key)
        if row is None:
            yield hit("consent", party=party.name)
        elif not is_answered(row.recorded):
            yield hit(f"consent/{row.key}/recorded", party=party.name)
        elif not is_answered(row.withdrawn):
            yield hit(f"consent/{row.key}/withdrawn", party=party.name)


@rule("A6-11")
def legitimate_interests_without_an_assessment(case: Case) -> Iterator[Hit]:
    if any(_ASSESSMENT.search(f"{item.kind} {item.title}") for item in case.document.attachments):
        return
    for row in case.document.lawful_basis:
        party = case.parties[row.party]
        if case.flag(row.condition, "needs") != "legitimate_interests_assessment":
            continue
        if not party.organisation.public_authority and not is_answered(row.assessment):
            yield hit(f"lawful_basis/{row.key}/assessment", party=party.name)


@rule("A6-12")
def vital_interests_for_routine_sharing(case: Case) -> Iterator[Hit]:
    for party in case.document.parties:
        rows = case.relies_on(party, "art6_1_d", "art9_2_c")
        if rows and _is_routine(case, party):
            for row in rows:
                exceptional = row.contingent or Aim.EMERGENCY in case.reliance.aims(row)
                if not (exceptional or _EMERGENCY.search(row.reason)):
                    yield hit(f"lawful_basis/{row.key}", party=party.name)


def _is_routine(case: Case, party: Party) -> bool:
    """Some of the party's data comes or goes again and again, as far as anybody has said how often."""
    data = case.reliance.data(party)
    flows = [flow for dataset in data for flow in case.flows.get(dataset.key, ())]
    said = {dataset.frequency for dataset in data} | {
        flow.frequency for flow in flows if party.key in {flow.sender, *flow.recipients}
    }
    return any(_ROUTINE.search(text) and not _EMERGENCY.search(text) for text in said)


@rule("A6-13")
def too_many_bases(case: Case) -> Iterator[Hit]:
    for party in case.document.parties:
        rows = case.basis(party, "uk_gdpr_art6")
        if len({row.condition for row in rows}) >= 4 and not any(row.purpose or row.reason for row in rows):
            yield hit(f"parties/{party.key}/lawful_basis", party=party.name)


@rule("A6-14")
def old_law_quoted(case: Case) -> Iterator[Hit]:
    for place in found(case, "law"):
        yield hit(place.path, phrase=place.words, instead=place.phrase.instead)
    for path, sentences in case.saying("section 8", "s.8", "s8 ", "s. 8", "s 8 "):
        for sentence in sentences:
            cited = _SECTION_8.search(sentence)
            if cited and _OFFENCES.search(sentence):
                instead = "cite section 10, which is the one about criminal offence data"
                yield hit(path, phrase=cited.group(), instead=instead)
                break


@rule("A6-15")
def new_purpose_without_a_route(case: Case) -> Iterator[Hit]:
    for purpose in case.document.purposes:
        if purpose.collected_for_other and purpose.reuse_route is None and not is_answered(purpose.reuse_reason):
            yield hit(f"purposes/{purpose.key}/reuse_route", name=purpose.title)
