from agreements.models.agreement import Agreement, AgreementHelperGrant, AgreementTeamGrant, Party, ReferenceCounter
from agreements.models.record import Rendering, Transition, Version

__all__ = [
    "Agreement",
    "AgreementHelperGrant",
    "AgreementTeamGrant",
    "Party",
    "ReferenceCounter",
    "Rendering",
    "Transition",
    "Version",
]
