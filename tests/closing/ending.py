"""An agreement in force between three organisations, with flows, retention and people, to leave, pause and end."""

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from accounts.roles import Role
from agreements import services as agreements
from agreements.choices import Status
from agreements.models import Agreement
from dsaformat import reading
from dsaformat.document import AgreementDocument
from notices.models import Notice
from parties.models import Organisation
from tests.factories.parties import make_organisation
from tests.factories.people import make_person

AT = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)
TODAY = AT.date()  # a Friday
DAY = dt.timedelta(days=1)
NAMES = {"essex": "Essex County Council", "police": "Essex Police", "care": "Care Analytics"}

TERM = {
    "ongoing": True,
    "review": {"rule": "interval", "first_after_months": 6, "then_every_months": 12},
    "notice_to_leave": {"number": 3, "unit": "months"},
    "leaving": "It keeps what it promised about data that it holds.",
    "after_end": "Secrets stay secret.",
}


def party(key: str, name: str = "") -> dict[str, Any]:
    officer = {"role": "data_protection_officer", "office": "Data Protection Officer", "email": f"dpo@{key}.example"}
    name = name or NAMES.get(key, key.title())
    return {"key": key, "organisation": {"name": name}, "roles": ["controller"], "contacts": [officer]}


def values(keys: Any = tuple(NAMES), **changes: Any) -> dict[str, Any]:
    term = TERM | changes.pop("term", {})
    return {
        "format_version": 1,
        "identity": {"title": "Street lighting faults", "public_title": "Street lighting", "owner": "essex"},
        "parties": [party(key) for key in keys],
        "purposes": [{"key": "repair", "title": "Repair lamps sooner"}],
        "datasets": [
            {"key": "faults", "title": "Lamp faults", "supplier": "essex", "identifiability": "not_about_people"},
            {"key": "calls", "title": "Calls about lamps", "supplier": "police", "identifiability": "not_about_people"},
        ],
        "flows": [
            {"key": "f1", "sender": "essex", "recipients": ["police"], "datasets": ["faults"], "frequency": "daily"},
            {"key": "f2", "sender": "police", "recipients": ["essex"], "datasets": ["calls"]},
        ],
        "retention": [
            {"key": "kept", "party": "police", "datasets": ["faults"], "period": {"number": 2, "unit": "years"}}
        ],
        "end_of_sharing": [
            {
                "key": "gone",
                "party": "police",
                "datasets": ["faults"],
                "action": "delete",
                "within": {"number": 30, "unit": "days"},
            }
        ],
        "obligations": [{"key": "log", "parties": ["police"], "text": "Keep a log of every call.\nFor ever."}],
        "term": term,
    } | changes


def document(**changes: Any) -> AgreementDocument:
    """No database."""
    return reading.load(json.dumps(values(**changes)))


@dataclass
class Scene:
    agreement: Agreement
    organisations: dict[str, Organisation]
    officer: User
    """Drafts for the lead."""
    police: User
    """Drafts for a party that can leave."""
    care: User
    reader: User
    outsider: User
    more: dict[str, User] = field(default_factory=dict)

    def fresh(self) -> Agreement:
        return Agreement.objects.select_related("lead").get(pk=self.agreement.pk)

    @property
    def status(self) -> str:
        return str(self.fresh().status)


def stage(at: dt.datetime = AT, **changes: Any) -> Scene:
    """In force since that instant."""
    organisations = {key: make_organisation(name) for key, name in NAMES.items()}
    essex, police, care = organisations.values()
    officer = make_person("ada@essex.example", essex, [Role.IG_OFFICER], full_name="Ada Field")
    scene = Scene(
        agreement=in_force(officer, at, **changes),
        organisations=organisations,
        officer=officer,
        police=make_person("pat@police.example", police, [Role.IG_OFFICER], full_name="Pat Police"),
        care=make_person("cyn@care.example", care, [Role.SIGNATORY], full_name="Cyn Care"),
        reader=make_person("reader@essex.example", essex, [Role.READER]),
        outsider=make_person("out@norwich.example", make_organisation("Norwich City Council"), [Role.IG_OFFICER]),
    )
    scene.more["dpo"] = make_person("dpo@police.example", police, [Role.REVIEWER], full_name="Dora Police")
    return scene


def crowd(keys: Any, at: dt.datetime, **changes: Any) -> Scene:
    """Of as many organisations as there are keys, with people at the first two."""
    organisations = {key: make_organisation(NAMES.get(key, key.title())) for key in keys}
    officer = make_person("ada@essex.example", organisations["essex"], [Role.IG_OFFICER])
    police = make_person("pat@police.example", organisations["police"], [Role.IG_OFFICER])
    agreement = in_force(officer, at, **changes)
    return Scene(agreement, organisations, officer, police, care=police, reader=officer, outsider=officer)


def in_force(officer: User, at: dt.datetime = AT, **changes: Any) -> Agreement:
    """Signed before the portal knew it, which leads there without anybody's signature."""
    made = agreements.import_document(document=document(**changes), by=officer, at=at)
    agreements.freeze(agreement=made, by=officer, at=at)
    agreements.record_signed_elsewhere(agreement=made, by=officer, at=at, reason="On paper, in 2019.")
    found = Agreement.objects.select_related("lead").get(pk=made.pk)
    assert found.status in (Status.IN_FORCE, Status.SIGNED)
    return found


def mail(kind: str) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind=kind).exclude(state="cancelled").order_by("email")
    return [(row.email, row.subject) for row in rows]


def told(kind: str) -> list[str]:
    return [email for email, _ in mail(kind)]
