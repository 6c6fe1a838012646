"""A draft with as many parties as wanted, and the people who write it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from accounts.roles import Role
from agreements import services
from agreements.models import Agreement
from drafting.services import starting
from dsaformat import reading
from lawfulbasis import services as law
from parties.models import Organisation
from tests.factories.parties import make_organisation
from tests.factories.people import make_person

AT = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
TODAY = AT.date()


@dataclass
class Draft:
    agreement: Agreement
    organisations: tuple[Organisation, ...]
    officer: User
    """Drafts for the lead."""
    partner: User
    """Drafts for the second party."""
    reader: User
    """Reads for the lead."""
    reviewer: User
    """Reviews for the second party."""
    outsider: User

    @property
    def lead(self) -> Organisation:
        return self.organisations[0]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(row.key for row in self.agreement.parties.all())


def values(organisations: list[Organisation], **more: Any) -> dict[str, Any]:
    """A small agreement between the organisations: one purpose, one dataset, a basis and a retention rule each."""
    reached = [{"role": "data_protection_officer", "office": "Data Protection Officer", "email": "dpo@example.org"}]
    members = [
        starting.party(one, roles=["controller", "supplier"], key=f"p{index}") | {"contacts": reached}
        for index, one in enumerate(organisations)
    ]
    basis = {"regime": "uk_gdpr_art6", "condition": "art6_1_e_public_task", "reason": "Its own task."}
    return {
        "format_version": 1,
        "identity": {"title": "Early help", "public_title": "Early help", "owner": "p0"},
        "parties": members,
        "purposes": [{"key": "help", "title": "Early help", "question": "Who needs help?"}],
        "lawful_basis": [{"key": f"b{index}", "party": f"p{index}", **basis} for index in range(len(members))],
        "datasets": [
            {
                "key": "families",
                "title": "Families",
                "supplier": "p0",
                "identifiability": "identifiable",
                "items": [{"key": "name", "name": "Name", "types": ["pd_name"]}],
            }
        ],
        "retention": [
            {"key": f"r{index}", "party": f"p{index}", "period": {"number": 2, "unit": "years"}}
            for index in range(len(members))
        ],
        "sections": [
            {"key": "parties", "number": "1", "heading": "Parties", "blocks": ["parties"]},
            {"key": "purpose", "number": "2", "heading": "Purpose", "blocks": ["purposes"]},
            {"key": "law", "number": "3", "heading": "Lawful basis", "blocks": ["lawful_basis"]},
            {"key": "data", "number": "4", "heading": "Data", "blocks": ["data"]},
            {
                "key": "necessity",
                "number": "5",
                "heading": "Necessity",
                "blocks": ["proportionality"],
                "answers": [{"key": "why", "question": "Why is it needed?", "text": "Because help comes late."}],
            },
            {"key": "retention", "number": "6", "heading": "Retention", "blocks": ["retention"]},
        ],
    } | more


def draft(parties: int = 2, **more: Any) -> Draft:
    """An agreement in draft. `more` replaces top-level parts of the document."""
    law.load_catalogue(at=AT)
    organisations = [make_organisation(f"Borough {number} Council") for number in range(1, parties + 1)]
    lead, second = organisations[0], organisations[1]
    officer = make_person("ig@lead.example", lead, [Role.IG_OFFICER], full_name="Ada Lead")
    return Draft(
        agreement=services.import_document(document=reading.parse(values(organisations, **more)), by=officer, at=AT),
        organisations=tuple(organisations),
        officer=officer,
        partner=make_person("ig@second.example", second, [Role.IG_OFFICER], full_name="Ben Second"),
        reader=make_person("reader@lead.example", lead, [Role.READER]),
        reviewer=make_person("dpo@second.example", second, [Role.REVIEWER], full_name="Cleo Second"),
        outsider=make_person("ig@elsewhere.example", make_organisation("Norwich City Council"), [Role.IG_OFFICER]),
    )
