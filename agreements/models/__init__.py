from agreements.models.agreement import Agreement, AgreementHelperGrant, AgreementTeamGrant, Party, ReferenceCounter
from agreements.models.changes import Departure, Ending, Suspension, Variation
from agreements.models.content import CodeUse, Piece, VersionCode
from agreements.models.record import PublishedRendering, Rendering, Transition, Version
from agreements.models.saved import SavedView
from agreements.models.succession import Handover, HandoverItem
from agreements.models.upload import Upload

__all__ = [
    "Agreement",
    "AgreementHelperGrant",
    "AgreementTeamGrant",
    "CodeUse",
    "Departure",
    "Ending",
    "Handover",
    "HandoverItem",
    "Party",
    "Piece",
    "PublishedRendering",
    "ReferenceCounter",
    "Rendering",
    "SavedView",
    "Suspension",
    "Transition",
    "Upload",
    "Variation",
    "Version",
    "VersionCode",
]
