from django.urls import path

from signing.views import heads

app_name = "chain"

urlpatterns = [
    path("verify/chain/", heads.index, name="index"),
    path("verify/chain/<str:on>/", heads.day, name="day"),
]
