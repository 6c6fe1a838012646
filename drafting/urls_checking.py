from django.urls import URLPattern, path

from drafting.views import checking

_CHECKS = "<reference:reference>/checks/"
_HISTORY = "<reference:reference>/history/"
_PREVIEW = "<reference:reference>/draft-preview/"
_ANSWER = f"{_HISTORY}<slug:section>/<slug:question>/"

urlpatterns: list[URLPattern] = [
    path(_CHECKS, checking.checks, name="checks"),
    path(f"{_CHECKS}export/", checking.checks_csv, name="checks_csv"),
    path(f"{_CHECKS}pictures/", checking.pictures, name="pictures"),
    path(f"{_CHECKS}reasons/<slug:key>/withdraw/", checking.withdraw_waiver, name="withdraw_waiver"),
    path(f"{_CHECKS}<slug:rule>/", checking.one_rule, name="one_rule"),
    path(f"{_CHECKS}<slug:rule>/reason/", checking.waive, name="waive"),
    path(_HISTORY, checking.history, name="history"),
    path(_ANSWER, checking.answer_history, name="answer_history"),
    path(f"{_ANSWER}restore/", checking.restore, name="restore"),
    path("<reference:reference>/compare/", checking.compare, name="compare"),
    path("<reference:reference>/compare/template/", checking.compare_template, name="compare_template"),
    path(_PREVIEW, checking.preview, name="preview"),
    path(f"{_PREVIEW}pdf/", checking.ask_preview, name="ask_preview"),
    path(f"{_PREVIEW}<uuid:token>/", checking.preview_progress, name="preview_progress"),
    path(f"{_PREVIEW}<uuid:token>/pdf/", checking.preview_pdf, name="preview_pdf"),
]
