from django.urls import include, path

from reviews import urls_agreement, urls_campaigns, urls_issues, urls_reviewing, urls_time, urls_time_agreement, views

app_name = "reviews"

urlpatterns = [
    path("reviews/", views.agenda, name="list"),
    path("reviews/", include(urls_time.urlpatterns)),
    path("reviews/", include(urls_campaigns.urlpatterns)),
    path("agreements/", include(urls_agreement.urlpatterns)),
    path("agreements/", include(urls_reviewing.urlpatterns)),
    path("agreements/", include(urls_issues.urlpatterns)),
    path("agreements/", include(urls_time_agreement.urlpatterns)),
]
