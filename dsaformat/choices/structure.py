"""What an agreement is, who is in it, what it is for, which data it moves."""

from dsaformat.choices.labelled import Labelled


class Kind(Labelled):
    AGREEMENT = "agreement", "Data sharing agreement"
    PROTOCOL = "protocol", "Information sharing protocol"
    ANNEX = "annex", "Annex"
    MEMORANDUM = "memorandum", "Memorandum of understanding"
    ARRANGEMENT = "arrangement", "Joint controller arrangement"


class LegalEffect(Labelled):
    BINDING = "binding", "Legally binding"
    INTENT = "intent", "A statement of intent, not a contract"
    MIXED = "mixed", "Binding in part, as the text says"


class Link(Labelled):
    """How another agreement stands to this one."""

    PARENT = "parent", "This hangs under"
    ACCORD = "accord", "Each organisation signs once, and this hangs under it"
    UMBRELLA = "umbrella", "Umbrella for this"
    VARIES = "varies", "This varies"
    SUPERSEDES = "supersedes", "This replaces"
    PILOT_OF = "pilot_of", "This is a pilot of"
    ANNEX_OF = "annex_of", "This is an annex to"
    CHILD = "child", "Hangs under this"
    RELATED = "related", "Related, with a boundary"


class RelatedState(Labelled):
    DRAFT = "draft", "Draft"
    LIVE = "live", "Live"
    EXPIRED = "expired", "Expired"
    UNKNOWN = "unknown", "Not known"


class Role(Labelled):
    CONTROLLER = "controller", "Controller"
    JOINT_CONTROLLER = "joint_controller", "Joint controller"
    # A term of the 1998 Act. Old agreements say it, so a document can; a rule says what is wrong with it.
    CONTROLLER_IN_COMMON = "controller_in_common", "Controller in common"
    PROCESSOR = "processor", "Processor"
    SUPPLIER = "supplier", "Supplies data"
    RECIPIENT = "recipient", "Receives data"
    OBSERVER = "observer", "Observer"


class ContactRole(Labelled):
    GENERAL = "general", "General contact"
    INFORMATION_GOVERNANCE = "information_governance", "Information governance"
    DATA_PROTECTION_OFFICER = "data_protection_officer", "Data protection officer"
    CALDICOTT_GUARDIAN = "caldicott_guardian", "Caldicott Guardian"
    SENIOR_RISK_OWNER = "senior_risk_owner", "Senior information risk owner"
    INFORMATION_SECURITY = "information_security", "Information security"
    DATA_EXPERT = "data_expert", "Data expert"
    LEGAL = "legal", "Legal"
    INCIDENTS = "incidents", "Incidents"
    COMPLAINTS = "complaints", "Complaints"


class Standing(Labelled):
    """Facts about a party on which some conditions of the law turn."""

    REGULATED_SECTOR = "regulated_sector", "In the regulated sector (money laundering law)"
    PAYMENT_CARDS = "payment_cards", "Issues payment cards"
    NOT_FOR_PROFIT = "not_for_profit", "Not-for-profit body with a political, religious or trade union aim"
    ANTI_FRAUD = "anti_fraud", "Specified anti-fraud organisation"
    HEALTH_OR_CARE = "health_or_care", "Provides health or adult social care"


class DpiaDecision(Labelled):
    """What one party does about a data protection impact assessment."""

    SHARED = "shared", "Uses the shared assessment as it is"
    ADAPTED = "adapted", "Adapts the shared assessment"
    OWN = "own", "Makes its own assessment"
    NONE = "none", "Makes no assessment"


class DpiaStatus(Labelled):
    DONE = "done", "Done"
    UNDER_WAY = "under_way", "Under way"
    NOT_NEEDED = "not_needed", "Screened, and not needed"
    NOT_STARTED = "not_started", "Not started"


class DpiaTrigger(Labelled):
    LARGE_SCALE = "large_scale", "Special category or criminal offence data on a large scale"
    PROFILING = "profiling", "Systematic profiling with significant effects"
    MONITORING = "monitoring", "Large-scale monitoring of public places"
    MATCHING = "matching", "Data matched or combined from several sources"
    VULNERABLE = "vulnerable", "Children or vulnerable people profiled or decided about automatically"
    INNOVATIVE = "innovative", "New technology, such as artificial intelligence"
    BIOMETRIC_GENETIC = "biometric_genetic", "Biometric or genetic data"
    INVISIBLE = "invisible", "People are not told"
    TRACKING = "tracking", "People are tracked"
    HARM = "harm", "Risk of physical harm"


class Aim(Labelled):
    """What kind of purpose it is, where the law asks."""

    OWN_CARE = "own_care", "The person’s own care"
    MEDICAL = "medical", "Medical purposes beyond the person’s own care"
    LAW_ENFORCEMENT = "law_enforcement", "Law enforcement"
    SAFEGUARDING = "safeguarding", "Safeguarding"
    RESEARCH = "research", "Research or statistics"
    PLANNING = "planning", "Planning and improving services"
    DECISIONS = "decisions", "Decisions about individual people"
    EQUALITY = "equality", "Equality monitoring"
    SENIOR_RECRUITMENT = "senior_recruitment", "Recruiting senior managers"
    EMERGENCY = "emergency", "Responding to an emergency"
    OTHER = "other", "Something else"


class BenefitTo(Labelled):
    INDIVIDUALS = "individuals", "Individuals"
    PARTIES = "parties", "The parties"
    SOCIETY = "society", "Society"


class LawKind(Labelled):
    DUTY = "duty", "A duty"
    POWER = "power", "A power"
    LIMIT = "limit", "A limit or safeguard"
    GUIDANCE = "guidance", "Guidance or a code"


class DatasetKind(Labelled):
    DATA = "data", "Data about people"
    OPERATIONAL = "operational", "Operational or financial data"
    DOCUMENTS = "documents", "Documents"


class Identifiability(Labelled):
    IDENTIFIABLE = "identifiable", "Identifiable"
    PSEUDONYMISED = "pseudonymised", "Pseudonymised"
    ANONYMISED = "anonymised", "Anonymised"
    AGGREGATED = "aggregated", "Aggregated"
    NOT_ABOUT_PEOPLE = "not_about_people", "Not about people"

    @property
    def personal(self) -> bool:
        """Whether the law treats such data as personal: whoever holds the key can still tell who is who."""
        return self in {Identifiability.IDENTIFIABLE, Identifiability.PSEUDONYMISED}


class Regime(Labelled):
    PART_2 = "part_2", "General processing (UK GDPR and Part 2)"
    PART_3 = "part_3", "Law enforcement processing (Part 3)"


class ValueKind(Labelled):
    IDENTIFIER = "identifier", "Identifier"
    TEXT = "text", "Text"
    CODE = "code", "Code"
    YES_NO = "yes_no", "Yes or no"
    NUMBER = "number", "Number"
    PERCENTAGE = "percentage", "Per cent"
    MONEY = "money", "Pounds"
    DATE = "date", "Date"
    SCORE = "score", "Score"


class Unit(Labelled):
    HOURS = "hours", "hours"
    DAYS = "days", "days"
    WORKING_DAYS = "working_days", "working days"
    WEEKS = "weeks", "weeks"
    MONTHS = "months", "months"
    YEARS = "years", "years"


class Force(Labelled):
    """When an agreement that is being signed comes into force."""

    ALL = "all", "When every party has signed"
    QUORUM = "quorum", "When enough parties have signed; the others join on their own date"


class Joining(Labelled):
    ACCEDE = "accede", "By reading and signing the version in force"
    REVIEW = "review", "Only after a review of the agreement"


class SignatureRoute(Labelled):
    PORTAL = "portal", "Signs in the portal"
    PAPER = "paper", "Signs on paper"
    ELSEWHERE = "elsewhere", "Signed elsewhere"


class Block(Labelled):
    """The structured parts of a document that a section can show beside its prose."""

    PARTIES = "parties", "Parties"
    LOCAL_PARTNERS = "local_partners", "Local partners"
    DUTIES = "duties", "Duties of the parties"
    GOVERNANCE = "governance", "Who oversees the agreement"
    RELATED = "related", "Related agreements"
    DATES = "dates", "Dates and review"
    PURPOSES = "purposes", "Purposes"
    BENEFITS = "benefits", "Benefits"
    DPIA = "dpia", "Impact assessment"
    LAWFUL_BASIS = "lawful_basis", "Lawful basis"
    LAW_ENFORCEMENT = "law_enforcement", "Law enforcement processing"
    CONSENT = "consent", "Consent"
    LEGISLATION = "legislation", "Legislation"
    SERIOUS_VIOLENCE = "serious_violence", "Serious Violence Duty"
    DIGITAL_ECONOMY = "digital_economy", "Digital Economy Act"
    PROPORTIONALITY = "proportionality", "Proportionality and necessity"
    CONFIDENTIALITY = "confidentiality", "Human rights and the duty of confidence"
    RIGHTS = "rights", "Rights of individuals"
    PRIVACY_NOTICES = "privacy_notices", "Telling people"
    COMPLAINTS = "complaints", "Complaints"
    PEOPLE = "people", "Who the data is about"
    DATA = "data", "Data shared"
    AUTOMATED = "automated", "Matching and automated decisions"
    FLOWS = "flows", "How data moves"
    STORAGE = "storage", "Where data is kept"
    ACCESS = "access", "Who may use the data"
    SECURITY = "security", "Security"
    SHARING_RULES = "sharing_rules", "Sharing the data further"
    TRANSFERS = "transfers", "Outside the United Kingdom"
    QUALITY = "quality", "Quality of the data"
    INCIDENTS = "incidents", "Incidents and breaches"
    FREEDOM_OF_INFORMATION = "freedom_of_information", "Freedom of information and publication"
    RETENTION = "retention", "Retention"
    END_OF_SHARING = "end_of_sharing", "When sharing ends"
    OBLIGATIONS = "obligations", "Obligations and deadlines"
    SCENARIOS = "scenarios", "Scenarios"
    CHECKLISTS = "checklists", "Checklists"
    DEFINITIONS = "definitions", "Definitions"
    ADVICE = "advice", "Advice taken"
    ATTACHMENTS = "attachments", "Attachments"
    JOINT_ARRANGEMENT = "joint_arrangement", "Who does what as joint controllers"
    WAIVERS = "waivers", "Checks answered with a reason"
