from agreements.models.agreement import Agreement, AgreementHelperGrant, AgreementTeamGrant, Party, ReferenceCounter
from agreements.models.record import Rendering, Transition, Version
from agreements.models.upload import Upload

__all__ = [
    "Agreement",
    "AgreementHelperGrant",
    "AgreementTeamGrant",
    "Party",
    "ReferenceCounter",
    "Rendering",
    "Transition",
    "Upload",
    "Version",
]
