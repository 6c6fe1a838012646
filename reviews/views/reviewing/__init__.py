from reviews.views.reviewing.answering import answer
from reviews.views.reviewing.leading import conclude, start
from reviews.views.reviewing.showing import all_reviews, one

__all__ = ["all_reviews", "answer", "conclude", "one", "start"]
