"""Reviews of what applies, in time; and what the parties say of a text before it is frozen."""

from reviews.models.approval import Approval, Circulation, Decision, Omission, ReviewedText, Reviewer
from reviews.models.issue import Issue, IssueNote
from reviews.models.plan import Plan
from reviews.models.review import Answer, Campaign, CampaignItem, Feed, Point, Review

__all__ = [
    "Answer",
    "Approval",
    "Campaign",
    "CampaignItem",
    "Circulation",
    "Decision",
    "Feed",
    "Issue",
    "IssueNote",
    "Omission",
    "Plan",
    "Point",
    "Review",
    "ReviewedText",
    "Reviewer",
]
