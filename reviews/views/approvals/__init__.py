from reviews.views.approvals.deciding import changes, decide
from reviews.views.approvals.leading import extend, go_on, remind, reviewers, take_back
from reviews.views.approvals.listing import board
from reviews.views.approvals.sending import send

__all__ = ["board", "changes", "decide", "extend", "go_on", "remind", "reviewers", "send", "take_back"]
