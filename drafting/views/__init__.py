from drafting.views.keeping import keep
from drafting.views.needed import ask_section, not_needed
from drafting.views.present import open_now
from drafting.views.questions import question
from drafting.views.rows import add, change, move, remove
from drafting.views.tasks import section, tasks

__all__ = [
    "add",
    "ask_section",
    "change",
    "keep",
    "move",
    "not_needed",
    "open_now",
    "question",
    "remove",
    "section",
    "tasks",
]
