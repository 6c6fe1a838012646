from django.urls import path

from reviews.views import campaigns

_ONE = "campaigns/<int:pk>/"

urlpatterns = [
    path("sitting/", campaigns.sitting, name="sitting"),
    path("sitting/check/", campaigns.check, name="sitting_check"),
    path("sitting/done/", campaigns.done, name="sitting_done"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.new, name="campaign_new"),
    path("campaigns/new/<slug:kind>/", campaigns.about, name="campaign_about"),
    path(_ONE, campaigns.one, name="campaign"),
    path(f"{_ONE}organisations/", campaigns.by_organisation, name="campaign_by_organisation"),
    path(f"{_ONE}remind/", campaigns.remind, name="campaign_remind"),
    path(f"{_ONE}close/", campaigns.close, name="campaign_close"),
    path(f"{_ONE}<reference:reference>/", campaigns.item, name="campaign_item"),
]
