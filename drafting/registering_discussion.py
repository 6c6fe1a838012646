"""What talking about a draft has to say in when its text can be frozen."""

from agreements import stops
from drafting import policies_discussion
from drafting.services import discussion


def register() -> None:
    stops.add(stops.Stop("discussion", reasons=policies_discussion.blocking, frozen=discussion.close_all))
