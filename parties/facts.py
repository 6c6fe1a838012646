"""What an organisation says about itself, as values: the one list that forms, imports and services share."""

import datetime as dt
from typing import TypedDict


class _More(TypedDict, total=False):
    short_name: str
    address: str
    phone: str
    email: str
    email_domain: str
    ico_reference: str
    ico_expires_on: dt.date | None
    ico_reason: str
    is_public_authority: bool
    is_competent_authority: bool
    competent_authority_paragraph: str
    serious_violence_class: str


class Facts(_More, total=False):
    """Any of an organisation's own facts; what is left out stays as it is."""

    legal_name: str
    kind: str
    nation: str


class NewFacts(_More):
    """What a new organisation must say, and may say."""

    legal_name: str
    kind: str
    nation: str


NAMES = frozenset(Facts.__annotations__)
OPERATORS_ONLY = frozenset({"legal_name", "kind"})
"""Facts that say which body this is. Its own people cannot turn it into another one."""


class ContactFacts(TypedDict, total=False):
    """Somebody to reach."""

    role: str
    name: str
    job_title: str
    email: str
    phone: str
    is_shared_mailbox: bool
