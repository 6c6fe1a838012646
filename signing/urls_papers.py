from django.urls import path

from signing.views import elsewhere
from signing.views.papers import bringing, checking, one, packs

_ONE = "<str:reference>/sign/paper/<slug:slot>/"

urlpatterns = [
    path("<str:reference>/sign/paper/", one.papers, name="papers"),
    path(_ONE, one.paper, name="paper"),
    path(f"{_ONE}pack/", packs.pack, name="paper_pack"),
    path(f"{_ONE}pack/pdf/", packs.pack_pdf, name="paper_pack_pdf"),
    path(f"{_ONE}upload/", bringing.upload, name="paper_upload"),
    path(f"{_ONE}look/", bringing.look, name="paper_look"),
    path(f"{_ONE}look/<int:page>/", bringing.draft_picture, name="paper_draft"),
    path(f"{_ONE}written/", bringing.written, name="paper_written"),
    path(f"{_ONE}check/", checking.check, name="paper_check"),
    path(f"{_ONE}<int:number>/<int:page>/", checking.picture, name="paper_picture"),
    path(f"{_ONE}<int:number>/file/", checking.file, name="paper_file"),
    path("<str:reference>/signed-elsewhere/", elsewhere.elsewhere, name="elsewhere"),
    path("<str:reference>/signed-elsewhere/record/", elsewhere.record, name="elsewhere_record"),
    path("<str:reference>/signed-elsewhere/file/", elsewhere.file, name="elsewhere_file"),
]
