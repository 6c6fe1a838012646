"""Who was asked to sign which text, who did, what else they said, and every state that the signed file has had."""

from signing.models.answers import Answer, Question
from signing.models.chained import GENESIS, ChainHead, Objection, PublishedHead, Retraction, Signature
from signing.models.packs import Pack
from signing.models.papers import Elsewhere, Paper
from signing.models.rounds import Alternate, Body, Request, Round
from signing.models.sealed import SealedFile, Sealing

__all__ = [
    "GENESIS",
    "Alternate",
    "Answer",
    "Body",
    "ChainHead",
    "Elsewhere",
    "Objection",
    "Pack",
    "Paper",
    "PublishedHead",
    "Question",
    "Request",
    "Retraction",
    "Round",
    "SealedFile",
    "Sealing",
    "Signature",
]
