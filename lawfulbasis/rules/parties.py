"""Who shares, in which role, and what for."""

from collections.abc import Iterator

from dsaformat.choices import Role
from lawfulbasis.rules.questions import is_controller
from lawfulbasis.rules.registry import Case, Hit, hit, rule


@rule("PTY-01")
def purpose_missing(case: Case) -> Iterator[Hit]:
    document = case.document
    if not document.purposes:
        yield hit("purposes")
        return
    shared_by_all = any(not purpose.parties for purpose in document.purposes)
    named = {key for purpose in document.purposes for key in purpose.parties}
    for party in document.parties:
        if party.roles == (Role.OBSERVER,) or set(party.roles) == {Role.PROCESSOR}:
            continue  # neither gets the data for a purpose of its own
        if not (shared_by_all or party.purpose or party.key in named):
            yield hit(f"parties/{party.key}/purpose")


@rule("PTY-02")
def fewer_than_two_parties(case: Case) -> Iterator[Hit]:
    if len(case.document.parties) < 2:
        yield hit("parties")


@rule("PTY-03")
def party_without_role(case: Case) -> Iterator[Hit]:
    for party in case.document.parties:
        if not party.roles or Role.CONTROLLER_IN_COMMON in party.roles:
            yield hit(f"parties/{party.key}/roles")


@rule("PTY-04")
def fee_number_missing(case: Case) -> Iterator[Hit]:
    for party in case.document.parties:
        if is_controller(party) and not party.organisation.ico_reference:
            yield hit(f"parties/{party.key}/organisation/ico_reference", party=party.name)


@rule("PTY-09")
def processor_without_contract(case: Case) -> Iterator[Hit]:
    for party in case.document.parties:
        if Role.PROCESSOR in party.roles and not party.contract:
            yield hit(f"parties/{party.key}/contract", processor=party.name)
