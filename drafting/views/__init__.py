from drafting.views.keeping import keep
from drafting.views.questions import question
from drafting.views.rows import add, change, move, remove
from drafting.views.tasks import not_needed, section, tasks

__all__ = ["add", "change", "keep", "move", "not_needed", "question", "remove", "section", "tasks"]
