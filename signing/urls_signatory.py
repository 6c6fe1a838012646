from django.urls import path

from signing.views import signatory, text

urlpatterns = [
    path("<str:reference>/sign/", signatory.landing, name="landing"),
    path("<str:reference>/sign/start/", signatory.start, name="start"),
    path("<str:reference>/sign/read/", signatory.read, name="read"),
    path("<str:reference>/sign/declare/", signatory.declare, name="declare"),
    path("<str:reference>/sign/confirm/", signatory.confirm, name="confirm"),
    path("<str:reference>/sign/done/<slug:party>/", signatory.done, name="done"),
    path("<str:reference>/sign/done/<slug:party>/evidence/", signatory.evidence, name="evidence"),
    path("<str:reference>/sign/v<int:number>/", text.read, name="text"),
    path("<str:reference>/sign/v<int:number>/text/", text.pdf, name="text_pdf"),
]
