from django.urls import include, path

from reviews import urls_agreement, views

app_name = "reviews"

urlpatterns = [
    path("reviews/", views.agenda, name="list"),
    path("agreements/", include(urls_agreement.urlpatterns)),
]
