from django.urls import path

from signing.views import partial

urlpatterns = [path("<str:reference>/sign/v<int:number>/partial/", partial.pdf, name="partial")]
