"""Who shares, in which role, and what for."""

import re
from collections.abc import Iterator

from dsaformat.choices import ContactRole, Force, Kind, Role, SignatureRoute
from dsaformat.parts import Contact, Party, SignatureWanted
from lawfulbasis.rules.answers import is_answered
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule

_FEE_NUMBER = re.compile(r"Z[A-Z]?[0-9]{5,7}[0-9X]?")
_ARRANGEMENT = re.compile(r"joint controller|article 26|\bart\.? 26", re.IGNORECASE)


@rule("PTY-01")
def purpose_missing(case: Case) -> Iterator[Hit]:
    document = case.document
    if not document.purposes:
        yield hit("purposes", party="each party")
        return
    shared_by_all = any(not purpose.parties for purpose in document.purposes)
    named = {key for purpose in document.purposes for key in purpose.parties}
    for party in document.parties:
        if party.roles == (Role.OBSERVER,) or set(party.roles) == {Role.PROCESSOR}:
            continue  # neither gets the data for a purpose of its own
        if not (shared_by_all or party.purpose or party.key in named):
            yield hit(f"parties/{party.key}/purpose", party=party.name)


@rule("PTY-02")
def fewer_than_two_parties(case: Case) -> Iterator[Hit]:
    if len(case.document.parties) < 2:
        yield hit("parties")


@rule("TX-18")
def nobody_keeps_the_agreement(case: Case) -> Iterator[Hit]:
    identity = case.document.identity
    if case.document.parties and identity.owner is None and not is_answered(identity.owner_group):
        yield hit("identity/owner")


@rule("TX-20")
def nobody_to_turn_to(case: Case) -> Iterator[Hit]:
    """A supplier is reached through whoever it works for."""
    for party in case.controllers:
        if not party.whole_class and not any(_reaches_somebody(contact) for contact in party.contacts):
            yield hit(f"parties/{party.key}/contacts", party=party.name)


@rule("PTY-03")
def party_without_role(case: Case) -> Iterator[Hit]:
    for party in case.document.parties:
        if not party.roles or Role.CONTROLLER_IN_COMMON in party.roles:
            yield hit(f"parties/{party.key}/roles", party=party.name)


@rule("PTY-04")
def fee_number_missing(case: Case) -> Iterator[Hit]:
    for party in case.controllers:
        if party.whole_class or party.organisation.ico_exempt:
            continue
        if not party.organisation.ico_reference:
            yield hit(f"parties/{party.key}/organisation/ico_reference", party=party.name)


@rule("PTY-05")
def fee_number_doubtful(case: Case) -> Iterator[Hit]:
    for party in case.controllers:
        organisation = party.organisation
        if organisation.ico_reference and not organisation.ico_exempt:
            number = organisation.ico_reference.replace(" ", "").upper()
            if not _FEE_NUMBER.fullmatch(number):
                yield hit(f"parties/{party.key}/organisation/ico_reference", party=party.name)
            elif organisation.ico_expires_on is not None and organisation.ico_expires_on < case.on:
                yield hit(f"parties/{party.key}/organisation/ico_expires_on", party=party.name)


@rule("PTY-06")
def public_authority_without_dpo(case: Case) -> Iterator[Hit]:
    for party in case.document.parties:
        if not party.organisation.public_authority or party.whole_class or party.roles == (Role.OBSERVER,):
            continue
        if not any(_reaches_a_dpo(contact) for contact in party.contacts):
            yield hit(f"parties/{party.key}/contacts", party=party.name)


def _reaches_a_dpo(contact: Contact) -> bool:
    return contact.role is ContactRole.DATA_PROTECTION_OFFICER and _reaches_somebody(contact)


def _reaches_somebody(contact: Contact) -> bool:
    return any(is_answered(text) for text in (contact.name, contact.office, contact.email, contact.phone))


@rule("PTY-07")
def joint_controllers_without_an_arrangement(case: Case) -> Iterator[Hit]:
    joint = case.document.joint
    if len(_joint_controllers(case)) < 2 or case.document.identity.kind is Kind.ARRANGEMENT:
        return
    attached = any(_ARRANGEMENT.search(f"{item.kind} {item.title}") for item in case.document.attachments)
    if not (is_answered(joint.reference) or joint.responsibilities or attached):
        yield hit("joint")


@rule("PTY-08")
def joint_competent_authorities_without_a_contact_point(case: Case) -> Iterator[Hit]:
    authorities = [party for party in _joint_controllers(case) if case.uses_part_3(party)]
    if len(authorities) > 1 and not is_answered(case.document.joint.contact_point):
        yield hit("joint/contact_point")


def _joint_controllers(case: Case) -> tuple[Party, ...]:
    return tuple(party for party in case.document.parties if Role.JOINT_CONTROLLER in party.roles)


@rule("PTY-09")
def processor_without_contract(case: Case) -> Iterator[Hit]:
    for party in case.document.parties:
        if Role.PROCESSOR in party.roles and not is_answered(party.contract):
            yield hit(f"parties/{party.key}/contract", processor=party.name)


@rule("PTY-11")
def local_partner_agreement_not_recorded(case: Case) -> Iterator[Hit]:
    for party in case.document.parties:
        if party.has_local_partners and not party.local_partners:
            yield hit(f"parties/{party.key}/local_partners", name="each local partner", party=party.name)
        for partner in party.local_partners:
            if partner.agreed_on is None and not is_answered(partner.document):
                path = f"parties/{party.key}/local_partners/{partner.key}"
                yield hit(path, name=partner.name, party=party.name)


@rule("PTY-12")
def signatory_authority_not_confirmed(case: Case) -> Iterator[Hit]:
    for row in case.document.signatories:
        unconfirmed = case.facts.signing and row.party in case.facts.unconfirmed
        if unconfirmed or _signs_without_an_office(case, row):
            signatory = row.name or "the person who signs"
            yield hit(f"signatures/{row.key}", signatory=signatory, party=case.name(row.party))


def _signs_without_an_office(case: Case, row: SignatureWanted) -> bool:
    """Who signs in the portal has an office there; on paper only the document can say it."""
    on_paper = row.route is not SignatureRoute.PORTAL and (case.facts.signing or row.signed_on is not None)
    return on_paper and not (row.office or row.rank or row.capacity)


@rule("PTY-13")
def party_has_not_signed(case: Case) -> Iterator[Hit]:
    signed = _signed(case)
    if signed is None or _is_enough(case, signed):
        return
    for party in case.controllers:
        if party.key not in signed:
            yield hit(f"parties/{party.key}", party=party.name)


def _signed(case: Case) -> frozenset[str] | None:
    """Keys of the parties bound by a signature; None when nobody knows, or nobody asks yet."""
    rows = case.document.signatories
    if case.facts.signed is not None:
        if not (case.facts.active or case.facts.signing):
            return None
        return case.facts.signed.union(*(row.for_parties for row in rows if row.party in case.facts.signed))
    dated = [row for row in rows if row.signed_on is not None]
    starts_on = case.document.term.starts_on
    if not dated or starts_on is None or case.on < starts_on:
        return None
    return frozenset(row.party for row in dated).union(*(row.for_parties for row in dated))


def _is_enough(case: Case, signed: frozenset[str]) -> bool:
    """Where a quorum brings the agreement into force, the others join on their own day."""
    into_force = case.document.term.into_force
    if into_force.rule is not Force.QUORUM or not signed.issuperset(into_force.named):
        return False
    return len(signed) >= (into_force.number or 1)
