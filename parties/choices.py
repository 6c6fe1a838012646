"""Names and codes of the organisations' floor."""

from django.db import models


class Kind(models.TextChoices):
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    POLICE = "police", "Police force"
    FIRE = "fire", "Fire and rescue service"
    PROBATION = "probation", "Probation service"
    NHS_TRUST = "nhs_trust", "NHS trust"
    GP_PRACTICE = "gp_practice", "GP practice"
    ICB = "icb", "Integrated care board"
    UNIVERSITY = "university", "University"
    SCHOOL = "school", "School or academy trust"
    DEPARTMENT = "department", "Government department or agency"
    HOUSING = "housing", "Housing provider"
    VOLUNTARY = "voluntary", "Voluntary or community body"
    COMPANY = "company", "Company"
    UNINCORPORATED = "unincorporated", "Body that is not a legal person, such as a consortium"


class Nation(models.TextChoices):
    ENGLAND = "england", "England"
    WALES = "wales", "Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern_ireland", "Northern Ireland"
    UK = "uk", "Across the UK"


class SeriousViolenceClass(models.TextChoices):
    """Police, Crime, Sentencing and Courts Act 2022, Part 2 Chapter 1."""

    NONE = "", "Neither"
    SPECIFIED = "specified", "Specified authority"
    RELEVANT = "relevant", "Relevant authority"


class OrganisationState(models.TextChoices):
    ACTIVE = "active", "Active"
    RENAMED = "renamed", "Renamed"
    MERGED = "merged", "Merged into another body"
    ABOLISHED = "abolished", "Abolished"


class MembershipState(models.TextChoices):
    ACTIVE = "active", "Active"
    SUSPENDED = "suspended", "Suspended"
    LEFT = "left", "Left"


class ContactRole(models.TextChoices):
    DPO = "dpo", "Data protection officer"
    SIRO = "siro", "Senior information risk owner"
    CALDICOTT = "caldicott", "Caldicott Guardian"
    IG_LEAD = "ig_lead", "Information governance lead"
    LEGAL = "legal", "Legal"
    SECURITY = "security", "Information security"
    DATA = "data", "Data team"
    COMPLAINTS = "complaints", "Complaints"
    OTHER = "other", "Other"


class AssuranceKind(models.TextChoices):
    DSPT = "dspt", "Data Security and Protection Toolkit"
    CYBER_ESSENTIALS = "cyber_essentials", "Cyber Essentials"
    ISO27001 = "iso27001", "ISO/IEC 27001"


class Publication(models.TextChoices):
    """Whether an agreement that nobody has decided about yet goes into the public register."""

    PUBLISH = "publish", "Publish"
    KEEP = "keep", "Do not publish"
    ASK = "ask", "Decide each time"
