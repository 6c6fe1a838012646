"""Roles and what each may do for its organisation: data, declared once. Everything else asks here."""

from django.db import models


class Role(models.TextChoices):
    """What a person is in an organisation; one person may be several."""

    ADMINISTRATOR = "administrator", "Administrator"
    IG_OFFICER = "ig_officer", "Information governance officer"
    REVIEWER = "reviewer", "Reviewer or data protection officer"
    SIGNATORY = "signatory", "Signatory"
    READER = "reader", "Reader"


class OrgPermission(models.TextChoices):
    """What a team may do for its organisation. The value is the permission's codename on ``parties.Organisation``."""

    VIEW_AGREEMENTS = "view_agreements", "See the organisation's agreements"
    DRAFT = "draft_agreements", "Draft agreements for the organisation"
    REVIEW = "review_agreements", "Review and approve for the organisation"
    SIGN = "sign_for", "Sign for the organisation"
    VIEW_PEOPLE = "view_people", "See the organisation's people and records"
    MANAGE_PROFILE = "manage_profile", "Change the organisation's details"
    MANAGE_PEOPLE = "manage_people", "Invite, change and remove people, signatories and mandates"


_READ = frozenset({OrgPermission.VIEW_AGREEMENTS, OrgPermission.VIEW_PEOPLE})

GRANTS: dict[Role, frozenset[OrgPermission]] = {
    Role.ADMINISTRATOR: _READ | {OrgPermission.MANAGE_PROFILE, OrgPermission.MANAGE_PEOPLE},
    Role.IG_OFFICER: _READ | {OrgPermission.DRAFT},
    Role.REVIEWER: _READ | {OrgPermission.REVIEW, OrgPermission.MANAGE_PROFILE},
    Role.SIGNATORY: _READ | {OrgPermission.SIGN},
    Role.READER: frozenset({OrgPermission.VIEW_AGREEMENTS}),
}

ABOUT: dict[Role, str] = {
    Role.ADMINISTRATOR: "Keeps the organisation's details, people, signatories and mandates right.",
    Role.IG_OFFICER: "Drafts agreements and sees them through to signature.",
    Role.REVIEWER: "Reviews and approves for the organisation, and answers reviews when they are due.",
    Role.SIGNATORY: "Signs agreements for the organisation.",
    Role.READER: "Reads the organisation's agreements.",
}

NEEDS_SECOND_FACTOR = frozenset({Role.ADMINISTRATOR, Role.IG_OFFICER, Role.REVIEWER, Role.SIGNATORY})
"""Everybody who can draft, review, sign or change who may."""
