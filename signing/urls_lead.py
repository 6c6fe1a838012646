from django.urls import path

from signing.views import lead

urlpatterns = [
    path("<str:reference>/sign/ask/", lead.ask, name="ask"),
    path("<str:reference>/sign/progress/", lead.progress, name="progress"),
    path("<str:reference>/sign/v<int:number>/pdf/", lead.pdf, name="pdf"),
]
