from django.urls import path

from signing.views import lead, signatory, text

app_name = "signing"

urlpatterns = [
    path("<str:reference>/sign/", signatory.landing, name="landing"),
    path("<str:reference>/sign/start/", signatory.start, name="start"),
    path("<str:reference>/sign/read/", signatory.read, name="read"),
    path("<str:reference>/sign/declare/", signatory.declare, name="declare"),
    path("<str:reference>/sign/confirm/", signatory.confirm, name="confirm"),
    path("<str:reference>/sign/done/<slug:party>/", signatory.done, name="done"),
    path("<str:reference>/sign/done/<slug:party>/evidence/", signatory.evidence, name="evidence"),
    path("<str:reference>/sign/ask/", lead.ask, name="ask"),
    path("<str:reference>/sign/progress/", lead.progress, name="progress"),
    path("<str:reference>/sign/v<int:number>/", text.read, name="text"),
    path("<str:reference>/sign/v<int:number>/text/", text.pdf, name="text_pdf"),
    path("<str:reference>/sign/v<int:number>/pdf/", lead.pdf, name="pdf"),
]
