from drafting.views.parties.adding import by_hand, find, group
from drafting.views.parties.listing import index, roles
from drafting.views.parties.named import names
from drafting.views.parties.one import party, refresh, remove, replace
from drafting.views.parties.supplied import supplied
from drafting.views.parties.together import together, together_add, together_change

__all__ = [
    "by_hand",
    "find",
    "group",
    "index",
    "names",
    "party",
    "refresh",
    "remove",
    "replace",
    "roles",
    "supplied",
    "together",
    "together_add",
    "together_change",
]
