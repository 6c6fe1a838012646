from closing.views.ends.ending import call_off, end
from closing.views.ends.leaving import leave, leave_as, take_back
from closing.views.ends.managing import manage
from closing.views.ends.pausing import lift, pause

__all__ = ["call_off", "end", "leave", "leave_as", "lift", "manage", "pause", "take_back"]
