from django.urls import path

from closing.views import ends

_ONE = "agreements/<reference:reference>/"
_PARTY = f"{_ONE}leave/<slug:party>/"

urlpatterns = [
    path(f"{_ONE}manage/", ends.manage, name="manage"),
    path(f"{_ONE}leave/", ends.leave, name="leave"),
    path(_PARTY, ends.leave_as, name="leave_as"),
    path(f"{_PARTY}take-back/", ends.take_back, name="take_back"),
    path(f"{_ONE}pause/", ends.pause, name="pause"),
    path(f"{_ONE}pause/lift/", ends.lift, name="lift"),
    path(f"{_ONE}end/", ends.end, name="end"),
    path(f"{_ONE}end/call-off/", ends.call_off, name="call_off"),
]
