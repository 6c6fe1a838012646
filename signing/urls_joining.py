from django.urls import path

from signing.views import joining

urlpatterns = [
    path("<str:reference>/sign/join/", joining.find, name="join"),
    path("<str:reference>/sign/join/call-off/", joining.call_off, name="join_call_off"),
    path("<str:reference>/sign/join/<slug:slug>/", joining.ask, name="join_as"),
]
