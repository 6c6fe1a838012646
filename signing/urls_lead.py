from django.urls import path

from signing.views import leading as lead

urlpatterns = [
    path("<str:reference>/sign/ask/", lead.ask, name="ask"),
    path("<str:reference>/sign/clear/", lead.clear, name="clear"),
    path("<str:reference>/sign/progress/", lead.progress, name="progress"),
    path("<str:reference>/sign/progress/<slug:slot>/", lead.one, name="one"),
    path("<str:reference>/sign/progress/<slug:slot>/remind/", lead.remind, name="remind"),
    path("<str:reference>/sign/progress/<slug:slot>/remove/", lead.remove, name="remove"),
    path("<str:reference>/sign/extend/", lead.extend, name="extend"),
    path("<str:reference>/sign/recall/", lead.recall, name="recall"),
    path("<str:reference>/sign/withdraw/", lead.withdraw, name="withdraw"),
    path("<str:reference>/sign/v<int:number>/pdf/", lead.pdf, name="pdf"),
]
