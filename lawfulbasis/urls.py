from django.urls import path

from lawfulbasis import views

app_name = "lawfulbasis"

urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("<slug:code>/", views.entry, name="entry"),
]
