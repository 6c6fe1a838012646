from django.urls import path

from reviews.views import reviewing

_ALL = "<reference:reference>/reviews/"
_ONE = f"{_ALL}<int:number>/"

urlpatterns = [
    path(_ALL, reviewing.all_reviews, name="all"),
    path(f"{_ALL}start/", reviewing.start, name="start"),
    path(_ONE, reviewing.one, name="one"),
    path(f"{_ONE}answer/", reviewing.answer, name="answer"),
    path(f"{_ONE}conclude/", reviewing.conclude, name="conclude"),
]
