from django.urls import path

from reviews.views import issues

_ALL = "<reference:reference>/issues/"
_ONE = f"{_ALL}<int:number>/"

urlpatterns = [
    path(_ALL, issues.log, name="issues"),
    path(f"{_ALL}raise/", issues.raise_issue, name="raise_issue"),
    path(_ONE, issues.issue, name="issue"),
    path(f"{_ONE}note/", issues.note, name="issue_note"),
    path(f"{_ONE}change/", issues.assign, name="issue_assign"),
    path(f"{_ONE}close/", issues.close, name="issue_close"),
]
