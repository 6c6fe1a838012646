"""The next review of each agreement in force, and what parties say of a text before it is frozen."""

from reviews.models.approval import Approval, Circulation, Decision, Omission, ReviewedText, Reviewer
from reviews.models.plan import Plan

__all__ = ["Approval", "Circulation", "Decision", "Omission", "Plan", "ReviewedText", "Reviewer"]
