from django.urls import URLPattern, path

from drafting.views import starting

_NEW = "new/<uuid:token>/"
_DRAFT = "<reference:reference>/draft/"
_ANSWER = f"{_DRAFT}<slug:section>/<slug:question>/wording/"
_FILES = "<reference:reference>/attachments/"

urlpatterns: list[URLPattern] = [
    path("new/", starting.start, name="start"),
    path(f"{_NEW}template/", starting.template, name="start_template"),
    path(f"{_NEW}name/", starting.name, name="start_name"),
    path(f"{_NEW}<slug:key>/", starting.step, name="step"),
    path("triage/", starting.triages, name="triages"),
    path("triage/export/", starting.triages_csv, name="triages_csv"),
    path("triage/<uuid:token>/", starting.triage, name="triage"),
    path("triage/<uuid:token>/reopen/", starting.reopen, name="reopen"),
    path("wording/", starting.wordings, name="wordings"),
    path("wording/new/", starting.keep_wording, name="keep_wording"),
    path("wording/<uuid:token>/", starting.wording, name="wording"),
    path("wording/<uuid:token>/change/", starting.change_wording, name="change_wording"),
    path("wording/<uuid:token>/retire/", starting.retire_wording, name="retire_wording"),
    path("<reference:reference>/copy/", starting.copy, name="copy"),
    path(_ANSWER, starting.pick_wording, name="pick_wording"),
    path(f"{_ANSWER}keep/", starting.keep_answer, name="keep_answer"),
    path(f"{_ANSWER}<uuid:token>/", starting.use_wording, name="use_wording"),
    path(_FILES, starting.attachments, name="attachments"),
    path(f"{_FILES}add/", starting.attach, name="attach"),
    path(f"{_FILES}<slug:token>/", starting.attachment, name="attachment"),
    path(f"{_FILES}<slug:token>/list/", starting.list_attachment, name="list_attachment"),
    path(f"{_FILES}<slug:token>/remove/", starting.remove_attachment, name="remove_attachment"),
]
