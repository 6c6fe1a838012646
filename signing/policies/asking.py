"""Who can be asked to sign a version, and may it be sent."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils import timezone

from agreements import policies as agreements
from agreements.models import Agreement, Version
from dsaformat.document import AgreementDocument
from foundation.verdicts import Verdict
from lawfulbasis import services as law
from parties.capacities import Capacity
from parties.models import Organisation
from parties.policies import authority
from parties.policies import organisations as bodies
from signing import again, wanted

if TYPE_CHECKING:
    from accounts.models import User

_SENSITIVE = frozenset({"cat_special_category", "cat_sensitive", "cat_criminal_offence"})
_SENSITIVE_REGIMES = frozenset({"special_category_type", "sensitive_processing_type"})

signing_parties = wanted.signing_parties


def is_sensitive(document: AgreementDocument) -> bool:
    """Whether it shares special category, criminal offence or sensitive law enforcement data.

    Some offices may sign only agreements without any.
    """
    codes = {code for dataset in document.datasets for code in dataset.categories}
    codes |= {code for dataset in document.datasets for item in dataset.items for code in item.types}
    catalogue = law.catalogue()
    return bool(codes & _SENSITIVE) or any(catalogue.regime_of(code) in _SENSITIVE_REGIMES for code in codes)


def eligible(version: Version, organisations: Mapping[str, Organisation], on: dt.date) -> dict[str, list[Capacity]]:
    """For each party, those who could sign this version for it on that day."""
    document = version.document
    found = authority.eligible(
        organisations=organisations.values(),
        agreement_kind=document.identity.kind,
        sensitive=is_sensitive(document),
        on=on,
    )
    return {key: found.get(organisation.pk, []) for key, organisation in organisations.items()}


def can_open_round(person: "User | None", version: Version, sign_by: dt.date, at: dt.datetime) -> Verdict:
    """The lead's officers, once the text is frozen."""
    return can_ask(person, version.agreement) & Verdict.unless(
        sign_by >= timezone.localdate(at), "The last day to sign must be today or later."
    )


def can_ask(person: "User | None", agreement: Agreement) -> Verdict:
    """Send it for signature at all: of a changed text, only when somebody signs it again."""
    return agreements.can_ask_for_signatures(person, agreement) & again.somebody_signs(agreement)


def can_be_asked(version: Version, organisation: Organisation, signatory: "User", on: dt.date) -> Verdict:
    """May this person be asked to sign this version for the organisation?"""
    document = version.document
    return (
        bodies.can_be_asked_to_sign(organisation, on)
        & authority.may_sign(
            person=signatory,
            organisation=organisation,
            agreement_kind=document.identity.kind,
            sensitive=is_sensitive(document),
            on=on,
        )
        & drawable(signatory.name_to_sign)
    )


def drawable(name: str) -> Verdict:
    """Can the signed PDF show this name?"""
    from signing.seal import font  # loads the PDF library

    return font.drawable(name)
