"""The verbs of drafting: the only writes."""

from drafting.services.starting import copy, party, start
from drafting.services.writing import (
    add_rows,
    forget_old_typed,
    forget_typed,
    keep_typed,
    mark,
    move_row,
    place_of,
    remove_row,
    save_answer,
    save_part,
    say_not_needed,
    want,
    with_section,
)

__all__ = [
    "add_rows",
    "copy",
    "forget_old_typed",
    "forget_typed",
    "keep_typed",
    "mark",
    "move_row",
    "party",
    "place_of",
    "remove_row",
    "save_answer",
    "save_part",
    "say_not_needed",
    "start",
    "want",
    "with_section",
]
