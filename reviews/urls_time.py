from django.urls import path, register_converter

from reviews import views
from reviews.months import Month


class MonthPath:
    """`2027/03`. What is in no calendar comes through, so that the page can lead to the nearest that is."""

    regex = "[0-9]{4}/[0-9]{1,2}"

    def to_python(self, value: str) -> Month:
        return Month(*map(int, value.split("/")))

    def to_url(self, value: Month | str) -> str:
        return value.address if isinstance(value, Month) else value


register_converter(MonthPath, "month")

urlpatterns = [
    path("calendar/", views.this_month, name="calendar"),
    path("calendar/<month:month>/", views.month, name="month"),
    path("feed/", views.feed, name="feed"),
    path("feed/<slug:secret>.ics", views.feed_ics, name="feed_ics"),
    path("insights/", views.insights, name="insights"),
]
