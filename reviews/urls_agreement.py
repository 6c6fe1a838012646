from django.urls import path

from reviews.views import approvals

_ALL = "<reference:reference>/review/"
_PARTY = f"{_ALL}parties/<slug:party>/"

urlpatterns = [
    path(_ALL, approvals.board, name="board"),
    path(f"{_ALL}send/", approvals.send, name="send"),
    path(f"{_ALL}decide/", approvals.decide, name="decide"),
    path(f"{_ALL}extend/", approvals.extend, name="extend"),
    path(f"{_ALL}go-on/", approvals.go_on, name="go_on"),
    path(f"{_ALL}take-back/", approvals.take_back, name="take_back"),
    path(f"{_PARTY}reviewers/", approvals.reviewers, name="reviewers"),
    path(f"{_PARTY}changes/", approvals.changes, name="changes"),
    path(f"{_PARTY}remind/", approvals.remind, name="remind"),
]
