from reviews.views.agenda import agenda
from reviews.views.calendar import month, this_month
from reviews.views.feed import feed, feed_ics
from reviews.views.insights import insights
from reviews.views.life import life

__all__ = ["agenda", "feed", "feed_ics", "insights", "life", "month", "this_month"]
