from django.urls import include, path

from dsaportal.views import operations, search, work

urlpatterns = [
    path("home/", work.home, name="home"),
    path("search/", search.results, name="search"),
    path("ops/", operations.overview, name="operations"),
    path("dev/", include("accounts.urls_dev")),
]
