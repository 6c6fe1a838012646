from django.urls import URLPattern, path

from drafting.views.templates import arranging, editing, life, reading

_TEMPLATE = "templates/<slug:code>/"
_VERSION = f"{_TEMPLATE}<version:number>/"
_GROUP = f"{_VERSION}groups/<slug:group>/"
_SECTION = f"{_VERSION}sections/<slug:section>/"
_QUESTION = f"{_SECTION}questions/<slug:question>/"

urlpatterns: list[URLPattern] = [
    path("templates/", reading.index, name="templates"),
    path("templates/new/", life.new, name="template_new"),
    path("templates/upload/", life.upload, name="template_upload"),
    path(_TEMPLATE, reading.template, name="template"),
    path(f"{_TEMPLATE}compare/", reading.compare, name="template_compare"),
    path(f"{_TEMPLATE}history/", reading.history, name="template_history"),
    path(_VERSION, reading.version, name="template_version"),
    path(f"{_VERSION}tasks/", reading.tasks, name="template_tasks"),
    path(f"{_VERSION}download/", reading.download, name="template_download"),
    path(f"{_VERSION}revise/", life.revise, name="template_revise"),
    path(f"{_VERSION}replace/", life.replace, name="template_replace"),
    path(f"{_VERSION}publish/", life.publish, name="template_publish"),
    path(f"{_VERSION}retire/", life.retire, name="template_retire"),
    path(f"{_VERSION}discard/", life.discard, name="template_discard"),
    path(f"{_VERSION}about/", editing.about, name="template_about"),
    path(f"{_VERSION}start/", editing.start, name="template_start"),
    path(f"{_VERSION}add-group/", arranging.add_group, name="template_group_add"),
    path(_GROUP, editing.group, name="template_group"),
    path(f"{_GROUP}remove/", arranging.remove_group, name="template_group_remove"),
    path(f"{_GROUP}move/", arranging.move_group, name="template_group_move"),
    path(f"{_VERSION}add-section/", arranging.add_section, name="template_section_add"),
    path(_SECTION, reading.section, name="template_section"),
    path(f"{_SECTION}words/", editing.words, name="template_words"),
    path(f"{_SECTION}asks/", editing.asks, name="template_asks"),
    path(f"{_SECTION}remove/", arranging.remove_section, name="template_section_remove"),
    path(f"{_SECTION}move/", arranging.move_section, name="template_section_move"),
    path(f"{_SECTION}add-question/", arranging.add_question, name="template_question_add"),
    path(_QUESTION, editing.question, name="template_question"),
    path(f"{_QUESTION}remove/", arranging.remove_question, name="template_question_remove"),
    path(f"{_QUESTION}move/", arranging.move_question, name="template_question_move"),
]
