"""Beginning an agreement: from a template, or from one that is there."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction

from agreements import assembly
from agreements import services as agreements
from agreements.models import Agreement
from drafting import beginning, policies
from drafting.models import Template
from dsaformat import editing
from foundation.verdicts import Refused
from parties.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def start(
    *, template: Template, title: str, public_title: str, lead: Organisation, by: "User", at: dt.datetime
) -> Agreement:
    """A draft as the template begins it, with the lead as its first party."""
    policies.can_start(by, lead, template).enforce()
    document = beginning.document(
        template.outline,
        version=template.version,
        identity={"title": title, "public_title": public_title},
        lead=party(lead, roles=["controller"]),
    )
    return agreements.import_document(document=document, by=by, at=at)


@transaction.atomic
def copy(*, agreement: Agreement, title: str, lead: Organisation, by: "User", at: dt.datetime) -> Agreement:
    """A draft that says what this agreement says now, without its reference, dates and signatures."""
    policies.can_copy(by, agreement, lead).enforce()
    document = beginning.copied(assembly.assemble(agreement), title=title)
    owner = next((row.key for row in agreement.parties.all() if row.organisation_id == lead.pk), None)
    if owner is None:
        raise Refused([f"{lead.name} is not a party to the agreement you copy."])
    return agreements.import_document(document=editing.put(document, "identity", {"owner": owner}), by=by, at=at)


def party(organisation: Organisation, *, roles: list[str], key: str = "") -> dict[str, Any]:
    """The organisation as a document has it: what the directory says of it today."""
    snapshot = {
        "name": organisation.legal_name,
        "short_name": organisation.short_name,
        "slug": organisation.slug,
        "kind": organisation.kind,
        "nation": organisation.nation,
        "address": organisation.address,
        "phone": organisation.phone,
        "email": organisation.email,
        "ico_reference": organisation.ico_reference,
        "ico_expires_on": organisation.ico_expires_on.isoformat() if organisation.ico_expires_on else None,
        "public_authority": organisation.is_public_authority,
        "competent_authority": _competence(organisation),
    }
    kept = {name: value for name, value in snapshot.items() if value not in ("", None)}
    return {"key": key or editing.new_key((), organisation.slug), "organisation": kept, "roles": roles}


def _competence(organisation: Organisation) -> str:
    if not organisation.is_competent_authority:
        return ""
    return organisation.competent_authority_paragraph or "Competent authority"
