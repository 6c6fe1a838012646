from django.urls import path

from signing.views import verify

app_name = "verify"

urlpatterns = [
    path("", verify.check, name="check"),
    path("<reference:reference>/", verify.check, name="of"),
]
