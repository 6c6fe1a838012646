"""What the catalogue's flags mean, in sentences. Pure: an entry's values in, facts out."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Flags = Mapping[str, Any]
Fact = tuple[str, str | list[str]]

KINDS = frozenset(
    {
        "sensitive_processing_type",
        "competent_authority",
        "svd_specified_authority",
        "svd_relevant_authority",
        "uk_gdpr_right",
        "party_role",
        "data_category",
        "personal_data_type",
        "special_category_type",
        "data_subject_type",
        "dpa1998_sch2",
        "dpa1998_sch3",
    }
)
"""Regimes whose entries say what something is or was. Nobody relies on them, so who may do so is no question."""

SPECIAL_CATEGORIES: dict[str, str] = {
    "racial_ethnic": "racial or ethnic origin",
    "political": "political opinions",
    "religious_philosophical": "religious or philosophical beliefs",
    "trade_union": "trade union membership",
    "genetic": "genetic data",
    "biometric_id": "biometric data that identifies a person",
    "health": "health",
    "sex_life_orientation": "sex life or sexual orientation",
    "sex_life_orientation (orientation only)": "sexual orientation",
}
_CONTROLLERS = {
    "regulated sector": "firms in the regulated sector",
    "not_for_profit": "not-for-profit bodies",
    "registered_political_party": "registered political parties",
    "elected_representative": "elected representatives",
}
_CONSENT_BARS = {
    "not reasonably obtainable": "Only where you cannot reasonably be expected to get the person’s consent.",
    "listed reason": "Only without consent, and for one of the reasons that the Act lists. Record which.",
    "would prejudice purpose": "Only where asking for consent would defeat the purpose. Record why.",
    "would prejudice function": "Only where asking for consent would get in the way of the function. Record why.",
}
_NEEDS = {
    "data_protection_test": "A dated assessment that protection abroad is not materially lower",
    "legitimate_interests_assessment": "A legitimate interests assessment",
}
# What must be recorded beside the choice, for each flag that asks for it.
_RECORDS = {
    "needs_named_law": "The law relied on",
    "requires_named_part2_condition": "The Part 2 condition that it extends",
    "requires_strict_necessity_statement": "Why nothing less intrusive would do",
    "requires_reference": "The reference of the approval",
    "requires_expiry": "The day on which the approval ends",
    "requires_free_text": "The reasons, in your own words",
    "requires_description": "A description of the data",
    "extra_test": "Who keeps the data confidential: a professional, or staff who owe it",
    "register_required": "The number of its entry in the government’s register",
}
_PROPERTIES = {
    "substantial_public_interest_test": "The sharing must be necessary for reasons of substantial public interest.",
    "direct_care_only": "In practice for a person’s own care only.",
    "case_by_case": "Decided case by case.",
    "confidentiality_lifted": "A disclosure under it does not breach a duty of confidentiality.",
    "code_of_practice": "A code of practice applies.",
    "health_or_social_care_authority": "May disclose no personal information under the Serious Violence Duty.",
    "legacy": "A term of earlier law: it is read from old agreements and must be replaced.",
    "direct_identifier": "Points directly at a person, so data with it is not anonymous.",
    "quasi_identifier": "Can point at a person together with other data.",
    "likely_reveals_health": "Often says something about health.",
    "likely_reveals_special_category": "Often reveals special category data.",
    "third_party_data": "Often says something about other people too.",
    "implies_criminal_offence": "Counts as criminal offence data.",
    "implies_health": "Counts as data about health.",
    "vulnerable": "People whom the law protects in particular.",
}
_RIGHTS = {"erasure": "erasure", "portability": "portability", "object": "objection"}


def facts(regime: str, flags: Flags) -> list[Fact]:
    """What the entry asks for and who may use it, as names and sentences; nothing that says nothing."""
    asked = _FACTS if regime in KINDS else (*_RELIANCE, *_FACTS)
    return [(name, said) for name, say in asked if (said := say(flags))]


def related(flags: Flags) -> list[str]:
    """Codes of the entries that belong to it."""
    one = [flags[name] for name in ("parent", "pairs_with") if flags.get(name)]
    lists = ("applies_only_when", "inapplicable_when", "replaced_by")
    return [*one, *(code for name in lists for code in flags.get(name, ()))]


def _who(flags: Flags) -> list[str]:
    limits = flags.get("limits") or {}
    lines = [f"Only for {_CONTROLLERS.get(kind, kind)}." for kind in limits.get("controller_types", ())]
    if flags.get("processing") == "part3":
        lines.append("Only for competent authorities that act for a law enforcement purpose.")
    if flags.get("may_transfer_to_non_authority_abroad"):
        lines.append("May also send data to bodies abroad that are not authorities, under section 77.")
    return lines


def _only_for(flags: Flags) -> list[str]:
    limits = flags.get("limits") or {}
    lines = []
    if kinds := limits.get("data_types"):
        lines.append(f"Only for data about {_listed([SPECIAL_CATEGORIES.get(kind, kind) for kind in kinds])}.")
    if limits.get("purpose"):
        lines.append(f"Only for {str(limits['purpose']).removesuffix(' only')}.")
    if limits.get("min_age"):
        lines.append(f"Only for people aged {limits['min_age']} or over.")
    if limits.get("requires"):
        lines.append(f"Only through a {limits['requires']}.")
    if limits.get("no_individual_decisions"):
        lines.append("Never for measures or decisions about a particular person.")
    if limits.get("stop_on_written_notice"):
        lines.append("Stops for a person who asks in writing.")
    return lines


def _policy(flags: Flags) -> list[str]:
    needed, note = flags.get("requires_appropriate_policy_document"), flags.get("apd_note", "")
    answer = "It depends on how it is used." if needed == "conditional" else ("Yes." if needed else "")
    return [line for line in (answer, note) if line]


def _public(flags: Flags) -> list[str]:
    closed = flags.get("usable_by_public_authorities") is False
    answer = "Not when they carry out their tasks." if closed else "Yes."
    return [line for line in (answer, flags.get("public_authority_note", "")) if line]


def _pairs(flags: Flags) -> str:
    part = flags.get("requires_sch1_part")
    return f"A condition from Schedule 1 Part {part} of the Data Protection Act 2018" if part else ""


def _offence(flags: Flags) -> str:
    usable = flags.get("usable_for_criminal_offence_data")
    if usable == "via_para_37":
        return "Only through paragraph 37 of Schedule 1"
    return "" if usable is None else ("Yes" if usable else "No")


def _records(flags: Flags) -> list[str]:
    lines = [words for flag, words in _RECORDS.items() if flags.get(flag)]
    if flags.get("needs") in _NEEDS:
        lines.append(_NEEDS[flags["needs"]])
    return lines


def _rights(flags: Flags) -> list[str]:
    effect = flags.get("rights_effect")
    return list(_each_right(effect)) if effect else []


def _each_right(effect: Flags) -> Iterator[str]:
    for right, name in _RIGHTS.items():
        answer = effect.get(right)
        words = "applies where data is handled by machine" if answer == "if_automated" else "applies"
        yield f"{name.capitalize()} {words if answer else 'does not apply'}."


def _means(flags: Flags) -> list[str]:
    lines = [words for flag, words in _PROPERTIES.items() if flags.get(flag) is True]
    if flags.get("adm_bar"):
        lines.append("No important decision may be taken by a machine alone in reliance on it.")
    if kinds := flags.get("maps_to_special_category"):
        lines.append(f"The same as {_listed([SPECIAL_CATEGORIES.get(kind, kind) for kind in kinds])} under Part 2.")
    return lines


def _duty(flags: Flags) -> str:
    kind = flags.get("duty_or_power")
    return {"duty": "A duty: you must share", "power": "A power: you may share"}.get(str(kind), "")


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


_Say = Callable[[Flags], str | list[str]]
_RELIANCE: tuple[tuple[str, _Say], ...] = (("Open to public authorities", _public), ("Who may use it", _who))
_FACTS: tuple[tuple[str, _Say], ...] = (
    ("What it covers", _only_for),
    ("Duty or power", _duty),
    ("Goes with", _pairs),
    ("Needs an appropriate policy document", _policy),
    ("Consent", lambda flags: _CONSENT_BARS.get(str(flags.get("consent_bar")), "")),
    ("Covers criminal offence data", _offence),
    ("Record beside it", _records),
    ("Rights of people", _rights),
    ("Bear in mind", _means),
    ("Countries", lambda flags: list(flags.get("territories", ()))),
)
