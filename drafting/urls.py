from django.urls import path

from drafting import urls_checking, urls_discussion, urls_parties, urls_starting, urls_templates, views

app_name = "drafting"

_DRAFT = "<reference:reference>/draft/"
_QUESTION = f"{_DRAFT}<slug:section>/<slug:question>/"

urlpatterns = [
    *urls_starting.urlpatterns,
    *urls_templates.urlpatterns,
    *urls_checking.urlpatterns,
    *urls_discussion.urlpatterns,
    *urls_parties.urlpatterns,
    path(_DRAFT, views.tasks, name="tasks"),
    path(f"{_DRAFT}<slug:section>/", views.section, name="section"),
    path(f"{_DRAFT}<slug:section>/not-needed/", views.not_needed, name="not_needed"),
    path(f"{_DRAFT}<slug:section>/open/", views.open_now, name="present"),
    path(f"{_DRAFT}<slug:section>/asked/", views.ask_section, name="ask_section"),
    path(_QUESTION, views.question, name="question"),
    path(f"{_QUESTION}keep/", views.keep, name="keep"),
    path(f"{_QUESTION}add/<path:where>/", views.add, name="add"),
    path(f"{_QUESTION}change/<path:where>/", views.change, name="change"),
    path(f"{_QUESTION}remove/<path:where>/", views.remove, name="remove"),
    path(f"{_QUESTION}move/<path:where>/", views.move, name="move"),
]
