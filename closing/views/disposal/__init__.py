from closing.views.disposal.board import board, certificate, proof
from closing.views.disposal.confirming import confirm
from closing.views.disposal.counting import count, done, look, stop
from closing.views.disposal.keeping import all_rules, keeping, rules

__all__ = [
    "all_rules",
    "board",
    "certificate",
    "confirm",
    "count",
    "done",
    "keeping",
    "look",
    "proof",
    "rules",
    "stop",
]
