"""How data is moved, guarded, passed on and got rid of."""

from dsaformat.choices.labelled import Labelled


class Channel(Labelled):
    SECURE_EMAIL = "secure_email", "Encrypted email"
    TLS_EMAIL = "tls_email", "Email between domains that both enforce TLS"
    CJSM = "cjsm", "Criminal Justice Secure Mail"
    PLAIN_EMAIL = "plain_email", "Email without encryption"
    SFTP = "sftp", "SFTP"
    HTTPS = "https", "Secure website (HTTPS)"
    API = "api", "Direct connection between systems"
    SHARED_PLATFORM = "shared_platform", "Managed sharing platform"
    SHARED_SYSTEM = "shared_system", "Access to a shared system"
    VPN = "vpn", "Private network (VPN)"
    DEVICE = "device", "Encrypted portable device"
    PAPER = "paper", "Paper"
    PHONE = "phone", "Telephone"
    IN_PERSON = "in_person", "In person or at a meeting"
    PUBLISHED = "published", "Publication"
    OTHER = "other", "Another way"


class Measure(Labelled):
    ENCRYPTION = "encryption", "Encryption"
    ACCESS_CONTROL = "access_control", "Access control"
    PASSWORDS = "passwords", "Passwords and second factors"
    PHYSICAL = "physical", "Physical security"
    LOGGING = "logging", "Logs and audit"
    TRAINING = "training", "Training"
    VETTING = "vetting", "Vetting"
    POLICIES = "policies", "Policies"
    CONTINUITY = "continuity", "Business continuity"
    CERTIFICATION = "certification", "Certification"
    SEGREGATION = "segregation", "Keeping data apart"
    DEVICES = "devices", "Devices and paper"
    LEAVERS = "leavers", "Leavers"
    OTHER = "other", "Something else"


class Vetting(Labelled):
    BPSS = "bpss", "Baseline Personnel Security Standard"
    DBS = "dbs", "Disclosure and Barring Service check"
    SECURITY_VETTING = "security_vetting", "Security Vetting"
    COUNTER_TERRORIST = "counter_terrorist", "Counter Terrorist Check"
    POLICE = "police", "Police vetting"


class MayShare(Labelled):
    """What an onward-sharing rule says of an act."""

    YES = "yes", "Allowed"
    CONDITION = "condition", "Allowed on a condition"
    PERMISSION = "permission", "Only with permission"
    NO = "no", "Not allowed"


class Applies(Labelled):
    YES = "yes", "Applies"
    CASE_BY_CASE = "case_by_case", "Decided case by case"
    NO = "no", "Does not apply"


class EndAction(Labelled):
    DELETE = "delete", "Delete it"
    RETURN = "return", "Return it"
    KEEP = "keep", "Keep it"
    ANONYMISE = "anonymise", "Anonymise it"
    ARCHIVE = "archive", "Archive it"


class Handling(Labelled):
    """Whether a person or a system does it."""

    AUTOMATIC = "automatic", "Automatic"
    MANUAL = "manual", "By hand"
    BOTH = "both", "Both"


class Publication(Labelled):
    PUBLISH = "publish", "Publish it"
    REDACTED = "redacted", "Publish it with parts left out"
    SUMMARY = "summary", "Publish a summary only"
    WITHHOLD = "withhold", "Do not publish it"


class Confirmation(Labelled):
    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_APPLICABLE = "not_applicable", "Not applicable"
