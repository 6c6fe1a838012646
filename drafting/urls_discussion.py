from django.urls import path

from drafting.views import discussion

_ALL = "<reference:reference>/discussion/"
_ABOUT = f"{_ALL}about/<slug:section>/"
_THREAD = f"{_ALL}<uuid:thread>/"

urlpatterns = [
    path(_ALL, discussion.index, name="discussion"),
    path(f"{_ALL}accept/", discussion.accept_several, name="accept_suggestions"),
    path(_ABOUT, discussion.discuss_section, name="discuss_section"),
    path(f"{_ABOUT}<slug:question>/", discussion.discuss, name="discuss"),
    path(f"{_ABOUT}<slug:question>/suggest/<path:where>/", discussion.suggest, name="suggest"),
    path(_THREAD, discussion.thread, name="thread"),
    path(f"{_THREAD}close/", discussion.close, name="close_thread"),
    path(f"{_THREAD}reopen/", discussion.reopen, name="reopen_thread"),
    path(f"{_THREAD}share/", discussion.share, name="share_thread"),
    path(f"{_THREAD}decide/", discussion.decide, name="decide"),
]
