from agreements.models.agreement import Agreement, AgreementHelperGrant, AgreementTeamGrant, Party, ReferenceCounter
from agreements.models.content import CodeUse, Piece, VersionCode
from agreements.models.record import PublishedRendering, Rendering, Transition, Version
from agreements.models.saved import SavedView
from agreements.models.upload import Upload

__all__ = [
    "Agreement",
    "AgreementHelperGrant",
    "AgreementTeamGrant",
    "CodeUse",
    "Party",
    "Piece",
    "PublishedRendering",
    "ReferenceCounter",
    "Rendering",
    "SavedView",
    "Transition",
    "Upload",
    "Version",
    "VersionCode",
]
