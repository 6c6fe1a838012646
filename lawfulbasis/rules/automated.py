"""Decisions that machines make, and what protects people from them."""

from collections.abc import Iterator

from dsaformat.choices import Block
from dsaformat.parts import Party
from lawfulbasis.rules.answers import is_answered
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule
from lawfulbasis.rules.rights import covered


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
    deciding = [party for party in case.part_2_controllers if party.key in _deciding(case)]
    barred = any(case.flag(row.condition, "adm_bar") for party in deciding for row in case.basis(party))
    if barred or any(_on_special_data(case, party) for party in deciding):
        yield hit("automated/decisions")


def _deciding(case: Case) -> set[str]:
    """Whom the document names beside that right; otherwise anybody may decide."""
    rows = [row for row in case.document.rights if row.right == "right_automated_decisions"]
    return {key for row in rows for key in row.parties} or set(case.parties)


def _on_special_data(case: Case, party: Party) -> bool:
    """It holds special category data, and neither explicit consent nor substantial public interest allows this."""
    if case.relies_on(party, "art9_2_a", "art9_2_g"):
        return False
    return any(case.special_types(dataset) for dataset in case.handled(party))
