from django.urls import include, path

from closing import urls_disposal, urls_ends

app_name = "closing"

urlpatterns = [
    path("", include(urls_ends.urlpatterns)),
    path("", include(urls_disposal.urlpatterns)),
]
