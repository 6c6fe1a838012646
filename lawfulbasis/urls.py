from django.urls import path, register_converter

from lawfulbasis import converters, views

app_name = "lawfulbasis"

register_converter(converters.Day, "day")

urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("checks/", views.checks, name="checks"),
    path("checks/<slug:id>/", views.check, name="check"),
    path("changes/", views.changes, name="changes"),
    path("changes/<day:day>/", views.change, name="change"),
    path("<slug:code>/", views.entry, name="entry"),
]
