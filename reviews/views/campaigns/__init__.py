from reviews.views.campaigns.following import close, remind
from reviews.views.campaigns.listing import by_organisation, campaigns, item, one
from reviews.views.campaigns.opening import about, new
from reviews.views.campaigns.sitting import check, done, sitting

__all__ = [
    "about",
    "by_organisation",
    "campaigns",
    "check",
    "close",
    "done",
    "item",
    "new",
    "one",
    "remind",
    "sitting",
]
