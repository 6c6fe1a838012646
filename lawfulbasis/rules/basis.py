"""On which basis each party shares."""

from collections.abc import Iterator

from dsaformat.parts import Party
from lawfulbasis.rules.questions import acts_under_part_3_only, basis_of, handled_by, is_controller, types_in
from lawfulbasis.rules.registry import Case, Hit, hit, rule


@rule("A6-01")
def no_article_6_basis(case: Case) -> Iterator[Hit]:
    if not case.document.has_personal_data:
        return
    for party in case.document.parties:
        if not is_controller(party) or acts_under_part_3_only(case.document, party):
            continue
        if not any(row.regime == "uk_gdpr_art6" for row in basis_of(case.document, party)):
            yield hit(f"parties/{party.key}/lawful_basis", party=party.name)


@rule("A6-02")
def public_authority_on_legitimate_interests(case: Case) -> Iterator[Hit]:
    for row in case.document.lawful_basis:
        party = case.document.party(row.party)
        if row.condition == "art6_1_f_legitimate_interests" and party.organisation.public_authority:
            yield hit(f"lawful_basis/{row.key}", party=party.name)


@rule("A6-05")
def not_in_force(case: Case) -> Iterator[Hit]:
    day = case.document.term.starts_on or case.on
    for row in case.document.lawful_basis:
        provision = case.catalogue.on(row.condition, day)
        if provision is None or not provision.in_force_on(day) or not provision.selectable:
            name = provision.reference if provision else row.condition
            yield hit(f"lawful_basis/{row.key}", entry=name, date=f"{day.day} {day:%B %Y}")


@rule("SC-01")
def special_category_without_article_9(case: Case) -> Iterator[Hit]:
    for party in case.document.parties:
        if not is_controller(party) or acts_under_part_3_only(case.document, party):
            continue
        types = _special_categories(case, party)
        if types and not any(row.regime == "uk_gdpr_art9" for row in basis_of(case.document, party)):
            yield hit(f"parties/{party.key}/lawful_basis", party=party.name, types=", ".join(types))


@rule("SC-03")
def substantial_public_interest_without_schedule_1(case: Case) -> Iterator[Hit]:
    for party in case.document.parties:
        rows = basis_of(case.document, party)
        points = [row for row in rows if row.condition.startswith("art9_2_g")]
        if points and not any(row.regime == "dpa2018_sch1_pt2" for row in rows):
            yield hit(f"lawful_basis/{points[0].key}", party=party.name)


def _special_categories(case: Case, party: Party) -> list[str]:
    """Labels of the special categories among the personal data that the party supplies or receives."""
    codes = {
        code
        for dataset in handled_by(case.document, party)
        if dataset.identifiability is None or dataset.identifiability.personal
        for code in types_in(dataset)
        if case.catalogue.regime_of(code) == "special_category_type" or code == "cat_special_category"
    }
    found = (case.catalogue.on(code, case.on) for code in sorted(codes))
    return [provision.label for provision in found if provision is not None]
