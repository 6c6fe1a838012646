from django.urls import path

from agreements.views import succession as views

_ONE = "succession/<slug:organisation>/"

urlpatterns = [
    path(_ONE, views.succession, name="succession"),
    path(f"{_ONE}propose/", views.propose, name="succession_propose"),
    path(f"{_ONE}take-back/", views.take_back, name="succession_take_back"),
    path(f"{_ONE}confirm/", views.confirm, name="succession_confirm"),
    path(f"{_ONE}again/", views.try_again, name="succession_again"),
    path(f"{_ONE}<slug:reference>/", views.choose, name="succession_choose"),
]
