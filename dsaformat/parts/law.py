"""Why data may be shared."""

from typing import Annotated

from dsaformat.choices import Aim, BenefitTo, DpiaStatus, DpiaTrigger, LawKind
from dsaformat.values import (
    Chosen,
    Code,
    Codes,
    DatasetKeys,
    Day,
    Flag,
    FromLaw,
    Line,
    Part,
    PartyKey,
    PartyKeys,
    PurposeKey,
    RequiredLine,
    Row,
    Text,
    blank,
    many,
    maybe,
    must,
    no,
)

BASIS_REGIMES = (
    "uk_gdpr_art6",
    "recognised_legitimate_interest",
    "uk_gdpr_art9",
    "dpa2018_sch1_pt1",
    "dpa2018_sch1_pt2",
    "uk_gdpr_art10",
    "dpa2018_sch1_pt3",
    "dpa2018_part3_s35",
    "dpa2018_sch8",
    "law_enforcement",
    "sensitive_processing_type",
)
"""Where the conditions of a lawful-basis row come from."""


class Purpose(Row):
    title: RequiredLine = must("Purpose")
    text: Text = blank("What it means")
    question: Text = blank("The question to answer", "What exactly the data should tell you.")
    parties: PartyKeys = many("For", "Nobody named means every party.")
    """Who pursues it; nobody named means every party."""
    aims: Chosen[Aim] = many("Kind of purpose", "Where the law asks what kind of purpose it is.")
    collected_for_other: Flag | None = maybe("The data was collected for something else")
    reuse_route: Annotated[Code, FromLaw(("uk_gdpr_annex2_compatibility", "law_enforcement"))] | None = maybe(
        "Why the new use is allowed"
    )
    reuse_reason: Text = blank("Reason for the new use")


class Benefit(Row):
    to: BenefitTo = must("Who benefits")
    party: PartyKey | None = maybe("Which party")
    text: Text = must("Benefit", min_length=1)


class BasisRow(Row):
    """One party relies on one condition of one regime for one purpose."""

    party: PartyKey = must("Party")
    regime: Code = must("Part of the law")
    condition: Annotated[Code, FromLaw(BASIS_REGIMES)] = must("Condition")
    paragraph: Line = blank("Paragraphs", "Such as paras 6(1) and (2).")
    purpose: PurposeKey | None = maybe("Purpose", "None named means every purpose.")
    contingent: Flag = no("Only if such data turns up")
    """Relied on only if such data turns up, although nobody expects it."""
    reason: Text = blank("Why it applies")
    policy_document: Line = blank("Policy document")
    confirmed: Flag | None = maybe(
        "What the condition asks for is in place", "Such as professional secrecy, or safeguards for research."
    )
    names: Line = blank("Named as the condition asks", "An anti-fraud organisation, the source of official authority.")
    no_consent: Text = blank("Why consent is not asked for")
    assessment: Line = blank("Assessment", "Such as a legitimate interests assessment.")
    requested_by: Line = blank("Who asked", "The body that asked for the data for its public task.")


class Consent(Row):
    """How a party that relies on consent gets, records and ends it."""

    party: PartyKey = must("Party")
    recorded: Text = blank("How consent is recorded")
    withdrawn: Text = blank("How it can be withdrawn")
    text: Text = blank("Note")


class Legislation(Row):
    title: RequiredLine = must("Act, regulations or guidance")
    provision: Line = blank("Section")
    url: Line = blank("Address")
    code: Annotated[Code, FromLaw(("statutory_gateway",))] | None = maybe("Entry in the catalogue of the law")
    kind: LawKind | None = maybe("What it is")
    parties: PartyKeys = many("For", "Nobody named means every party.")
    purpose: Text = blank("Main purpose")
    application: Text = blank("How it applies here")


class Confidentiality(Row):
    """Why a party that owes a duty of confidence may share what it was told."""

    party: PartyKey = must("Party")
    datasets: DatasetKeys = many("Data", "None named means everything it supplies.")
    override: Annotated[Code, FromLaw(("confidentiality_override",))] = must("Why the duty is met or set aside")
    justification: Text = blank("Justification")
    provision: Line = blank("The law that requires it")
    approval: Line = blank("Approval reference")
    approval_ends_on: Day | None = maybe("Approval ends on")
    opt_out: Flag | None = maybe("The national data opt-out is applied")
    opt_out_reason: Text = blank("Why the opt-out does not apply")


class SeriousViolenceAuthority(Part):
    party: PartyKey | None = maybe("Party")
    name: Line = blank("Name, where it is no party")
    authority: Annotated[Code, FromLaw(("svd_specified_authority", "svd_relevant_authority"))] = must(
        "Kind of authority"
    )


class SeriousViolence(Part):
    applies: Flag | None = maybe("The Serious Violence Duty is relied on")
    text: Text = blank("How the duty applies")
    authorities: tuple[SeriousViolenceAuthority, ...] = many("Authorities", limit=600)
    anonymous_only: Flag | None = maybe(
        "No patient information, and nothing but anonymous data from health bodies, is shared under it"
    )


class ScheduleEntry(Part):
    party: PartyKey = must("Party")
    entry: RequiredLine = must("Entry of the Schedule")


class DigitalEconomy(Part):
    applies: Flag | None = maybe("A power of the Digital Economy Act 2017 is used")
    powers: Annotated[Codes, FromLaw(("statutory_gateway",))] = many("Powers")
    objective: Line = blank("Objective")
    listed: tuple[ScheduleEntry, ...] = many("Who is listed for it", limit=600)
    register_entry: Line = blank("Entry in the public register")
    business_case: Line = blank("Business case")
    security_plan: Line = blank("Security plan")
    impact_assessment: Line = blank("Impact assessment")
    limits: Text = blank("Limits on use and on passing data on")
    commissioners_consent: Text = blank("Consent of HMRC’s Commissioners")


class HumanRights(Part):
    human_rights: Text = blank("Human rights")
    confidence: Text = blank("Duty of confidence")
    meaning: Text = blank("What confidential means here")
    intelligence_services: Text = blank("Intelligence services")


class Proportionality(Part):
    text: Text = blank("Why this data and no more")
    alternatives: Text = blank("Less intrusive ways that were considered")


class Assessment(Part):
    """The data protection impact assessment of the sharing as a whole."""

    status: DpiaStatus | None = maybe("Impact assessment")
    reference: Line = blank("Reference or address")
    triggers: Chosen[DpiaTrigger] = many("What makes one necessary")
    screening: Text = blank("Screening", "Why none is needed, where none is made.")
    approved_on: Day | None = maybe("Approved on")
    dpo_advice: Text = blank("What the data protection officer advised")
    residual_risk: Line = blank("Risk that is left", "Such as low, medium or high.")
    consultation: Text = blank("Consultation of the regulator")
    changed_on: Day | None = maybe("Last change of data, parties, purpose or technology")


class Advice(Row):
    by: RequiredLine = must("Who advised")
    role: Line = blank("As what")
    on: Day | None = maybe("On")
    outcome: Text = blank("Advice")


class Waiver(Row):
    """A check that was answered with a reason instead of a change."""

    rule: RequiredLine = must("Check")
    path: Line = blank("Where in the document")
    message: Text = blank("What the check said")
    reason: Text = must("Reason", min_length=1)
    by: RequiredLine = must("Given by")
    office: Line = blank("Office or job title")
    on: Day | None = maybe("On")


class LawWording(Part):
    """What an entry of the law’s catalogue said when the text was frozen, so that the document explains itself."""

    code: Code
    label: RequiredLine
    reference: Line = ""
    wording_from: Day | None = None
    """The first day of the wording relied on."""
