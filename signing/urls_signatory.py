from django.urls import path

from signing.views import act, disputes, proofs, signatory, text

urlpatterns = [
    path("<str:reference>/sign/", signatory.landing, name="landing"),
    path("<str:reference>/sign/start/", signatory.start, name="start"),
    path("<str:reference>/sign/before/", signatory.before, name="before"),
    path("<str:reference>/sign/read/", signatory.read, name="read"),
    path("<str:reference>/sign/decision/", signatory.decision, name="decision"),
    path("<str:reference>/sign/bodies/", signatory.bodies, name="bodies"),
    path("<str:reference>/sign/declare/", act.declare, name="declare"),
    path("<str:reference>/sign/confirm/", act.confirm, name="confirm"),
    path("<str:reference>/sign/others/", signatory.others, name="others"),
    path("<str:reference>/sign/done/<slug:party>/", act.done, name="done"),
    path("<str:reference>/sign/done/<slug:party>/evidence/", act.evidence, name="evidence"),
    path("<str:reference>/sign/done/<slug:party>/receipt/", act.receipt, name="receipt"),
    path("<str:reference>/sign/object/<slug:party>/", disputes.dispute, name="object"),
    path("<str:reference>/sign/v<int:number>/", text.read, name="text"),
    path("<str:reference>/sign/v<int:number>/text/", text.pdf, name="text_pdf"),
    path("<str:reference>/evidence/", proofs.proofs, name="proofs"),
    path("<str:reference>/evidence/make/", proofs.want_bundle, name="want_bundle"),
    path("<str:reference>/evidence/bundle/", proofs.bundle, name="bundle"),
    path("<str:reference>/evidence/<int:number>/", proofs.record, name="record"),
]
