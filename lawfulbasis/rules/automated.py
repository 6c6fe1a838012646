"""Decisions that machines make, and what protects people from them."""

from collections.abc import Iterator

from dsaformat.choices import Block
from dsaformat.parts import Party
from lawfulbasis.rules import part_3, powers
from lawfulbasis.rules.answers import is_answered
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule
from lawfulbasis.rules.rights import covered
from lawfulbasis.rules.words import listed


@rule("RT-10")
def automated_decisions_not_covered(case: Case) -> Iterator[Hit]:
    said = case.document.automated
    if not (said.profiling or said.decisions) or not case.has_personal_data:
        return
    answered = is_answered(said.safeguards) or is_answered(case.sections.written(Block.AUTOMATED))
    if not answered and not covered(case, "right_automated_decisions"):
        yield hit("automated/safeguards")


@rule("RT-11")
def solely_automated_decision_barred(case: Case) -> Iterator[Hit]:
    if not case.document.automated.decisions:
        return
    deciding = _deciding(case)
    barred = [party.name for party in case.controllers if party.key in deciding and _is_barred(case, party)]
    if barred:
        yield hit("automated/decisions", party=listed(barred))


def _deciding(case: Case) -> set[str]:
    """Whom the document names beside that right; otherwise anybody may decide."""
    rows = [row for row in case.document.rights if row.right == "right_automated_decisions"]
    return {key for row in rows for key in row.parties} or set(case.parties)


def _is_barred(case: Case, party: Party) -> bool:
    enforces = part_3.acts(case, party) and _on_sensitive_data(case, party)
    if case.part_3_only(party):
        return enforces
    on_recognised_interest = any(case.flag(row.condition, "adm_bar") for row in case.basis(party))
    return on_recognised_interest or _on_special_data(case, party) or enforces


def _on_special_data(case: Case, party: Party) -> bool:
    """Article 22B: explicit consent allows it; substantial public interest does together with a law or a contract."""
    if not case.reliance.special_types(party) or case.relies_on(party, "art9_2_a"):
        return False
    in_the_public_interest = case.relies_on(party, "art9_2_g")
    return not (in_the_public_interest and (case.relies_on(party, "art6_1_b") or _has_a_law(case, party)))


def _on_sensitive_data(case: Case, party: Party) -> bool:
    """Section 50B of the Act: explicit consent allows it, or a law."""
    if case.relies_on(party, "s35_2_a", "s35_4") or _has_a_law(case, party):
        return False
    return any(part_3.is_sensitive(case, party, dataset) for dataset in case.handled(party))


def _has_a_law(case: Case, party: Party) -> bool:
    said = (f"{row.paragraph} {row.reason} {row.names}" for row in case.basis(party))
    return any(map(powers.authorises, case.reliance.laws(party))) or any(map(powers.names_a_law, said))
