from drafting.views.checking.checks import checks, checks_csv, one_rule, pictures
from drafting.views.checking.comparing import compare
from drafting.views.checking.departing import compare_template
from drafting.views.checking.history import answer_history, history, restore
from drafting.views.checking.previews import ask_preview, preview, preview_pdf, preview_progress
from drafting.views.checking.waiving import waive, withdraw_waiver

__all__ = [
    "answer_history",
    "ask_preview",
    "checks",
    "checks_csv",
    "compare",
    "compare_template",
    "history",
    "one_rule",
    "pictures",
    "preview",
    "preview_pdf",
    "preview_progress",
    "restore",
    "waive",
    "withdraw_waiver",
]
