from drafting.views.starting.attachments import attach, attachment, attachments, list_attachment, remove_attachment
from drafting.views.starting.copying import copy
from drafting.views.starting.library import (
    change_wording,
    keep_wording,
    retire_wording,
    wording,
    wordings,
)
from drafting.views.starting.naming import name, template
from drafting.views.starting.picking import keep_answer, pick_wording, use_wording
from drafting.views.starting.register import reopen, triage, triages, triages_csv
from drafting.views.starting.triage import start, step

__all__ = [
    "attach",
    "attachment",
    "attachments",
    "change_wording",
    "copy",
    "keep_answer",
    "keep_wording",
    "list_attachment",
    "name",
    "pick_wording",
    "remove_attachment",
    "reopen",
    "retire_wording",
    "start",
    "step",
    "template",
    "triage",
    "triages",
    "triages_csv",
    "use_wording",
    "wording",
    "wordings",
]
